"""The quantities of a text as values with their units.

A quantity may be read in several ways: "48m" is 48 million or 48 metres, "3:30" is early or late, a dollar is
that of any country. Units and currencies are named as in CLDR (`units`), number words are read by text2num
(`fold`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.words import STOP, stem

from . import units
from .fold import folded

SHARE, CLOCK, ORDINAL, DECADE = "concentr", "clock", "ordinal", "decade"
"""Sorts beside those of the other units: a part of the whole, minutes since midnight, a rank, ten years."""
_SCALES = {"million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12}
_SCALES |= {"k": 1e3, "thousand": 1e3}
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b"
_CLOCK += r"|(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)"
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    r"(?:(?P<sign>(?<![A-Za-z])[A-Z]{0,3}[$€£¥₹₽₩₺₪₴₫₱]|\b[A-Z]{3}(?= ?\d)) ?)?"
    r"(?P<minus>(?:(?<!\S)[-−]|\bminus )(?=\d))?"
    rf"(?<![\d.,:])(?<![A-Za-z])(?<![A-Za-z]-)(?:(?:{_CLOCK})(?![\d:])|(?P<digits>{_DIGITS})"
    r"(?:(?P<rank>st|nd|rd|th)(?P<ranks>s?)\b|(?P<years>s\b)|(?![\d,:.]*\d)))"
)
_SCALE = re.compile(rf"[ \u00a0-]?({'|'.join(_SCALES)})\b(?!')", re.I)
_RATIO = re.compile(r" (?:in|out of)(?: every)? (\d+)\b(?![,.:]?\d)")
_HALF = re.compile(r"(?<!1st )(?<!2nd )(?<!first )(?<!second )(?<!other )(?<!and a )\bhalf\b(?! time)", re.I)
_QUARTER = re.compile(r"\b(a|1|2|3) quarters?\b(?! finals?| of (?:an? |the )?\d)", re.I)
_COUNTED = re.compile(r"[ -](?:\d+(?:rd|th)s?\b|quarters?\b(?! finals?))", re.I)
"""What makes a number the upper one of a fraction."""
_RANK = re.compile(r"\bQ([1-4])\b|\b(second)\b(?!s)")
_ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|over|under|than|up to|at least|close to|"
    r"circa|above|below)\W*(?:an? )?$",
    re.I,
)
_AGED = re.compile(r"\b(?:aged?|age of) $", re.I)
_RANGE = re.compile(r"\s*(?:to|and|or|-|–|—)\s*")
_WORD = re.compile(r"[^\W\d_]+")
_PEOPLE = frozenset("people men women children".split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text.

    `readings` are pairs of a sort and a value in the sort's base unit; the sort of a bare number is "", and
    `number` is its value whatever the unit, None where there is none, as of a time of day. `unit` is its unit
    as written, `noun` the plural word after a bare number, "" without one. `step` is
    what its last digit counts, in the base unit; 0 where it is no rounded value. `about` says that it is an
    estimate, and `needed` is False for what may be no number at all, as "one".
    """

    text: str
    readings: tuple[tuple[str, float], ...]
    number: float | None = None
    unit: str = ""
    noun: str = ""
    step: float = 0.0
    about: bool = False
    needed: bool = True


