"""Rows of all pages into paragraphs, headings, tables and notes, over the ends of columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..figures import RAISED_NUMBER, plain
from .lines import MARKER, Segment
from .tables import Row, Table

_END = re.compile(r"[.!?:…;][\"'”’»)\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_BULLET = re.compile(r"^[•▪◦‣●○■□➢✓]")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(rf"^(?:[{_RAISED}]+|[†‡§]|\*+|(?P<number>\d{{1,3}})[.)]?\s)")
_HEADING_WORDS = 18


@dataclass
class Part:
    """A paragraph, heading or note: its lines with their pages (from 1); or a table's rows."""

    kind: str
    size: float
    lines: list[tuple[int, str]] = field(default_factory=list)
    table: Table | None = None


@dataclass(frozen=True)
class Region:
    """A column of one page: rows and tables from top to bottom."""

    page: int
    items: list[Row | Table]


@dataclass(frozen=True)
class _Line:
    """One row of text in its column."""

    segment: Segment
    page: int

    @property
    def text(self) -> str:
        return self.segment.text


def parts(regions: Sequence[Region]) -> list[Part]:
    """Everything in reading order; a paragraph that a page's end cuts is one, the notes between after it."""
    body = _body_size(regions)
    raised = _raised(regions)
    found: list[Part] = []
    for region in regions:
        fresh = [
            part
            for part in _region(region, body, raised[region.page])
            if part.table or any(text for _, text in part.lines)
        ]
        unended = next((part for part in reversed(found) if part.kind != "note"), None)
        first = next((part for part in fresh if part.kind != "note"), None)
        if unended and first and _goes_on(unended, first):
            unended.lines += first.lines
            fresh.remove(first)
        found += fresh
    return found


def _body_size(regions: Sequence[Region]) -> float:
    sizes: Counter[float] = Counter()
    for region in regions:
        for item in region.items:
            if not isinstance(item, Table):
                for segment in item:
                    sizes[round(segment.size, 1)] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _raised(regions: Sequence[Region]) -> dict[int, set[str]]:
    """The raised numbers on each page: where a note's mark may stand."""
    found: dict[int, set[str]] = {region.page: set() for region in regions}
    for region in regions:
        for item in region.items:
            for segment in () if isinstance(item, Table) else item:
                for mark in RAISED_NUMBER.findall(segment.text):
                    found[region.page].update(plain(mark).split(","))
    return found


def _goes_on(before: Part, after: Part) -> bool:
    """Whether a column's first paragraph is the rest of the last one's."""
    if before.kind != "text" or after.kind != "text" or abs(before.size - after.size) > 0.08 * before.size:
        return False
    end, start = before.lines[-1][1], after.lines[0][1]
    if _END.search(end) or _BULLET.match(start):
        return False
    return end.endswith("-") or not start[0].isupper() or len(end.split()) > 5


def _region(region: Region, body: float, raised: set[str]) -> Iterator[Part]:
    lines: list[_Line] = []
    for item in region.items:
        if isinstance(item, Table):
            yield from _paragraphs(lines, body, raised)
            lines = []
            yield Part("table", body, [(region.page, "")], item)
            continue
        row = Segment(tuple(word for segment in item for word in segment.words))
        lines.append(_Line(row, region.page))
    yield from _paragraphs(lines, body, raised)


def _paragraphs(lines: Sequence[_Line], body: float, raised: set[str]) -> Iterator[Part]:
    """Paragraphs of one column, headings and notes told by size, weight and place."""
    if not lines:
        return
    right = max(line.segment.x1 for line in lines)
    pitch = _pitch(lines)
    groups: list[list[_Line]] = [[lines[0]]]
    for number in range(1, len(lines)):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if _breaks(groups[-1], lines[number], following, right, pitch):
            groups.append([])
        groups[-1].append(lines[number])
    notes = _first_note(groups, body, raised)
    for number, group in enumerate(groups):
        size = group[0].segment.size
        if number >= notes:
            kind = "note"
        elif _is_heading(group, groups, number, body):
            kind = "heading"
        else:
            kind = "text"
        yield Part(kind, size, [(line.page, line.text) for line in group])


