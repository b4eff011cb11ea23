"""The bytes of a file, within the limits; and names of files as they can be shown."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import ArticleError
from ..settings import Settings
from .registry import KINDS

MEBIBYTE = 2**20


def path_of(source: str | Path) -> Path:
    """The path that a source names, the home folder put in.

    :raises ArticleError: if it is the home of a user who does not exist.
    """
    try:
        return Path(source).expanduser()
    except RuntimeError as error:  # `~name`
        raise ArticleError(f"no such file: {shown(source)}") from error


def shown(path: str | Path) -> str:
    """A path as text; bytes of its name that are not UTF-8 become U+FFFD, and halves of characters "?"."""
    if not _is_odd(str(path)):
        return str(path)
    try:
        return os.fsencode(str(path)).decode("utf-8", "replace")
    except UnicodeEncodeError:  # no file has such a name
        return str(path).encode("utf-8", "replace").decode("utf-8")


def file_bytes(path: Path, settings: Settings) -> bytes:
    """The content of a file.

    :raises ArticleError: if it is missing, no file, larger than `max_upload_mb`, or cannot be read.
    """
    name = shown(path)
    try:
        if not path.exists():
            raise ArticleError(f"no such file: {name}")
        if not path.is_file():
            raise ArticleError(f"{name} is not a file: expected {KINDS}")
        with path.open("rb") as stream:
            data = stream.read(limit(settings) + 1)
    except OSError as error:
        raise ArticleError(f"{name} cannot be read: {error.strerror}") from error
    except ValueError as error:  # a zero byte in the name
        raise ArticleError(f"no such file: {name!r}") from error
    return within(data, name, settings)


def limit(settings: Settings) -> int:
    """`max_upload_mb` in bytes."""
    return int(settings.max_upload_mb * MEBIBYTE)


def within(data: bytes, name: str, settings: Settings) -> bytes:
    """The bytes themselves.

    :raises ArticleError: if they are more than `max_upload_mb`.
    """
    if len(data) > limit(settings):
        raise ArticleError(f"{name} has more than max_upload_mb = {settings.max_upload_mb:g} MiB")
    return data


def _is_odd(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
