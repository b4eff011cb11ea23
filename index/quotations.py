"""Where the quotations of a paragraph stand, however its marks are set, and which of its sentences they
make."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .article import Sentence

LEAST_WORDS = 4
"""Words in marks, inside a sentence of the article's own, from which it is a quotation and no word in
marks."""
_MARK = re.compile(r"[\"“”«»]|''|``")
_CLOSED_BY = {'"': '"”', "“": '”"', "«": "»", "''": "''”", "``": "''"}
_OPENS = re.compile(r"(?:^|[\s(\[—–-])$")


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """The quotations `[start, end)` of a paragraph, marks included, in order.

    One that is never closed runs to the paragraph's end; one that was never opened, to which a dash may
    have led, begins where the sentence does.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    closing = ""
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if start is not None:
            if mark in closing:
                found.append((start, match.end()))
                start = None
        elif mark in _CLOSED_BY and (mark in "“«``" or _may_open(text, at, match.end())):
            start, closing = at, _CLOSED_BY[mark]
        else:
            found.append((max(_sentence(text, at), found[-1][1] if found else 0), match.end()))
    if start is not None:
        found.append((start, len(text)))
    return tuple(found)


def blanked(run: Sequence[Sentence]) -> tuple[str, ...]:
    """Each sentence of a paragraph with the words of quotations blanked, their marks kept, offsets the
    same.
    """
    text, first = _paragraph(run)
    letters = list(text)
    for start, end in spans(text):
        closed = text[end - 1] in "\"”»'" and end - 1 > start
        letters[start:end] = (
            '"' + " " * (end - start - 2) + ('"' if closed else " ") if end - start > 1 else '"'
        )
    whole = "".join(letters)
    return tuple(whole[one.start - first : one.end - first] for one in run)


def quoted(run: Sequence[Sentence]) -> tuple[bool, ...]:
    """For each sentence of a paragraph, whether it is a quotation, opens with one, or holds one of some
    length.
    """
    text, first = _paragraph(run)
    held = spans(text)
    found = []
    for one in run:
        start, end = one.start - first, one.end - first
        inside = [(max(a, start), min(b, end)) for a, b in held if a < end and b > start]
        opened = [text[a:b] for a, b in inside if not re.search(r"\w", text[start:a])]
        long = any(len(re.findall(r"\w+", text[a:b])) >= LEAST_WORDS for a, b in inside)
        said = any(re.search(r"[,.!?…][\"”»]?$|^[^\"”»]*$", part) for part in opened)
        found.append(long or said)
    return tuple(found)


def left_open(run: Sequence[Sentence]) -> bool:
    """Whether a paragraph ends inside a quotation, which the next one goes on with."""
    text, _ = _paragraph(run)
    held = spans(text)
    return (
        bool(held) and held[-1][1] == len(text) and not (text[-1] in "\"”»'" and held[-1][0] < len(text) - 1)
    )


def _may_open(text: str, at: int, end: int) -> bool:
    return bool(_OPENS.search(text[:at][-1:])) and text[end : end + 1].strip() != ""


def _sentence(text: str, at: int) -> int:
    """Where the sentence begins that holds a place."""
    ends = [match.end() for match in re.finditer(r"[.!?…]\s+", text[:at])]
    return ends[-1] if ends else 0


def _paragraph(run: Sequence[Sentence]) -> tuple[str, int]:
    """A paragraph's text as its sentences hold it, and where it begins."""
    first = run[0].start
    letters = [" "] * (run[-1].end - first)
    for one in run:
        letters[one.start - first : one.end - first] = one.text
    return "".join(letters), first
