"""What a reader makes of a file: blocks of text in reading order, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "heading", "item", "quote", "row", "caption", "note"]
"""A paragraph; a heading; an item of a list; a paragraph quoted as a block; a row of a table, written by
`index.read.tables`; what stands under a picture or a table; a footnote or an endnote."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table row, caption or note, without a line break of its own.

    `level` is a heading's, from 1, or the depth of a list's item; 0: not known. `pages` holds
    `(offset in text, page number)`, ascending, for each page that the block stands on: the first offset is
    0; () means that the format has no pages.
    """

    text: str
    kind: Kind = "text"
    level: int = 0
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader returns: blocks and metadata; None, or "" for `title`, where the file does not say."""

    blocks: tuple[Block, ...]
    title: str = ""
    outlet: str | None = None
    section: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    translation: str | None = None
    url: str | None = None
    place: str | None = None
