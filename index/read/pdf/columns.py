"""The order in which a page is read: columns one after the other, what spans them where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from .lines import Segment

_LINES = 4
"""A column has at least so many lines beside its neighbour."""
_WORDS = 3
"""And so many words in most of them: cells of a table have fewer."""
_DEPTH = 6
_FILL = 0.6
"""And its lines fill so much of its width."""


def regions(segments: Sequence[Segment], depth: int = 0) -> Iterator[list[Segment]]:
    """Parts of a page in reading order, each with a single column of text (or a table) in it.

    :param segments: from top to bottom.
    """
    worth = {x: _worth(segments, x) for x in _cuts(segments)} if depth < _DEPTH else {}
    best = max(worth, key=lambda x: worth[x], default=None)
    if best is None or not worth[best]:
        if segments:
            yield list(segments)
        return
    plain: list[Segment] = []
    for band, crossing in _bands(segments, best):
        left, right = _sides(band, best)
        if not _columns(left, right):
            plain += band + crossing
            continue
        if plain:
            yield from regions(plain, depth + 1)
        plain = list(crossing)
        yield from regions(left, depth + 1)
        yield from regions(right, depth + 1)
    if plain:
        yield from regions(plain, depth + 1)


def _cuts(segments: Sequence[Segment]) -> list[float]:
    """Places left of where several lines of words begin, at which a gap between columns may run."""
    starts = Counter(round(s.x0) for s in segments if len(s.words) >= _WORDS)
    size = median(s.size for s in segments) if segments else 0.0
    return [x - 0.4 * size for x, count in starts.items() if count >= _LINES // 2]


def _worth(segments: Sequence[Segment], x: float) -> int:
    """How many lines stand in columns on both sides of a cut."""
    total = 0
    for band, _ in _bands(segments, x):
        left, right = _sides(band, x)
        if _columns(left, right):
            total += len(band)
    return total


def _bands(segments: Sequence[Segment], x: float) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """Runs of segments that do not cross a cut, each with the crossing ones that follow it."""
    band: list[Segment] = []
    crossing: list[Segment] = []
    for segment in segments:
        if segment.x0 < x < segment.x1:
            crossing.append(segment)
            continue
        if crossing:
            yield band, crossing
            band, crossing = [], []
        band.append(segment)
    yield band, crossing


def _sides(band: Sequence[Segment], x: float) -> tuple[list[Segment], list[Segment]]:
    return [s for s in band if s.x1 <= x], [s for s in band if s.x0 >= x]


def _columns(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    if min(len(left), len(right)) < _LINES:
        return False
    beside = min(left[0].y, right[0].y) - max(left[-1].y, right[-1].y)
    return beside > 2 * left[0].size and _is_text(left) and _is_text(right)


def _is_text(side: Sequence[Segment]) -> bool:
    """Whether a side is running text, in one column or several."""
    spans: list[list[Segment]] = []
    for segment in sorted(side, key=lambda s: s.x0):
        if spans and segment.x0 < max(s.x1 for s in spans[-1]):
            spans[-1].append(segment)
        else:
            spans.append([segment])
    full = [span for span in spans if len(span) >= _LINES]
    if not full or sum(len(span) for span in full) < 0.7 * len(side):
        return False
    return all(_fills(span) for span in full)


def _fills(span: Sequence[Segment]) -> bool:
    width = max(s.x1 for s in span) - min(s.x0 for s in span)
    words = median(len(s.words) for s in span)
    return words >= _WORDS and median(s.x1 - s.x0 for s in span) >= _FILL * width
