"""A client of the Chroma that the settings name, and one error for all that Chroma raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import BylineError, StoreError
from ..lock import is_empty
from ..settings import Settings


@contextmanager
def store_errors(location: str) -> Iterator[None]:
    """Turns what Chroma raises into one StoreError that names the store."""
    try:
        yield
    except BylineError:
        raise
    except Exception as error:
        first = (str(error) or type(error).__name__).splitlines()[0]
        raise StoreError(f"store {location} cannot be used: {first}") from error


def connect(settings: Settings) -> Any:
    """Chroma's client for `store`; a folder is made where there is none.

    :raises StoreError: if it is a file, holds other files, or cannot be opened or reached.
    """
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if settings.is_remote:
        url = urlsplit(settings.store)
        with store_errors(settings.store):
            return chromadb.HttpClient(
                host=url.hostname or "localhost",
                port=url.port or (443 if url.scheme == "https" else 8000),
                ssl=url.scheme == "https",
                headers=_headers(settings),
                settings=quiet,
                tenant=settings.store_tenant or chromadb.DEFAULT_TENANT,
                database=settings.store_database or chromadb.DEFAULT_DATABASE,
            )
    folder = Path(settings.store).expanduser()
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"store {folder} is a file: expected a folder, or the URL of a Chroma server")
    if folder.is_dir() and not is_empty(folder) and not (folder / "chroma.sqlite3").exists():
        raise StoreError(
            f"store {folder} holds other files and no Byline store: name an empty or a new folder"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"store {folder} cannot be made: {error.strerror}") from error
    with store_errors(str(folder)):
        return chromadb.PersistentClient(path=str(folder), settings=quiet)


def _headers(settings: Settings) -> dict[str, str]:
    """What each request to the server carries beside its own."""
    sent = {name: value.get_secret_value() for name, value in settings.store_headers.items()}
    if settings.store_api_key:
        sent["x-chroma-token"] = settings.store_api_key.get_secret_value()
    return sent
