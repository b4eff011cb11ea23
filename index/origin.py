"""Where an article was read, written so that it can be told from all other places, and read again.

An address stands as it is, a file as `file:///…` by its absolute path, and a file in an archive as the
archive's with the name after `#`. Names that are not UTF-8 are kept whole.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes, urldefrag

from .article import Article
from .errors import ArticleError

FILE = "file://"


def of_file(path: Path, member: str = "") -> str:
    """The origin of a file, or of a file in an archive; "" where the file cannot have such a name.

    :param member: the name in the archive; "": the file itself.
    """
    try:
        whole = quote_from_bytes(os.fsencode(os.path.abspath(path)))
        inside = quote_from_bytes(os.fsencode(member))
    except (OSError, ValueError):  # the working folder is gone; halves of a character
        return ""
    return f"{FILE}{whole}#{inside}" if member else f"{FILE}{whole}"


def of_address(address: str) -> str:
    """The origin of a page: its address without the place in it."""
    return urldefrag(address).url


def of_source(article: Article) -> str:
    """The origin that an article itself names: an address, or a file by its whole path; "" for any other."""
    source = article.source or ""
    if source.lower().startswith(("http://", "https://")):
        return of_address(source)
    return of_file(Path(source)) if os.path.isabs(source) and os.path.isfile(source) else ""


def place(origin: str) -> str | Path:
    """The address, the file or the archive to read again.

    :raises ArticleError: if it is "".
    """
    if not origin:
        raise ArticleError(
            "the article did not come from a file or an address that could be read again: add its new text"
        )
    if not origin.startswith(FILE):
        return origin
    return Path(os.fsdecode(unquote_to_bytes(origin.removeprefix(FILE).partition("#")[0])))
