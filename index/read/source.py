"""A path or an address in, `Article` out: finds the bytes and their format, and has them read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..article import Article
from ..clean import article_of
from ..errors import ArticleError
from ..origin import of_address, of_file
from ..rules import rules
from ..settings import Settings
from . import registry, sidecar
from .body import Body
from .files import file_bytes, path_of, shown
from .sniff import sniff

ADDRESSES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of an article, with what says how they are to be read: see `parse`."""

    body: Body
    ending: str
    known: dict[str, str] | None = None

    @property
    def digest(self) -> str:
        """The same for what is read into the same text, as long as the reader's code is the same."""
        told = [rules(), self.ending, self.body.charset, self.known]
        return hashlib.sha256(json.dumps(told).encode() + self.body.data).hexdigest()

    def article(self) -> Article:
        """Read and clean it.

        :raises ArticleError: if it is of another kind, undecodable or without text.
        """
        return parse(self.body, self.ending, self.known)


def opened(source: str | Path, settings: Settings) -> Source:
    """Get the bytes of one article.

    :param source: a path, or an `http(s)://` address.
    :raises ArticleError: if it is missing, or too large.
    """
    if is_address(source):
        from .fetch import fetch

        page = fetch(str(source), settings)
        return Source(Body(page.body, page.url, page.charset, page.url), page.suffix)
    path = path_of(source)
    return Source(Body(file_bytes(path, settings), shown(path)), path.suffix, sidecar.read(path))


def read(source: str | Path, settings: Settings) -> Article:
    """Read and clean one article.

    A file `name.json` beside `name.txt` may hold metadata (keys as the fields of `Article`), which
    wins over what the text says of itself.

    :param source: a path, or an `http(s)://` address.
    :raises ArticleError: if it is missing, too large, of another kind, undecodable or without text.
    """
    return opened(source, settings).article()


def origin_of(source: str | Path) -> str:
    """Where a source is read, as `index.origin` writes it."""
    return of_address(str(source)) if is_address(source) else of_file(path_of(source))


def is_address(source: str | Path) -> bool:
    """Whether a source is a web address rather than a path."""
    return isinstance(source, str) and source.lower().startswith(ADDRESSES)


def parse(body: Body, ending: str, known: dict[str, str] | None = None) -> Article:
    """The article of a body.

    :param ending: tells the format, as a file's name does, where the bytes do not: `.html`; "": plain text.
    :param known: metadata that wins over what is found there; None: none.
    :raises ArticleError: if it is empty, of an unknown kind, or cannot be read.
    """
    if not body.data.strip():
        raise ArticleError(f"{body.name} is empty: expected an article")
    one = _format(body, ending)
    if one is None:
        raise ArticleError(f"{body.name} is of an unknown kind {shown(ending)!r}: expected {registry.KINDS}")
    try:
        return article_of(registry.reader(one)(body), body.name, known)
    except RecursionError as error:
        raise ArticleError(f"{body.name} is nested too deeply to be read") from error


def _format(body: Body, ending: str) -> registry.Format | None:
    """The format that the bytes have, where they say; else that of the ending."""
    named = registry.by_ending(ending)
    found = sniff(body.data)
    if found is None or (named is not None and ending and named.module == "text" and found.module == "html"):
        return named  # a page's source as a text file is text, as browsers show it
    return found


def ending_of(name: str) -> str:
    """The ending of a file's name, with its dot and in lower case; "" without one."""
    return PurePosixPath(name).suffix.lower()
