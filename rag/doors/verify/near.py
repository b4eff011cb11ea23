"""A quote and a text in, where the text has its words out, or the words that come nearest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answer import Citation

NEAR = 75.0
"""Least likeness, 0 to 100 (rapidfuzz's ratio), of words that count as the quote's, changed. The sentences of
one shipped article have at most 70 in another (a test looks at them)."""
SLACK = 20
"""Characters by which the nearest words may begin and end elsewhere than the nearest run of equal length."""
_WORD = re.compile(r"\w+|[^\w\s]+")


@dataclass(frozen=True, slots=True)
class Found:
    """The code points `[start, end)` of a text that are a quote's; `same`: word for word, whatever the space
    between the words.
    """

    start: int
    end: int
    same: bool


def find(citation: Citation, text: str) -> Found | None:
    """Where a text has a citation's quote: at its offsets, else where the words around it fit best, else the
    nearest words; None where there are none like it.
    """
    if not citation.quote.strip():
        return None
    if 0 <= citation.start < citation.end and text[citation.start : citation.end] == citation.quote:
        return Found(citation.start, citation.end, True)
    spaced = r"\s+".join(map(re.escape, citation.quote.split()))
    for pattern in (re.escape(citation.quote), spaced):
        places = [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)]
        if places:
            return Found(*max(places, key=lambda place: _fit(citation, text, *place)), True)
    return _nearest(citation.quote, text)


def fits(citation: Citation, text: str, found: Found) -> bool:
    """Whether the words around a place are those that the citation recorded, as far as it did."""
    around = text[: found.start].endswith(citation.prefix), text[found.end :].startswith(citation.suffix)
    return all(around)


def _fit(citation: Citation, text: str, start: int, end: int) -> tuple[int, int]:
    """How many characters around a place are the recorded ones, and how near it is to the recorded one."""
    before = text[max(0, start - len(citation.prefix)) : start]
    after = text[end : end + len(citation.suffix)]
    agreeing = _shared(before[::-1], citation.prefix[::-1]) + _shared(after, citation.suffix)
    return agreeing, -abs(start - citation.start)


def _shared(one: str, other: str) -> int:
    """Length of the beginning that two texts share."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _nearest(quote: str, text: str) -> Found | None:
    from rapidfuzz import fuzz

    if not text:
        return None
    if len(quote) >= len(text):
        return Found(0, len(text), False) if fuzz.ratio(quote, text) >= NEAR else None
    best = fuzz.partial_ratio_alignment(quote, text, score_cutoff=NEAR)
    if best is None:
        return None
    around = max(0, best.dest_start - 3 * SLACK), best.dest_end + 3 * SLACK
    spans = [match.span() for match in _WORD.finditer(text, *around)]
    starts = [a for a, _ in spans if abs(a - best.dest_start) <= SLACK] or [best.dest_start]
    ends = [b for _, b in spans if abs(b - best.dest_end) <= SLACK] or [best.dest_end]
    whole = [(a, b) for a in starts for b in ends if a < b] or [(best.dest_start, best.dest_end)]
    start, end = max(whole, key=lambda span: fuzz.ratio(quote, text[slice(*span)]))
    return Found(start, end, False)
