"""Parts of a PDF into the blocks of a document: lines joined, marks of notes taken off, tables as rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...document import Block
from ..figures import plain, without_marks
from ..tables import has_header, rows
from .flow import Part
from .hyphens import Mender

_MARK = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,3}(?=[.)]?\s)|[*†‡§]+)[.)]?\s*")
_BULLET = re.compile(r"^[•▪◦‣●○■□➢✓]\s*")


def blocks(parts: Sequence[Part]) -> Iterator[Block]:
    """The blocks of a document, in the order of its parts."""
    numbers = _numbers(parts)
    mender = Mender("\n".join(text for part in parts for _, text in part.lines))
    for part in parts:
        if part.table:
            yield from _table(part)
            continue
        lines = [(page, without_marks(text, numbers[page])) for page, text in part.lines]
        if part.kind == "note":
            lines[0] = (part.lines[0][0], part.lines[0][1])
        text, pages = _joined([line for line in lines if line[1]], mender)
        if part.kind == "note":
            yield _note(text, pages)
        elif part.kind == "text" and _BULLET.match(text):
            yield Block(f"• {_BULLET.sub('', text)}", "item", 1, pages)
        elif text:
            yield Block(text, "heading" if part.kind == "heading" else "text", 0, pages)


def _numbers(parts: Sequence[Part]) -> dict[int, set[str]]:
    """Numbers of the notes at the foot of each page."""
    found: dict[int, set[str]] = defaultdict(set)
    for part in parts:
        if part.kind == "note" and (match := _MARK.match(part.lines[0][1])):
            found[part.lines[0][0]].add(plain(match.group(1)))
    return found


def _joined(lines: Sequence[tuple[int, str]], mender: Mender) -> tuple[str, tuple[tuple[int, int], ...]]:
    text = ""
    pages: list[tuple[int, int]] = []
    for page, line in lines:
        text = mender.join(text, line) if text else line
        if not pages or pages[-1][1] != page:
            pages.append((len(text) - len(line), page))
    return text, tuple(pages)


def _note(text: str, pages: tuple[tuple[int, int], ...]) -> Block:
    match = _MARK.match(text)
    number = plain(match.group(1)) if match else ""
    head = f"Note {number}: " if number.isdigit() else "Note: "
    cut = match.end() if match else 0
    moved = [(max(0, offset - cut + len(head)), page) for offset, page in pages]
    return Block(head + text[cut:], "note", 0, ((0, moved[0][1]), *moved[1:]))


def _table(part: Part) -> Iterator[Block]:
    assert part.table is not None
    cells = part.table.cells
    for block in rows(cells, has_header(cells)):
        yield Block(block.text, block.kind, block.level, ((0, part.lines[0][0]),))