@lru_cache(maxsize=2_000)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text: numbers in order, then what is told without one, as "half"."""
    text = folded(text)
    rows = list(_numbers(text))
    found = []
    for place, (start, _, scale, one) in enumerate(rows):
        after = rows[place + 1] if place + 1 < len(rows) else None
        gap = _RANGE.fullmatch(text, rows[place][1], after[0]) if after else None
        if after and gap and scale == 1 and not one.unit and one.needed:  # "5 to 6 million euros"
            one = _like(one, after[2], after[3])
        if text[start - 1 : start] in "-–—" and text[start - 2 : start - 1].isdigit():  # "2-1"
            one = replace(one, needed=True)
        found.append(replace(one, about=bool(_ABOUT.search(text, 0, start))))
    return (*found, *_parts(text))


def _like(one: Quantity, scale: float, other: Quantity) -> Quantity:
    """A number read with the scale and the unit of the one that it makes a range with, too."""
    value = dict(one.readings).get("")
    if value is None:
        return one
    names = units.names().get(other.unit, units.signs().get(other.unit, ()))
    based = [units.based(value * scale, unit) for unit in names] or [("", value * scale)]
    return replace(
        one,
        readings=(*one.readings, *based),
        unit=other.unit if names else one.unit,
        noun=other.noun or one.noun,
    )


def _numbers(text: str) -> Iterator[tuple[int, int, float, Quantity]]:
    """Start, end, scale and quantity of each number."""
    end = 0
    for match in _NUMBER.finditer(text):
        if match.start() < end or (
            match["digits"] and not match["rank"] and _COUNTED.match(text, match.end())
        ):
            continue
        if match["hour"] or match["h"]:
            end, one = match.end(), Quantity(match.group().strip(), _clock(match))
            yield match.start(), end, 1, one
        elif match["rank"]:
            end, one = match.end(), _ranked(text, match)
            yield match.start(), end, 1, one
        elif match["years"]:
            end, decade = match.end(), float(match["digits"].replace(",", ""))
            yield match.start(), end, 1, Quantity(match.group().strip(), ((DECADE, decade),))
        else:
            end, scale, one = _plain(text, match)
            yield match.start(), end, scale, one


def _clock(match: re.Match[str]) -> tuple[tuple[str, float], ...]:
    hour, minute = int(match["hour"] or match["h"]), int(match["minute"] or match["m"] or 0)
    if match["half"]:
        return ((CLOCK, hour % 12 * 60 + minute + (720 if match["half"].lower() == "p" else 0)),)
    early = (CLOCK, hour % 24 * 60.0 + minute)
    late = (CLOCK, early[1] + 720) if 0 < hour <= 12 and len(match["h"]) < 3 else early
    return tuple(dict.fromkeys((early, (CLOCK, late[1] % 1440), ("", float(f"{hour}.{minute:02}")))))


def _ranked(text: str, match: re.Match[str]) -> Quantity:
    """A rank, or a part: "the 3rd", "2 3rds", "a 5th of them"."""
    rank, before = float(match["digits"].replace(",", "")), text[: match.start()].rstrip(" -")
    many = re.search(r"(?<![\w.,])(an?|[1-9])$", before, re.I)
    part = bool(
        rank > 2
        and many
        and (many[1].isdigit() or re.match(r" (?:of|more|less)\b|\W*$", text[match.end() :]))
    )
    if part and many and rank:
        count = float(many[1]) if many[1].isdigit() else 1.0
        return Quantity(f"{many[1]} {match.group().strip()}", ((SHARE, count / rank),), step=0.01)
    return Quantity(match.group().strip(), ((ORDINAL, rank), ("", rank)), needed=rank > 2)


def _plain(text: str, match: re.Match[str]) -> tuple[int, float, Quantity]:
    value = float(re.sub(r"[^\d.]", "", match["digits"]))
    ratio = _RATIO.match(text, match.end())
    if ratio and 0 < value < float(ratio[1]) <= 100:
        return (
            ratio.end(),
            1,
            Quantity(text[match.start() : ratio.end()].strip(), ((SHARE, value / float(ratio[1])),)),
        )
    value = -value if match["minus"] else value
    step = 10.0 ** -len(match["digits"].partition(".")[2])
    end, scale, short = match.end(), 1.0, None
    if scaled := _SCALE.match(text, end):
        scale, end = _SCALES[scaled[1].lower()], scaled.end()
        short = scaled[1] if scaled[1] == "m" and not match["sign"] else None
    sign = match["sign"] or ""
    held = units.signs().get(sign) or units.signs().get(sign[-1:], ()) if sign else ()
    unit, unit_end = (sign, end) if held else _unit(text, end)
    held = held or units.names().get(unit, ())
    if not held and _AGED.search(text, 0, match.start()):
        unit, held = "years", ("duration-year",)
    readings = [units.based(value * scale, name) for name in held] or [("", value * scale)]
    if short and not held:
        readings += [units.based(value, "length-meter")]
    noun = "" if held else _noun(text, end)
    counted = scale != 1 or "." in match["digits"] or bool(held)
    digits = len(match["digits"].replace(",", "").replace(".", "").strip("0"))
    factor = readings[0][1] / value if value else 0.0
    one = Quantity(
        " ".join(text[match.start() : unit_end].split()), tuple(readings), value * scale, unit, noun,
        step=abs(step * factor) if counted and digits > 1 else 0.0,
        needed=value != 1 or scale != 1 or (bool(held) and not _duration(readings)),
    )  # fmt: skip
    return max(end, unit_end), scale, one


def _duration(readings: list[tuple[str, float]]) -> bool:
    return readings[0][0] == "duration"


def _unit(text: str, start: int) -> tuple[str, int]:
    """The longest name of a unit that stands at a place, and where it ends; "" without one."""
    run = re.compile(r"[ \u00a0-]?([^\s,;:!?()]+(?: [^\s,;:!?()]+){0,3})").match(text, start)
    if run is None:
        return "", start
    said, known = run[1].casefold().rstrip("."), units.names()
    for end in range(len(said), 0, -1):
        if said[:end] in known and not said[end : end + 1].isalpha():
            return said[:end], run.start(1) + end
    return "", start


def _noun(text: str, start: int) -> str:
    """The stem of the plural word after a number, "" without one."""
    word = re.compile(r"[ -]([a-z]+)").match(text, start)
    if word and word[1] not in STOP and (word[1] in _PEOPLE or re.search(r"[^s]s$", word[1])):
        return stem(word[1])
    return ""


def _parts(text: str) -> Iterator[Quantity]:
    """Halves, quarters and ranks that hold no digits."""
    for match in _HALF.finditer(text):
        yield Quantity("half", ((SHARE, 0.5),), step=0.01, about=bool(_ABOUT.search(text, 0, match.start())))
    for match in _QUARTER.finditer(text):
        count = float(match[1]) if match[1].isdigit() else 1.0
        yield Quantity(match.group(), ((SHARE, count / 4), ("", count)), step=0.01)
    for match in _RANK.finditer(text):
        rank = float(match[1] or 2)
        yield Quantity(match.group(), ((ORDINAL, rank), ("", rank)), needed=bool(match[1]))
