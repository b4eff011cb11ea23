"""A `.zip` archive of articles, read in memory within limits: nothing of it is written anywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from ..errors import ArticleError
from ..settings import Settings
from .files import limit, within
from .registry import endings

MAX_MEMBERS = 10_000
MAX_WHOLE = 20
"""All members together may be so many times `max_upload_mb`."""


def members(data: bytes, name: str, settings: Settings) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files in an archive of a kind that is read, as `archive.zip/folder/a.txt`, with what reads them.

    :raises ArticleError: if the archive is damaged, holds too many or too much, or nothing that is read;
        a member's own function raises it if that member cannot be read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        found = [one for one in archive.infolist() if not one.is_dir()]
    except Exception as error:  # a damaged archive makes zipfile raise errors of many kinds
        raise ArticleError(f"{name} is not a .zip that can be read ({type(error).__name__})") from error
    if len(found) > MAX_MEMBERS:
        raise ArticleError(f"{name} holds {len(found)} files, more than {MAX_MEMBERS}")
    if sum(one.file_size for one in found) > MAX_WHOLE * limit(settings):
        raise ArticleError(f"{name} unpacks to more than {MAX_WHOLE} times max_upload_mb")
    kept = [one for one in found if _is_read(one.filename)]
    if not kept:
        raise ArticleError(f"{name} holds no file of a kind that is read")
    for one in sorted(kept, key=lambda member: member.filename):
        yield (
            f"{name}/{_plain(one.filename)}",
            _loader(archive, one, f"{name}/{_plain(one.filename)}", settings),
        )


def _loader(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, settings: Settings
) -> Callable[[], bytes]:
    def load() -> bytes:
        if _leaves(member.filename):
            raise ArticleError(f"{name} has a path that leads out of its archive")
        if member.flag_bits & 1:
            raise ArticleError(f"{name} is encrypted: unpack it first")
        try:
            with archive.open(member) as stream:
                body = stream.read(limit(settings) + 1)  # whatever size it claims to have
        except Exception as error:  # see above
            raise ArticleError(f"{name} is damaged ({type(error).__name__})") from error
        return within(body, name, settings)

    return load


def _is_read(filename: str) -> bool:
    path = PurePosixPath(filename.replace("\\", "/"))
    return path.suffix.lower() in endings() and not path.name.startswith(".") and "__MACOSX" not in path.parts


def _leaves(filename: str) -> bool:
    path = PurePosixPath(filename.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _plain(filename: str) -> str:
    return filename.encode("utf-8", "replace").decode("utf-8").replace("\n", " ").replace("\r", " ")
