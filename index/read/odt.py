"""OpenDocument text (.odt): everything that Writer shows, with the changes as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..document import Block, Document
from ..errors import ArticleError
from .body import Body
from .figures import lowered, raised, without_marks
from .odtstyles import OFFICE, TEXT, Styles
from .package import Archive
from .tables import has_header, rows

WHAT = "an OpenDocument text (.odt)"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
MAX_REPEATS = 64
"""A spreadsheet's habit: an empty cell or row that stands for thousands."""

_OUT = {
    f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}tracked-changes", f"{TEXT}ruby-text",
    f"{TEXT}hidden-text", f"{TEXT}placeholder", f"{TEXT}sequence-decls", f"{OFFICE}forms",
    f"{TEXT}note-citation", f"{TABLE}shapes",
}  # fmt: skip
"""Comments, deleted text, and what is hidden or only asks to be filled in."""


def read(body: Body) -> Document:
    """Paragraphs, headings, lists, tables, boxes and notes of a text document.

    :raises ArticleError: if it is damaged, encrypted, too large when unpacked, or holds no text.
    """
    archive = Archive(body, WHAT)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise ArticleError(f"{body.name} opens with a password only: save a copy without it")
    content = archive.xml("content.xml")
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise ArticleError(f"{body.name} is not {WHAT}: it holds a document of another kind")
    more = archive.xml("styles.xml") if "styles.xml" in archive.names else None
    walk = _Walk(Styles(content, more))
    blocks = tuple(walk.blocks(text))
    if not blocks:
        raise ArticleError(f"{body.name} holds no text")
    said = archive.xml("meta.xml").find(f"{OFFICE}meta") if "meta.xml" in archive.names else None
    return Document(
        blocks,
        title=walk.title or _said(said, f"{DC}title") or "",
        author=_said(said, f"{META}initial-creator") or _said(said, f"{DC}creator"),
        published=(_said(said, f"{DC}date") or _said(said, f"{META}creation-date") or "")[:10] or None,
        language=_said(said, f"{DC}language"),
    )


def _said(meta: Any, name: str) -> str | None:
    text = "" if meta is None else meta.findtext(name) or ""
    return text.strip() or None


class _Walk:
    """Goes through a document once; `title` is its paragraph of the style Title, "" if none."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._noted = 0
        self._aside: list[Any] = []
        self.title = ""

    def blocks(
        self, parent: Any, level: int = 0, label: str = "", lists: str | None = None
    ) -> Iterator[Block]:
        """Everything in a body, a section, a cell, a box or a list's item.

        :param level: depth of the list, 0 outside of one; `label` stands before its first paragraph.
        """
        for child in parent:
            if child.tag in _OUT or child.get(f"{TEXT}display") == "none":
                continue
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, level, label)
                label = ""
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, level + 1, child.get(f"{TEXT}style-name") or lists)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child)
            elif child.tag.startswith(DRAW):
                yield from self._box(child)
            else:
                yield from self.blocks(child, level, label, lists)

    def _paragraph(self, element: Any, level: int, label: str) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name")
        text = without_marks("".join(self._inline(element, style)).strip())
        aside, self._aside = self._aside, []
        if text:
            yield self._block(element, text, style, level, label)
        for other in aside:
            yield from self._note(other) if other.tag == f"{TEXT}note" else self._box(other)

    def _block(self, element: Any, text: str, style: str | None, level: int, label: str) -> Block:
        name = self._styles.name(style)
        if name == "title":
            self.title = self.title or text
            return Block(text, "heading", 1)
        if element.tag == f"{TEXT}h":
            depth = element.get(f"{TEXT}outline-level") or "1"
            return Block(text, "heading", int(depth) if depth.isdecimal() else 1)
        if level:
            return Block(f"{label} {text}".strip(), "item", level)
        return Block(text, "quote" if name == "quotations" else "text")

    def _inline(self, element: Any, style: str | None) -> Iterator[str]:
        if self._styles.hidden(style):
            return
        place = self._styles.place(style) if element.tag == f"{TEXT}span" else 0
        shift = raised if place > 0 else lowered if place < 0 else str
        yield shift(element.text or "")
        for child in element:
            if child.tag == f"{TEXT}s" or child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
                yield " "
            elif child.tag == f"{TEXT}note" or child.tag.startswith(DRAW):
                self._aside.append(child)
            elif child.tag not in _OUT:
                inner = child.get(f"{TEXT}style-name") if child.tag == f"{TEXT}span" else None
                yield from (shift(part) for part in self._inline(child, inner))
            yield shift(child.tail or "")

    def _note(self, note: Any) -> Iterator[Block]:
        self._noted += 1
        head = f"Note {self._noted}: "
        bodies = note.findall(f"{TEXT}note-body")
        text = " ".join(block.text for body in bodies for block in self.blocks(body))
        if text:
            yield Block(head + text, "note")

    def _box(self, frame: Any) -> Iterator[Block]:
        """Texts of a drawing: of a text box, or of a shape."""
        if frame.tag == f"{DRAW}frame":
            frame = next(iter(frame), frame)  # the first of several forms of one object is the one shown
        if not frame.tag.startswith(DRAW) or frame.tag == f"{DRAW}object":
            return
        yield from self.blocks(frame)

    def _list(self, element: Any, level: int, style: str | None) -> Iterator[Block]:
        number = self._styles.start(style, level)
        for item in element:
            label = ""
            if item.tag == f"{TEXT}list-item":
                given = item.get(f"{TEXT}start-value") or ""
                number = int(given) if given.isdecimal() else number
                label = self._styles.label(style, level, number)
                number += any(child.tag in (f"{TEXT}p", f"{TEXT}h") for child in item)
            yield from self.blocks(item, level, label, style)

    def _table(self, table: Any) -> Iterator[Block]:
        cells: list[list[str]] = []
        aside: list[Block] = []
        lines = list(table.iterchildren(f"{TABLE}table-row", *_GROUPS))
        head = any(line.tag == f"{TABLE}table-header-rows" for line in lines)
        found = [row for row in _rows(table) if row.get(f"{TABLE}visibility") not in ("collapse", "filter")]
        if all(
            sum(cell.tag == f"{TABLE}table-cell" for cell in row) < 2 for row in found
        ):  # a frame around text
            for row in found:
                for cell in row.iterchildren(f"{TABLE}table-cell"):
                    yield from self.blocks(cell)
            return
        for row in found:
            line: list[str] = []
            for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                inside = list(self.blocks(cell)) if cell.tag == f"{TABLE}table-cell" else []
                aside += [block for block in inside if block.kind == "note"]
                text = " ".join(block.text for block in inside if block.kind != "note")
                line += [text] * _repeats(cell, f"{TABLE}number-columns-repeated")
            cells.append(line)
        yield from rows(cells, bool(cells) and (head or has_header(cells)))
        yield from aside


_GROUPS = (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group")


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _repeats(element: Any, name: str) -> int:
    text = element.get(name) or "1"
    return min(int(text), MAX_REPEATS) if text.isdecimal() else 1
