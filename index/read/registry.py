"""Which module reads which format; it is imported when its format comes up for the first time.

A reader is a module of this package with a function `read(body: Body) -> Document`, which raises
`ArticleError` for everything that it cannot read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from ..document import Document
from .body import Body


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its module, its name as a reader of an error knows it, file endings and media types."""

    module: str
    name: str
    endings: frozenset[str]
    media: frozenset[str] = frozenset()


def _format(module: str, name: str, endings: str, media: str) -> Format:
    return Format(module, name, frozenset(endings.split()), frozenset(media.split()))


FORMATS = (
    _format("text", "text", ".txt .text", "text/plain"),
    _format("text", "Markdown", ".md .markdown", "text/markdown text/x-markdown"),
    _format("html", "HTML", ".html .htm .xhtml", "text/html application/xhtml+xml"),
    _format("pdf", "PDF", ".pdf", "application/pdf application/x-pdf"),
    _format(
        "word",
        "Word (.docx)",
        ".docx .docm .dotx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    _format("odt", "OpenDocument (.odt)", ".odt .ott", "application/vnd.oasis.opendocument.text"),
    _format("rtf", "rich text (.rtf)", ".rtf", "application/rtf text/rtf"),
    _format("epub", "EPUB", ".epub", "application/epub+zip"),
    _format("mail", "e-mail (.eml)", ".eml", "message/rfc822"),
)
"""In the order in which an error names them."""
PLAIN = FORMATS[0]
KINDS = ", ".join(one.name for one in FORMATS[:-1]) + f" or {FORMATS[-1].name}"


def endings() -> frozenset[str]:
    """All file endings that are read, in lower case and with their dot."""
    return frozenset[str]().union(*(one.endings for one in FORMATS))


def by_ending(ending: str) -> Format | None:
    """The format of a file ending such as `.pdf`, in any case; plain text for "", None for an unknown one."""
    if not ending:
        return PLAIN
    return next((one for one in FORMATS if ending.lower() in one.endings), None)


def by_media_type(media: str) -> Format | None:
    """The format of a media type such as `text/html; charset=utf-8`; None for an unknown one."""
    kind = media.split(";")[0].strip().lower()
    return next((one for one in FORMATS if kind in one.media), None)


def reader(one: Format) -> Callable[[Body], Document]:
    """The function that reads a format."""
    found: Callable[[Body], Document] = import_module(f".{one.module}", __package__).read
    return found
