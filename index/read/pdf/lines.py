"""Words of a page into rows from top to bottom, and rows into segments parted by wide gaps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from ..figures import lowered, raised
from .glyphs import Word

MARKER = re.compile(
    r"^(?:[•▪◦‣●○■□➢✓·*–—-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?)$"
)
"""A first word that opens an item of a list, and may stand far from what follows."""
_GAP_EM = 0.9
_WIDE_EM = 2.0
_COVERED = 4
"""One row in so many may have a word where others have a gap between columns."""


@dataclass(frozen=True)
class Segment:
    """Words of one row with no wide gap between them; places are in points."""

    words: tuple[Word, ...]

    @cached_property
    def size(self) -> float:
        """Height of most of its letters."""
        return median(word.size for word in self.words for _ in word.text)

    @cached_property
    def y(self) -> float:
        """Its baseline."""
        return median(word.y for word in self.words if word.size >= 0.85 * self.size)

    @property
    def x0(self) -> float:
        """Its left edge."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Its right edge."""
        return max(word.x1 for word in self.words)

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    @cached_property
    def text(self) -> str:
        """Its words; raised and lowered figures as the characters for them."""
        return "".join(self._parts()).strip()

    def _parts(self) -> Iterator[str]:
        for number, word in enumerate(self.words):
            shift = (word.y - self.y) / self.size
            small = word.size < 0.85 * self.size
            text = word.text
            if number and small and any(c.isdigit() for c in text) and abs(shift) > 0.1:
                text = raised(text) if shift > 0 else lowered(text)
            elif number == 0 and small and shift > 0.1 and text.isdigit():
                text = raised(text)
            yield text if number and word.glued else f" {text}"


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand beside each other, from top to bottom, each row in reading order."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-round(w.size, 1), -w.y)):
        home = next((row for row in found if _beside(word, row)), None)
        if home is None:
            found.append([word])
        else:
            home.append(word)
    found.sort(key=lambda row: -row[0].y)
    return [_ordered(row) for row in found]


def segments(row: Sequence[Word], near: Sequence[Sequence[Word]]) -> list[Segment]:
    """A row cut at its wide gaps; a narrower gap counts where two near it have one too, or hardly any a word.

    :param near: rows above and below.
    """
    parts: list[list[Word]] = [[]]
    for number, word in enumerate(row):
        if parts[-1] and _parted(parts[-1], word, near) and not _stretched(row, number):
            parts.append([])
        parts[-1].append(word)
    return [Segment(tuple(part)) for part in parts if part]


def _beside(word: Word, row: list[Word]) -> bool:
    first = row[0]
    rise = (word.y - first.y) / first.size
    if abs(rise) <= 0.2 and word.size > 0.5 * first.size:
        return True
    if word.size >= 0.85 * first.size or not -0.4 <= rise <= 0.65:
        return False
    reach = 0.35 * first.size
    return any(other.x0 - reach <= word.x1 and word.x0 <= other.x1 + reach for other in row)


def _ordered(row: list[Word]) -> list[Word]:
    """From the left, or from the right where most letters are of a script written so."""
    letters = [c for word in row for c in word.text if c.isalpha()]
    right = sum(unicodedata.bidirectional(c) in ("R", "AL") for c in letters)
    if 2 * right > len(letters):
        return sorted(row, key=lambda word: -word.x1)
    return sorted(row, key=lambda word: word.x0)


def _gaps(row: Sequence[Word]) -> Iterator[tuple[float, float]]:
    for before, after in pairwise(row):
        if after.x0 - before.x1 > _GAP_EM * max(before.size, after.size):
            yield before.x1, after.x0


def _stretched(row: Sequence[Word], number: int) -> bool:
    """Whether the gap before a word is one of several equal ones of a justified line."""
    before, word = row[number - 1], row[number]
    gap = word.x0 - before.x1
    if not (before.text[0].isalpha() and word.text[0].isalpha()) or gap > _WIDE_EM * word.size:
        return False
    others = [
        row[at].x0 - row[at - 1].x1
        for at in (number - 2, number - 1, number + 1, number + 2)
        if 0 < at < len(row)
    ]
    return sum(abs(other - gap) < 0.1 * gap for other in others) > 1


def _parted(before: Sequence[Word], word: Word, near: Sequence[Sequence[Word]]) -> bool:
    last = before[-1]
    size = max(last.size, word.size)
    left, right = (last.x1, word.x0) if word.x0 >= last.x1 else (word.x1, last.x0)
    gap = right - left
    if gap <= _GAP_EM * size:
        return False
    if len(before) == 1 and gap < 4 * size and _is_label(last.text, word.text):
        return False
    if gap > _WIDE_EM * size:
        return True
    same = sum(any(min(right, b) - max(left, a) >= 0.6 * size for a, b in _gaps(other)) for other in near)
    if same > 1:
        return True
    low, high = (left + right - 0.6 * size) / 2, (left + right + 0.6 * size) / 2
    covering = sum(any(other.x0 < high and other.x1 > low for other in row) for row in near)
    return len(near) > 1 and covering <= len(near) // _COVERED


def _is_label(first: str, second: str) -> bool:
    """Whether a row's first word is a bullet, or a number before words: they belong together."""
    return bool(MARKER.match(first)) or (first.isdecimal() and len(first) < 3 and second[0].isalpha())
