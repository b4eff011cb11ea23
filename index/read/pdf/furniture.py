"""Running heads, feet and page numbers: what stands at the same place of several pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from .lines import Segment

_OUTER_ROWS = 4
_MARGIN = 0.18
"""Heads and feet stand in this part of a page's height, at its upper and its lower end."""
_LARGEST = 1.15
"""A running head is at most so many times as high as the text: what is larger is a title."""
_ROOM = 1.9
"""So many times its height a page's number stands away from the text."""
_SHIFT = 6.0
"""So many points a running head may wander from page to page."""
_FOLIO = re.compile(
    r"^\W*(?:(?:page|p|pg|seite|s|página|pagina|pág|стр|страница)\.?\s?)?"
    r"(?P<number>\d{1,4})(?:\s*(?:of|/|von|de|sur|из)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
"""A page's number: '12', '– 12 –', 'Page 3 of 8', '3/8'."""

Row = list[Segment]


def without_furniture(
    pages: Sequence[Sequence[Row]], heights: Sequence[tuple[float, float]]
) -> list[list[Row]]:
    """The rows of each page without heads, feet and page numbers.

    :param pages: rows from top to bottom.
    :param heights: lower and upper edge of each page, in points.
    """
    size = _usual([segment for page in pages for row in page for segment in row])
    outer = [_outer(rows, edges) for rows, edges in zip(pages, heights, strict=True)]
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    folios: dict[int, set[int]] = defaultdict(set)
    for number, rows in enumerate(outer):
        for segment in (segment for row in rows for segment in row):
            seen[_masked(segment.text)].append((number, segment.y))
            if match := _FOLIO.match(segment.text):
                folios[int(match["number"]) - number].add(number)

    def runs(segment: Segment, page: int) -> bool:
        if match := _FOLIO.match(segment.text):
            return len(folios[int(match["number"]) - page]) > 1
        places = seen[_masked(segment.text)]
        again = any(other != page and abs(y - segment.y) <= _SHIFT for other, y in places)
        return again and segment.size <= _LARGEST * size

    def leaves(rows: Sequence[Row], at: int, page: int) -> bool:
        running = [runs(segment, page) for segment in rows[at]]
        if all(running) or (any(running) and at in (0, len(rows) - 1)):
            return True
        return len(rows[at]) == 1 and bool(_FOLIO.match(rows[at][0].text)) and _stands_alone(rows, at)

    return [
        [row for at, row in enumerate(rows) if row not in outer[page] or not leaves(rows, at, page)]
        for page, rows in enumerate(pages)
    ]


def _stands_alone(rows: Sequence[Row], at: int) -> bool:
    """Whether a row is the first or the last of its page, with room between it and the next."""
    if at not in (0, len(rows) - 1):
        return False
    near = [abs(rows[other][0].y - rows[at][0].y) for other in (at - 1, at + 1) if 0 <= other < len(rows)]
    return all(distance > _ROOM * rows[at][0].size for distance in near)


def _usual(segments: Sequence[Segment]) -> float:
    """The size of most letters; 0 without any."""
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[round(segment.size, 1)] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _outer(rows: Sequence[Row], edges: tuple[float, float]) -> list[Row]:
    low, high = edges
    margin = _MARGIN * (high - low)
    top = [row for row in rows[:_OUTER_ROWS] if row[0].y > high - margin]
    return top + [row for row in rows[-_OUTER_ROWS:] if row[0].y < low + margin]


def _masked(text: str) -> str:
    """The text by which rows of several pages are compared: with any figures, unless it is a sentence."""
    if text.endswith((".", "!", "?")):
        return text
    return re.sub(r"\d+", "#", text.casefold())
