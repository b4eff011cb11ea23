"""Exact checks of a sentence against quotes: names, numbers, negation and quotation marks.

They stand beside every score: a name or a number that the quotes lack never passes because the rest is
alike. What they cannot see is a swap inside one quote, of who did it to whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .words import Vocabulary, names, numbers, terms, words

ProblemKind = Literal["name", "number", "date", "negation", "quotation"]
_MONTH = "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
_MONTH += "Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_CALENDAR = re.compile(rf"(?!^May\b(?!\s*\d))\b(?:{_MONTH}|{_DAY})\b")  # a first "May" asks or allows
_DATED = re.compile(rf"\b(?:{_MONTH})\.?\s+(\d{{1,4}})\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:{_MONTH})\b")
_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot".split())
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»")
_CLAUSE = re.compile(r"[,;:.!?—–]|\b(?:but|and|while|whereas|although|though)\b", re.I)
_SAME_CLAUSE = 0.6
"""Least share of a denying clause's terms at which a sentence is taken to state that clause."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a sentence holds and its quotes do not; as text, a phrase that says so."""

    kind: ProblemKind
    what: str

    def __str__(self) -> str:
        return self.what


def problems(sentence: str, quotes: Sequence[str]) -> tuple[Problem, ...]:
    """What a sentence holds that its quotes do not; () if all checks pass.

    :param sentence: a draft without markers.
    :param quotes: exact slices of articles, and the names of those who said them.
    """
    return tuple(_problems(sentence, "\n".join(quotes)))


def _problems(sentence: str, held: str) -> Iterator[Problem]:
    vocabulary = Vocabulary(f"According\n{held}")  # the lead of a reported statement is ours
    for name in names(sentence, openers=True):
        if not _CALENDAR.fullmatch(name) and not vocabulary.holds_name(name, exact=True):
            yield Problem("name", f"name {name!r} is not in the quote")
    days = {found[:3] for found in _CALENDAR.findall(held)}
    for day in _CALENDAR.findall(sentence):
        if day[:3] not in days:
            yield Problem("date", f"date {day!r} is not in the quote")
    dated = {number for pair in _DATED.findall(sentence) for number in pair}
    for number in numbers(sentence):
        if not vocabulary.holds_number(number):
            yield Problem("date" if number in dated else "number", f"number {number} is not in the quote")
    if negated(sentence) and not negated(held):
        yield Problem("negation", "the sentence denies, the quote does not")
    if not negated(sentence) and any(_states(sentence, clause) for clause in _denials(held)):
        yield Problem("negation", "the quote denies, the sentence does not")
    flat = " ".join(words(held))
    for match in _QUOTED.finditer(sentence):
        inside = next(group for group in match.groups() if group)
        if " ".join(words(inside)) not in flat:
            yield Problem("quotation", "words in quotation marks are not the quote's")


def negated(text: str) -> bool:
    """Whether a text holds a negation, contracted ones included."""
    return any(word in _NEGATION or word.endswith(("n't", "n’t")) for word in words(text))


def _denials(text: str) -> Iterator[str]:
    """The clauses of a text that hold a negation."""
    return (clause for clause in _CLAUSE.split(text) if negated(clause))


def _states(sentence: str, clause: str) -> bool:
    said = set(terms(sentence))
    wanted = {term for term in terms(clause) if term not in _NEGATION}
    return bool(wanted) and len(wanted & said) >= _SAME_CLAUSE * len(wanted)
