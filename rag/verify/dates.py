"""Months and weekdays of a text, and those that its dates imply: a date in figures has a month, a full date a
weekday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTH = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
_MONTH += "Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_CLEAR = "January|Feb(?:ruary)?|July|Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|December"
_OTHERS = rf"(?:\s*(?:and|or|to|[-–—/])\s*(?:{_MONTH})\b)*"
_CUE = "in|on|by|since|until|till|of|last|next|this|early|late|mid|from|through|during|before|after|between"
_WHEN = re.compile(  # "March", "May" and "June" may be a word or a name, so that they need company
    rf"\b{_DAY}\b|\b(?:{_CLEAR})\b{_OTHERS}|\b(?i:{_CUE})[\s-]+(?:{_MONTH})\b{_OTHERS}|"
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:{_MONTH})\b{_OTHERS}|"
    rf"\b(?:{_MONTH})\b\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b|(?:,|\s+of)?\s+\d{{4}}\b)"
)
_CALENDAR = re.compile(rf"\b(?:{_MONTH}|{_DAY})\b")
_SHORT = r"(?<!\b[Tt]he )\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\."
_LOOSE = re.compile(rf"{_SHORT}|\b(?:[Tt]he|an?|was|for|to|about|around)\s+({_MONTH})\b")
"""Days and months that count in a quote only, where a false one does less harm: "Mon.", "the May vote"."""
_DATED = re.compile(rf"\b(?:{_MONTH})\.?\s+(\d{{1,4}})\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:{_MONTH})\b")
_FULL = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b|"
    rf"\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month2>{_MONTH})\.?,?\s+(?P<year2>\d{{4}})\b"
)
_FIGURES = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b|\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def days(text: str) -> list[str]:
    """Months and weekdays of a text that are dates, in order."""
    return [day for match in _WHEN.finditer(text) for day in _CALENDAR.findall(match.group())]


def held_days(text: str) -> set[str]:
    """The first three letters of the months and weekdays that a text gives, in words, in figures, or by a
    date that falls on them.
    """
    found = {found[:3] for pair in _LOOSE.findall(text) for found in pair} | {day[:3] for day in days(text)}
    for one in _full(text):
        found |= {_MONTHS[one.month - 1], _WEEKDAYS[one.weekday()]}
    return found


def dated(text: str) -> set[str]:
    """The days and years, in digits, that stand beside a month."""
    return {number for pair in _DATED.findall(text) for number in pair}


def _full(text: str) -> Iterator[date]:
    """The full dates of a text; of "3/4/2026" both readings."""
    for match in _FULL.finditer(text):
        month = _MONTHS.index((match["month"] or match["month2"])[:3]) + 1
        yield from _dates(match["year"] or match["year2"], month, match["day"] or match["day2"])
    for year, month, day, first, second, year2 in _FIGURES.findall(text):
        if year:
            yield from _dates(year, month, day)
        else:
            yield from _dates(year2, first, second)
            yield from _dates(year2, second, first)


def _dates(year: str, month: str | int, day: str) -> Iterator[date]:
    """The day, none where there is no such day."""
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return
