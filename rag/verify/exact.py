"""Exact checks of a sentence against quotes: names, numbers, dates, negation and quotation marks.

They stand beside every score: a name or a number that the quotes lack never passes because the rest is
alike. What they cannot see: a swap inside one quote, of who did it to whom; words in single quotation marks;
a denial in other words ("hardly", "denied").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.words import numbers, words

from .dates import dated, days, held_days
from .denial import SAME, WHOLE, denies, negated
from .figures import missing
from .named import Held, folded, glossed, named, runs
from .quantities import quantities

__all__ = ["Problem", "ProblemKind", "negated", "problems"]

ProblemKind = Literal["name", "number", "date", "negation", "quotation", "fact", "speaker", "hedge"]
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»")
_ITEM = re.compile(r"^\W*\d{1,2}[.)]\s+(?=\S)")
"""The number of a list's item, which is none of the sentence."""


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
    held = "\n".join(quotes)
    sentence = _ITEM.sub("", sentence)
    checks = (_names, _dates, _numbers, _denial, _quotation)
    return tuple(one for check in checks for one in check(sentence, held))


def _names(sentence: str, held: str) -> Iterator[Problem]:
    there = Held(f"According\n{held}")  # the lead of a reported statement is ours
    calendar = set(days(sentence))
    shortened = {word for run in runs(sentence) if there.shortens(run) for word in run.split()}
    units = {word for one in quantities(sentence) if one.unit for word in words(one.text)}
    for name in named(sentence):
        counted = name.casefold() in units or (name.isalpha() and numbers(name))
        checked_below = name in calendar or counted
        if not (checked_below or name in shortened or there.holds(name) or glossed(folded(sentence), name)):
            yield Problem("name", f"name {name!r} is not in the quote")


def _dates(sentence: str, held: str) -> Iterator[Problem]:
    there = held_days(held)
    for day in days(sentence):
        if day[:3] not in there:
            yield Problem("date", f"date {day!r} is not in the quote")


def _numbers(sentence: str, held: str) -> Iterator[Problem]:
    beside_months = dated(sentence)
    for figure in missing(sentence, held):
        instead = f"; the quote says {figure.instead}" if figure.instead else ""
        kind: ProblemKind = "date" if figure.text in beside_months else "number"
        yield Problem(kind, f"number {figure.text} is not in the quote{instead}")


def _denial(sentence: str, held: str) -> Iterator[Problem]:
    if not negated(held) and denies(sentence, held, SAME):
        yield Problem("negation", "the sentence denies, the quote does not")
    if not negated(sentence) and denies(held, sentence, WHOLE):
        yield Problem("negation", "the quote denies, the sentence does not")


def _quotation(sentence: str, held: str) -> Iterator[Problem]:
    flat = " ".join(words(held))
    for match in _QUOTED.finditer(sentence):
        inside = next(group for group in match.groups() if group)
        if " ".join(words(inside)) not in flat:
            yield Problem("quotation", "words in quotation marks are not the quote's")