def _pitch(lines: Sequence[_Line]) -> float:
    """The usual distance between two lines, in line heights."""
    steps = [
        round((a.segment.y - b.segment.y) / a.segment.size, 1)
        for a, b in pairwise(lines)
        if abs(a.segment.size - b.segment.size) < 0.5 and a.segment.y - b.segment.y < 2.2 * a.segment.size
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 1.2


def _breaks(group: Sequence[_Line], line: _Line, following: _Line | None, right: float, pitch: float) -> bool:
    """Whether a line begins a new paragraph."""
    before, now = group[-1].segment, line.segment
    size = before.size
    full = before.x1 - before.x0 > 0.7 * (right - before.x0)
    if abs(now.size - size) > 0.08 * size or (now.bold != before.bold and not full):
        return not _same_sentence(before, now)
    if before.y - now.y > (pitch + 0.3) * size or now.y > before.y:
        return True
    if _BULLET.match(now.text) or now.text[0] in f"{_RAISED}†‡":
        return True
    first = now.words[0].x1 - now.words[0].x0
    room = before.x1 + 0.3 * size + first < right - 0.5 * size
    ended = bool(_END.search(before.text))
    item = MARKER.match(now.words[0].text)
    if (room and (ended or now.text[0].isupper() or now.text[0] in '([“"')) or (item and (room or ended)):
        return True
    if (
        MARKER.match(group[0].segment.words[0].text)
        and abs(now.x0 - _text_start(group[0].segment)) < 0.5 * size
    ):
        return False
    indent = now.x0 - before.x0
    if indent > 0.8 * size and (following is None or following.segment.x0 < now.x0 - 0.5 * size):
        return ended or (room and not now.text[0].islower())
    hanging = len(group) > 1 and group[0].segment.x0 < before.x0 - 0.8 * size
    return hanging and abs(now.x0 - group[0].segment.x0) < 0.5 * size and ended


def _text_start(segment: Segment) -> float:
    """Where an item's text begins, after its bullet or number."""
    return segment.words[min(1, len(segment.words) - 1)].x0


def _same_sentence(before: Segment, now: Segment) -> bool:
    """Whether a change of weight falls within a line's sentence: the sizes agree and it goes on small."""
    same = abs(now.size - before.size) <= 0.08 * before.size
    close = 0 < before.y - now.y < 1.6 * before.size
    return same and close and not _END.search(before.text) and now.text[0].islower()


def _first_note(groups: Sequence[Sequence[_Line]], body: float, raised: set[str]) -> int:
    """Number of the first of the small paragraphs at a column's foot that begin with a note's mark."""
    at = len(groups)
    while at and groups[at - 1][0].segment.size <= 0.92 * body:
        at -= 1
    while at < len(groups) and not _is_note(groups[at][0].text, raised):
        at += 1
    return at


def _is_note(text: str, raised: set[str]) -> bool:
    """Whether a small paragraph begins with a mark of a note; a plain number, if the page has it raised."""
    match = _NOTE.match(text)
    return match is not None and (match["number"] is None or match["number"] in raised)


def _is_heading(group: Sequence[_Line], groups: Sequence[Sequence[_Line]], number: int, body: float) -> bool:
    text = " ".join(line.text for line in group)
    words = text.split()
    if len(words) > _HEADING_WORDS or not any(c.isalpha() for c in text) or text.endswith((",", ";", ".")):
        return False
    if re.search(r"(?:\w{3}|\W)[.!?]\W? [A-Z]", text):
        return False
    size = group[0].segment.size
    if size >= 1.12 * body:
        return True
    plain = not any(line.segment.bold for other in groups for line in other)
    return not plain and all(line.segment.bold for line in group) and size >= 0.95 * body and len(group) < 3
