"""Markup that is all text (a book's chapter, a letter) as blocks: nothing around it has to be told apart.

A web page is read by `html`, which finds the article in it first.
"""

from __future__ import annotations

from typing import Any

from ..document import Block, Kind
from . import raised
from .hidden import without_hidden
from .tables import has_header, rows

EPUB = "{http://www.idpf.org/2007/ops}"
_OUT = frozenset(
    "script style head template noscript svg canvas object embed iframe audio video select input button "
    "textarea nav map rp rt math".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table ul html caption".split()
)
_NOTES = frozenset("footnote endnote rearnote doc-footnote doc-endnote".split())
_MARKS = frozenset("noteref doc-noteref backlink doc-backlink pagebreak doc-pagebreak".split())


def blocks(root: Any) -> tuple[Block, ...]:
    """The blocks of a page's tree, as `html.parse` gives it; hidden text is left out.

    :param root: changed.
    """
    return _blocks(raised.settle(without_hidden(root)))


def _blocks(root: Any) -> tuple[Block, ...]:
    walk = _Walk()
    walk.element(root, "text", 0)
    walk.end()
    return tuple(walk.found)


class _Walk:
    """Collects text until a block begins or ends."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._parts: list[str] = []
        self._kind: Kind = "text"
        self._level = 0
        self._label = ""

    def end(self) -> None:
        """Put what was collected into a block."""
        text = " ".join("".join(self._parts).split())
        self._parts = []
        if text:
            self.found.append(Block(f"{self._label} {text}".strip(), self._kind, self._level))
            self._label = ""

    def element(self, element: Any, kind: Kind, level: int) -> None:
        """Everything in an element, its own text first."""
        self._parts.append(element.text or "")
        for child in element:
            name = _name(child)
            if name in _OUT or _roles(child) & _MARKS:
                pass
            elif name == "br":
                self._break()
            elif name == "table":
                self._table(child)
            elif name in _BLOCKS:
                self.end()
                self._inside(child, name, kind, level)
                self.end()
                if name == "li":
                    self._label = ""
                self._kind, self._level = kind, level
            else:
                self.element(child, kind, level)
            self._parts.append(child.tail or "")

    def _break(self) -> None:
        """A line break: two in a row part paragraphs."""
        if self._parts and self._parts[-1].endswith("\n\u2028"):
            self.end()
        else:
            self._parts.append("\n\u2028")

    def _inside(self, child: Any, name: str, kind: Kind, level: int) -> None:
        label = ""
        if name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            kind, level = "heading", int(name[1])
        elif name in ("ul", "ol"):
            level += 1
        elif name == "li":
            kind, label = "item", _label(child)
        elif name in ("figcaption", "caption"):
            kind = "caption"
        elif name == "blockquote":
            kind = "quote"
        if _roles(child) & _NOTES:
            kind = "note"
        self._kind, self._level, self._label = kind, level, label or self._label
        self.element(child, kind, level)

    def _table(self, table: Any) -> None:
        self.end()
        lines = [row for row in table.iter() if _name(row) == "tr"]
        cells = [[_flat(cell) for cell in row if _name(cell) in ("td", "th")] for row in lines]
        spans = [[_span(cell) for cell in row if _name(cell) in ("td", "th")] for row in lines]
        for child in table:
            if _name(child) == "caption" and (text := _flat(child)):
                self.found.append(Block(text, "caption"))
        if all(len(row) < 2 for row in cells):
            self.found += [Block(cell) for row in cells for cell in row if cell]
            return
        full = [
            [part for cell, span in zip(*row, strict=True) for part in [cell, *[""] * (span - 1)]]
            for row in zip(cells, spans, strict=True)
        ]
        head = bool(lines) and all(_name(cell) == "th" for cell in lines[0] if _name(cell) in ("td", "th"))
        self.found += rows(full, head or has_header(full))


def _name(element: Any) -> str:
    """The element's name without its namespace, in lower case; "" of a comment."""
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _roles(element: Any) -> set[str]:
    if not isinstance(element.tag, str):
        return set()
    return {
        *(element.get(f"{EPUB}type") or element.get("epub:type") or "").split(),
        element.get("role") or "",
    }


def _label(item: Any) -> str:
    parent = item.getparent()
    if parent is None or _name(parent) != "ol":
        return "•"
    start = parent.get("start") or "1"
    number = int(start) if start.isdecimal() else 1
    return f"{number + sum(_name(before) == 'li' for before in item.itersiblings(preceding=True))}."


def _flat(element: Any) -> str:
    return " ".join(block.text for block in _blocks(element))


def _span(cell: Any) -> int:
    text = cell.get("colspan") or "1"
    return min(max(int(text), 1), 64) if text.isdecimal() else 1
