"""Who wrote it, when and where, as the lines around an article say it.

Each function takes one line and gives what it says, or None where it is none of these.
"""

from __future__ import annotations

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from dataclasses import dataclass

MAX_LINE = 160
_CALENDAR = {name.casefold() for names in (day_name, day_abbr, month_name, month_abbr) for name in names}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    rf"(?:\w+day,?\s+|(?:mon|tue|wed|thu|fri|sat|sun)\.?,?\s+)?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_TIME = r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
DATE = re.compile(
    r"^(?:(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?:?\s+)?"
    rf"(?:(?:{_TIME})[ ,]+(?:[A-Z]{{2,4}},? )?)?(?P<when>{_DAY}"
    rf"(?:[,T|\s]*(?:at )?(?:{_TIME})\s*(?:\(?[A-Z]{{1,4}}\)?)?)?)$",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[^\W\d_a-zа-яё][\w.'’-]*|d[aei]l?|van|von|der|den|de la|bin|al|el|le|la|du|ter|ten)"
_NAME = rf"[^\W\d_a-zа-яё][\w.'’-]*(?: {_NAME_WORD}){{1,4}}"
_NAMES = re.compile(rf"^{_NAME}(?:(?:,? and |,? & |, ){_NAME}){{0,4}}$")
_OPENING = re.compile(
    r"^(?:(?:written |reported |story |words |text |report |interview )?by|authors?|text|words|автор|текст|"
    r"interview(?=\s*:))s?"
    r"\s*:?\s+(?=\w)",
    re.I,
)
_AFTER_NAMES = re.compile(r"\s*(?:,\s+|\s+[–—-]\s+|\s+(?:for|at|of|in)\s+(?=[A-Z])|\s+\(|\s*[|•·]\s*)")
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|writer|editor|journalist|columnist|author|producer|staff|contributor|bureau|desk)s?\b",
    re.I,
)
_NOTE = re.compile(
    rf"^(?P<who>{_NAME}) (?:is|was) (?:an?|the|our)\b[^.]{{0,80}}"
    r"\b(?:reporter|correspondent|journalist|writer|editor|columnist|contributor|producer|blogger)\b"
    r"(?:[^.]{0,40}?\b(?:for|at|of|with)\s+"
    r"(?P<outlet>(?:the )?[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,4}))?.{0,160}$"
)
_DESK = re.compile(
    r"^\(?(?i:(?:additional |further )?"
    r"(?:reporting|writing|editing|reported|edited|written|compiled|graphics?)"
    rf"(?: and (?:reporting|writing|editing))? by )(?P<who>{_NAME})?.{{0,200}}$"
)
_PLACE = r"[A-Z][\w.'’-]+(?:[ -](?:[A-Z][\w.'’-]+|de|la|am|sur|of|upon)){0,3}"
_DATELINE = re.compile(
    rf"^(?P<place>{_PLACE}(?:(?:, |/){_PLACE})?)?(?:,? (?i:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?)?"
    r"\s*(?:\((?P<agency>[A-Z][\w &./-]{1,30})\))?\s*[—–-]+\s+(?=[\"“«'‘(]?[A-ZÀ-ÞА-ЯЁ\d])",
)
_READING_TIME = re.compile(
    r"^(?:reading time:?\s*)?\d+\s*min(?:ute)?s?(?:\.|\s+read)?$|^reading time\b.{0,20}$", re.I
)
_DATED = re.compile(rf"(?P<what>[^,]+(?:,\s+[^,]+)?),\s+(?P<when>{_DAY}(?:,?\s+(?:{_TIME}))?)", re.I)
"""A place or an outlet, and a date: `Vienna, 12 February 2026`."""
TIME_ONLY = re.compile(rf"^(?:updated )?(?:at )?(?:{_TIME})(?: [A-Z]{{2,4}})?:?$", re.I)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line says of its article; None where it does not."""

    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    section: str | None = None


def credit(line: str) -> Credit | None:
    """What a byline or a date, or both parted by a bar, says: `By Ann Lee, The Gazette | 3 March 2024`, or
    `The Gazette | Business | 3 March 2024`."""
    if len(line) > MAX_LINE:
        return None
    parts = [part for part in re.split(r"\s*[|•·]\s*|\.\s+(?=[Rr]eading time)", line) if part]
    parts = [part for part in parts if not (_READING_TIME.match(part) or TIME_ONLY.match(part))]
    found = [_part(part) for part in parts]
    if not any(found):
        return None
    author = next((one.author for one in found if one and one.author), None)
    outlet = next((one.outlet for one in found if one and one.outlet), None)
    published = next((one.published for one in found if one and one.published), None)
    rest = [part for part, one in zip(parts, found, strict=True) if not one]
    if len(rest) > (2 if published else 1) or any(len(part.split()) > 5 for part in rest):
        return None
    named = [outlet, *rest] if outlet else rest
    section = named[1] if len(named) > 1 and published else None
    return Credit(author, named[0] if named else None, published, section)


def _part(part: str) -> Credit | None:
    if match := DATE.match(part):
        return Credit(published=match.group("when"))
    if both := re.fullmatch(rf"(?P<who>.+?)[,\s]+(?:on\s+)?(?P<when>{_DAY})", part, re.I):
        said = _part(both.group("who"))
        if said and said.author:
            return Credit(said.author, said.outlet, both.group("when"))
    if (dated := _DATED.fullmatch(part)) and _is_title(dated["what"]):
        words = dated["what"].split()
        return Credit(outlet=dated["what"] if len(words) > 2 else None, published=dated["when"])
    opening = _OPENING.match(part)
    if not opening:
        return None
    rest = part[opening.end() :].rstrip(" .") if not re.search(r"\w{4,}\.$", part) else ""
    return _names(rest)


def _names(rest: str) -> Credit | None:
    """Names, and after them an outlet, a role or a place."""
    joined = re.split(r",? and |,? & ", rest)
    tail, placed = "", False
    names: list[str] = []
    for part in joined:
        match = _AFTER_NAMES.search(part)
        name = part[: match.start()] if match else part
        tail = part[match.end() :].strip(" )") if match else tail
        placed = placed or bool(match and match.group().strip() == "in")
        if not name or len(name.split()) > 5 or not re.match(r"[^\W\d_]", name) or not _is_name(name):
            return None
        names.append(name)
    more = [one for one in re.split(r",\s+", tail) if one]
    while more and len(joined) > 1 and _NAMES.match(more[0]) and not _is_outlet(more[0]):
        names.insert(-1, more.pop(0))
    if any(name.rstrip(".").casefold() in _CALENDAR for name in names):  # 'By Friday, …'
        return None
    outlets = [one for one in more if not _ROLE.search(one) and re.match(r"[A-Z]", one) and not placed]
    if any(len(one.split()) > 6 for one in more):
        return None
    return Credit(", ".join(names), outlets[0] if outlets else None)


def _is_name(name: str) -> bool:
    words = [word for word in name.split() if not _ROLE.fullmatch(word)]  # "Courier staff"
    return all(re.match(rf"^{_NAME_WORD}$", word) for word in words) or len(name.split()) == 1


def _is_title(text: str) -> bool:
    """Whether a text is nothing but capitalised words, none of them a day or a month."""
    words = re.findall(r"[\w.'’-]+", text)
    return all(re.match(rf"^{_NAME_WORD}$", word) for word in words) and not any(
        word.casefold() in _CALENDAR for word in words
    )


def _is_outlet(text: str) -> bool:
    return text.startswith("The ") or text.isupper()


def bare_names(line: str) -> str | None:
    """The names in a line of nothing but names, such as `Ann Lee and Bo Ek`; a headline can look the same."""
    return re.sub(r",? and |,? & ", ", ", line) if len(line) <= MAX_LINE and _NAMES.match(line) else None


def note(line: str) -> Credit | None:
    """What a note under an article says of its author: `Ann Lee is a reporter for The Gazette.`"""
    if match := _NOTE.match(line):
        return Credit(match.group("who"), match.group("outlet"))
    if match := _DESK.match(line):
        wrote = re.match(r"\W*(?:additional |further )?(?:report|writ)", line, re.I)
        return Credit(match.group("who") if wrote else None)
    return None


def dateline(line: str) -> tuple[int, str | None, str | None] | None:
    """Where the dateline of a paragraph ends, its place and its agency: `BOSTON (AP) – The court …`."""
    match = _DATELINE.match(line)
    if not match or not (match.group("place") or match.group("agency")) or match.end() > 90:
        return None
    return match.end(), match.group("place"), match.group("agency")
