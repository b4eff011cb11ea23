"""A client of the Chroma that the settings name, and one error for all that Chroma raises."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import BylineError, StoreError
from ..lock import is_empty
from ..settings import Settings

_ways: set[str] = set()
_naming = threading.Lock()


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


def connect(settings: Settings) -> tuple[Any, Callable[[], None]]:
    """Chroma's client for `store`, and what frees it; a folder is made where there is none.

    Chroma shares what it has read of a folder between all clients of a process that name it in the same way,
    and does not see what other processes change there. So each client here names it in a way of its own.

    :raises StoreError: if it is a file, holds other files, or cannot be opened or reached.
    """
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if settings.is_remote:
        url = urlsplit(settings.store)
        with store_errors(settings.store):
            client = chromadb.HttpClient(
                host=url.hostname or "localhost",
                port=url.port or (443 if url.scheme == "https" else 8000),
                ssl=url.scheme == "https",
                headers=_headers(settings),
                settings=quiet,
                tenant=settings.store_tenant or chromadb.DEFAULT_TENANT,
                database=settings.store_database or chromadb.DEFAULT_DATABASE,
            )
            return client, client.close
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
    way = _taken(str(folder))
    try:
        with store_errors(str(folder)):
            client = chromadb.PersistentClient(path=way, settings=quiet)
    except BaseException:
        _ways.discard(way)
        raise

    def release() -> None:
        client.close()
        _ways.discard(way)

    return client, release


def _taken(folder: str) -> str:
    """A way to name a folder that no client of this process uses now."""
    with _naming:
        way = next(one for n in itertools.count() if (one := folder + "/." * n) not in _ways)
        _ways.add(way)
        return way


def _headers(settings: Settings) -> dict[str, str]:
    """What each request to the server carries beside its own."""
    sent = {name: value.get_secret_value() for name, value in settings.store_headers.items()}
    if settings.store_api_key:
        sent["x-chroma-token"] = settings.store_api_key.get_secret_value()
    return sent
