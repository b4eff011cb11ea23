"""Whether a text holds the quantities of a sentence, and what it holds instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .quantities import CLOCK, DECADE, ORDINAL, SHARE, Quantity, quantities

_ANAPHORIC = re.compile(
    r"\b(the|these|those|of|between|all|other|both)(?: other)? (?:two|three|four)\b"
    r"(?!-| (?:hundred|thousand|million|billion|per|dozen|and))",
    re.I,
)
"""A small number that only sums up what was named before: "one of the two", "the other three"."""
NEAR = 0.05
"""How far "about 300" may be from what it stands for, as a share of it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A quantity that a text lacks, as written, and what the text says instead, "" where that is unclear."""

    text: str
    instead: str = ""


def missing(sentence: str, held: str) -> Iterator[Missing]:
    """The quantities of a sentence that a text does not hold, in order."""
    there = quantities(held)
    for one in quantities(_ANAPHORIC.sub(r"\1", sentence)):
        if not _needed(one, there) or any(same(one, other) for other in there):
            continue
        yield Missing(one.text, _instead(one, there))


def in_their_figures(sentence: str, texts: Sequence[str]) -> str:
    """A sentence with its quantities as texts write the same ones: "12%" as "12 per cent" where they say so.

    What is equal in value, unit and currency is then equal in words, too, for what compares words.
    """
    there = [(one, text) for text in texts for one in quantities(text)]
    for one in quantities(sentence):
        alike = [other.text for other, text in there if same(one, other) and other.text in text]
        if alike and one.text not in alike:
            sentence = sentence.replace(one.text, alike[0], 1)
    return sentence


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities may be the same, in any of their readings."""
    if any(
        _equal(one, sort, value, other, sort2, value2)
        for sort, value in one.readings
        for sort2, value2 in other.readings
        if sort == sort2 or DECADE in (sort, sort2)
    ):
        return True
    bare = "" in (one.readings[0][0], other.readings[0][0]) and not _apart(one, other)
    return bare and one.number is not None and one.number == other.number


def _equal(one: Quantity, sort: str, value: float, other: Quantity, sort2: str, value2: float) -> bool:
    if DECADE in (sort, sort2):
        return (sort == sort2 and value % 100 == value2 % 100) or (not sort2 and value <= value2 < value + 10)
    near = NEAR * abs(value2) if (one.about or other.about) and not (_year(one) or _year(other)) else 0.0
    step = one.step / 2 if one.step >= other.step else 0.0
    if sort in (CLOCK, ORDINAL):
        near = step = 0.0
    return abs(value - value2) <= max(near, step, 1e-6 * abs(value2))


def _year(one: Quantity) -> bool:
    """Whether it looks like a year, which is never rounded."""
    return len(one.text) == 4 and one.text.isdigit() and not one.noun


def _apart(one: Quantity, other: Quantity) -> bool:
    """Whether of a number with a unit and a bare one the latter counts something else, as people."""
    unit, noun = (one.unit, other.noun) if one.unit else (other.unit, one.noun)
    return bool(unit and noun) and not any(noun in name for name in unit.split())


def _needed(one: Quantity, there: Sequence[Quantity]) -> bool:
    """Whether a text must hold it: a part of the whole only where the text gives one, too, or the rank that
    goes by the same word.
    """
    sort, value = one.readings[0]
    if sort == SHARE and not one.unit:
        given = [reading for other in there for reading in other.readings]
        return any(s == SHARE or (s == ORDINAL and v * value == 1) for s, v in given)
    return one.needed


def _instead(one: Quantity, there: Sequence[Quantity]) -> str:
    """The other unit of the same number, or the only other value of the same unit."""
    bare = [other.unit or other.noun for other in there if other.text.split()[0] == one.text.split()[0]]
    return bare[0] if one.unit and len(set(bare)) == 1 else ""
