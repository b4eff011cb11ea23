"""One process of a machine at a time changes a store; others wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import platformdirs

from .errors import StoreError
from .settings import Settings

WAIT = 600.0
"""Seconds that a process waits for others, which may be embedding a long article."""
LOCK = ".lock"
"""The file in the store's folder; only its lock counts, not whether it is there."""


class InUseError(StoreError):
    """Others hold a store for longer than somebody would wait."""


def writing(settings: Settings, wait: float = WAIT) -> AbstractContextManager[None]:
    """Hold a store's lock while it is opened or changed; over a server, that of this machine's catalogue.

    The lock is the operating system's: it ends with its process, however that ends. The same thread may take
    it again.

    :raises InUseError: if others hold it for longer than `wait` seconds.
    :raises StoreError: if its folder cannot be made or written to.
    """
    folder = beside(settings)
    if not settings.is_remote and not _is_ours(folder):
        return nullcontext()  # what is wrong with it, the store says when it is opened
    return _held(folder, wait)


def beside(settings: Settings) -> Path:
    """The folder for what is kept beside Chroma's own files; over a server, one in the user's cache."""
    if not settings.is_remote:
        return Path(settings.store).expanduser()
    return Path(platformdirs.user_cache_dir("byline", appauthor=False)) / f"server-{settings.server_name}"


def _is_ours(folder: Path) -> bool:
    """Whether a folder holds a store, or nothing, or can be made."""
    if not folder.exists():
        return True
    return folder.is_dir() and ((folder / "chroma.sqlite3").exists() or is_empty(folder))


def is_empty(folder: Path) -> bool:
    """Whether nothing but a lock is in a folder."""
    return all(one.name == LOCK for one in folder.iterdir())


@contextmanager
def _held(folder: Path, wait: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = FileLock(folder / LOCK, is_singleton=True).acquire(timeout=wait)
    except Timeout as error:
        raise InUseError(
            f"store {folder} has been in use by another process for {wait:.0f} seconds: try again later"
        ) from error
    except OSError as error:
        raise StoreError(f"store {folder} cannot be made or written to: {error.strerror}") from error
    with held:
        yield
