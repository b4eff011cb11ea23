"""Exact checks of a sentence against quotes: names, numbers, negation and quotation marks.

They stand beside every score: a name or a number that the quotes lack never passes because the rest is
alike. What they cannot see: a swap inside one quote, of who did it to whom; words in single quotation marks;
a denial in other words ("hardly", "denied"). A date in figures ("3/4/2024") is not matched with one in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.words import Vocabulary, names, numbers, terms, words

ProblemKind = Literal["name", "number", "date", "negation", "quotation"]
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
    days = _days(sentence)
    for name in names(sentence, openers=True):
        checked_below = all(part in days for part in name.split("-")) or (name.isalpha() and numbers(name))
        if not checked_below and not vocabulary.holds_name(name, exact=True):
            yield Problem("name", f"name {name!r} is not in the quote")
    loose = {found[:3] for pair in _LOOSE.findall(held) for found in pair}
    held_days = {found[:3] for found in _days(held)} | loose
    for day in days:
        if day[:3] not in held_days:
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


def _days(text: str) -> list[str]:
    """Months and weekdays of a text that are dates, in order."""
    return [day for match in _WHEN.finditer(text) for day in _CALENDAR.findall(match.group())]


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
