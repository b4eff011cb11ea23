"""Paragraphs, tables, boxes and notes of a Word document as blocks, in the order in which Word shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...document import Block
from ..tables import has_header, rows
from .inline import InlineReader, chosen
from .names import MC, W
from .numbering import Numbering
from .styles import Styles, numbering, outline, value

_GONE = (f"{W}del", f"{W}moveFrom", f"{W}cellDel")
_BLOCKS = (f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag")


class Walk:
    """Goes through a document once.

    :param note: gives the `w:footnote` or `w:endnote` of a kind and an id; None if there is none.
    :param diagram: gives the texts of the SmartArt of a relationship id.
    """

    def __init__(
        self,
        styles: Styles,
        numbers: Numbering,
        note: Callable[[str, str], Any],
        diagram: Callable[[str], Iterable[str]],
    ) -> None:
        self._styles, self._numbers, self._note, self._diagram = styles, numbers, note, diagram
        self._inline = InlineReader(styles)
        self._noted = 0
        self._begun = ""
        self.title = ""

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Everything in a body, a cell, a box or a note."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}sdt":
                if child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    yield from self.blocks(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self.blocks(chosen(child))
            elif child.tag in _BLOCKS:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        shown = self._inline.read(paragraph)
        properties = paragraph.find(f"{W}pPr")
        text = f"{self._begun}{shown.text}"
        if _joins_next(properties):
            self._begun = text
        else:
            self._begun = ""
            if text.strip():
                yield self._block(text, properties)
        for box in shown.boxes:
            yield from self.blocks(box)
        for link in shown.diagrams:
            yield from (Block(one, "item", 1) for one in self._diagram(link))
        for kind, number in shown.notes:
            yield from self._noted_text(kind, number)

    def _block(self, text: str, properties: Any) -> Block:
        style = self._styles.get(value(None if properties is None else properties.find(f"{W}pStyle")))
        own = outline(properties)
        level = (style.outline or 0) if own is None else own
        number = numbering(properties) or style.number
        label = self._numbers.label(*number) if number else None
        whole = f"{label} {text.strip()}" if label else text.strip()
        name = style.name.casefold()
        if name == "title":
            self.title = self.title or text.strip()
            return Block(whole, "heading", 1)
        if level:
            return Block(whole, "heading", level)
        if name == "caption":
            return Block(whole, "caption")
        if name in ("quote", "intense quote", "block text"):
            return Block(whole, "quote")
        return Block(whole, "item", number[1] + 1) if number and label is not None else Block(whole)

    def _noted_text(self, kind: str, number: str) -> Iterator[Block]:
        element = self._note(kind, number)
        if element is None:
            return
        self._noted += 1
        head = f"Note {self._noted}: "
        text = " ".join(block.text for block in self.blocks(element))
        if text.strip():
            yield Block(head + text.strip(), "note")

    def _table(self, table: Any) -> Iterator[Block]:
        lines = [row for row in _rows(table) if row.find(f"{W}trPr/{W}del") is None]
        if not lines:
            return
        if len(lines) == 1 or all(len(_cells(row)) == 1 for row in lines):  # a frame around text
            for row in lines:
                for cell in _cells(row):
                    yield from self.blocks(cell)
            return
        aside: list[Block] = []
        cells: list[list[str]] = []
        for row in lines:
            line: list[str] = [""] * _skipped(row)
            for cell in _cells(row):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                if merged is not None and value(merged) in (None, "continue") and cells:
                    text = cells[-1][len(line)] if len(line) < len(cells[-1]) else ""
                else:
                    text = self._cell(cell, aside)
                line += [text] + [""] * (_span(cell) - 1)
            cells.append(line)
        yield from rows(cells, _is_header(lines[0]) or has_header(cells))
        yield from aside

    def _cell(self, cell: Any, aside: list[Block]) -> str:
        """The text of a cell on one line; its notes are put aside."""
        found = list(self.blocks(cell))
        aside += [block for block in found if block.kind == "note"]
        return " ".join(block.text for block in found if block.kind != "note")


def _joins_next(properties: Any) -> bool:
    """Whether a paragraph runs into the next: its mark is deleted, or it is a dropped capital."""
    if properties is None:
        return False
    marks = properties.find(f"{W}rPr")
    if marks is not None and any(marks.find(name) is not None for name in _GONE):
        return True
    frame = properties.find(f"{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in (f"{W}sdt", *_BLOCKS):
            yield from _rows(child)


def _cells(row: Any) -> list[Any]:
    found = []
    for child in row:
        if child.tag == f"{W}tc":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
                found.append(child)
        elif child.tag in (f"{W}sdt", *_BLOCKS):
            found += _cells(child)
    return found


def _span(cell: Any) -> int:
    text = value(cell.find(f"{W}tcPr/{W}gridSpan")) or "1"
    return min(max(int(text), 1), 64) if text.isdecimal() else 1


def _skipped(row: Any) -> int:
    text = value(row.find(f"{W}trPr/{W}gridBefore")) or "0"
    return min(int(text), 64) if text.isdecimal() else 0


def _is_header(row: Any) -> bool:
    """Whether a row is marked as the table's head, or all of its text is bold."""
    if row.find(f"{W}trPr/{W}tblHeader") is not None:
        return True
    runs = [run for run in row.iter(f"{W}r") if "".join(t.text or "" for t in run.findall(f"{W}t")).strip()]
    return bool(runs) and all(run.find(f"{W}rPr/{W}b") is not None for run in runs)
