"""Raised and lowered figures of a text as the characters for them: 10⁹ is not 109, and CO₂ is not CO2.

Where the text is an lxml tree of a page, `raised` does the same to its elements.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .raised import LOWERED, points_to_note

_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_PLAIN = str.maketrans(_SIGNS, "0123456789")
RAISED_NUMBER = re.compile(rf"(?<=\S)(?<![⁺⁻⁽{_SIGNS}])[{_SIGNS}]+(?:,[{_SIGNS}]+)*")
"""A raised whole number after something; "7,8" is two."""


def raised(text: str) -> str:
    """The text with its figures raised, if it has some; else as it is ("5th" stays "5th")."""
    return text.translate(_RAISED) if any(c.isdecimal() for c in text) else text


def lowered(text: str) -> str:
    """The text with its figures lowered, if it has some."""
    return text.translate(LOWERED) if any(c.isdecimal() for c in text) else text


def plain(text: str) -> str:
    """The text with its raised figures as usual ones."""
    return text.translate(_PLAIN)


def without_marks(text: str, notes: Collection[str] = ()) -> str:
    """A text without the raised numbers that only point to a note: "in 1890¹²" is "in 1890", 10⁹ stays.

    :param notes: numbers of notes that are known to be there; others are told by what stands before them.
    """

    def shown(match: re.Match[str]) -> str:
        number = plain(match.group())
        known = all(part in notes for part in number.split(","))
        return "" if known or points_to_note(number, text[: match.start()]) else match.group()

    return RAISED_NUMBER.sub(shown, text)
