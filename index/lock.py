"""One process at a time changes a store in a folder; others wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from .errors import StoreError
from .settings import Settings

WAIT = 600.0
"""Seconds that a process waits for others, which may be embedding a long article."""
LOCK = ".lock"
"""The file in the store's folder; only its lock counts, not whether it is there."""


def writing(settings: Settings, wait: float = WAIT) -> AbstractContextManager[None]:
    """Hold a store's lock while it is opened or changed; a Chroma server sees to this itself.

    The lock is the operating system's: it ends with its process, however that ends. The same thread may take
    it again.

    :raises StoreError: if others hold it for longer than `wait` seconds.
    """
    folder = Path(settings.store).expanduser()
    if settings.is_remote or not _is_ours(folder):  # what is wrong with it, the store says when it is opened
        return nullcontext()
    return _held(folder, wait)


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
        held = FileLock(folder / LOCK, timeout=wait, is_singleton=True).acquire()
    except Timeout as error:
        raise StoreError(
            f"store {folder} has been in use by another process for {wait:.0f} seconds: try again later"
        ) from error
    except OSError as error:
        raise StoreError(f"store {folder} cannot be made or written to: {error.strerror}") from error
    with held:
        yield
