"""Two articles' answers in figures or times in, whether they are apart out; compared by value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.words import words

from .dates import held_days
from .figures import same
from .fold import folded
from .quantities import CLOCK, Quantity, quantities
from .telling import Telling, new_words, stems

MOST_NEW = 3
"""Words of a sentence, beside its figure, that neither question nor other article need have."""
ROUNDED = 0.1
"""How far a figure of fewer digits may be from what it rounds, as a share of that."""
_LEAST = re.compile(r"\b(?:at least|(?:no )?(?:more|greater) than|over|above|upwards of)\W*(?:an? )?$", re.I)
_MOST = re.compile(r"\b(?:up to|at most|(?:less|fewer) than|under|below|nearly|almost)\W*(?:an? )?$", re.I)
_SCOPE = re.compile(
    r"\b(?:among|aged|under|those who|in part|each|every|per (?!cent)|average|alone|so far|already|now|"
    r"includ\w+|another|others?|further|additional|more(?! than)|total|overall|altogether|"
    r"(?:of|in) (?:all|them|these|those|whom|which)|towards?|first|last|initially|originally)\b",
    re.I,
)
"""What makes a figure that of a part, of the whole, or of one moment."""
_ZONE = re.compile(r"\b(?:[A-Z]{2,4}T|UTC|local)\b")


def figures_apart(question: str, one: Telling, other: Telling) -> bool:
    """Whether no figure of one answer is one of the other's, nor stands elsewhere in the other article."""
    mine, theirs = quantities(one.answer), quantities(other.answer)
    if not mine or not theirs or _scopes(question, one) != _scopes(question, other):
        return False
    if max(len(new_words(question, one, other)), len(new_words(question, other, one))) > MOST_NEW:
        return False
    if not all(comparable(a, b) for a in mine for b in theirs) or _same_figures(mine, theirs):
        return False
    if not all(_counts_asked(question, a, b) and _counts_asked(question, b, a) for a in mine for b in theirs):
        return False
    if any(_grew(one, a, other, b) for a in mine for b in theirs):
        return False
    known = (quantities(one.around), theirs), (quantities(other.around), mine)
    if len(mine) == len(theirs) == 1 and any(
        same(a, b) for around, figures in known for a in around for b in figures if comparable(a, b)
    ):
        return False
    return not any(
        _bounded(one, a, b) or _bounded(other, b, a) or _rounds(a, b) for a in mine for b in theirs
    )


def times_apart(one: Telling, other: Telling) -> bool:
    """Whether two times of the same grain differ: two years, two days of a month, two hours."""
    mine, theirs = quantities(one.answer), quantities(other.answer)
    clocks = any(sort == CLOCK for a in (*mine, *theirs) for sort, _ in a.readings)
    if clocks and (_ZONE.search(one.around) or _ZONE.search(other.around)):
        return False
    days = held_days(one.answer), held_days(other.answer)
    if mine and theirs:
        if any(same(a, b) for a in mine for b in theirs):
            return bool(days[0] and days[1]) and not days[0] & days[1]
        if any(same(a, b) for a in theirs for b in quantities(one.around)):
            return False
        return all(comparable(a, b) for a in mine for b in theirs)
    return bool(days[0] and days[1]) and not days[0] & days[1] and bool(mine) == bool(theirs)


def _same_figures(mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Whether two answers hold the same: of one figure each, or of a score, all of them."""
    if len(mine) != len(theirs):
        return any(same(a, b) for a in mine for b in theirs)
    left = list(theirs)
    for a in mine:
        found = next((b for b in left if same(a, b)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two figures count in the same sort of unit."""
    return bool({sort for sort, _ in a.readings} & {sort for sort, _ in b.readings})


def _grew(one: Telling, a: Quantity, other: Telling, b: Quantity) -> bool:
    """Whether the later of two figures is the larger: a count that has gone on."""
    if not one.published or not other.published or one.published == other.published:
        return False
    early, late = (a, b) if one.published < other.published else (b, a)
    return late.readings[0][1] > early.readings[0][1]


def _counts_asked(question: str, one: Quantity, other: Quantity) -> bool:
    """Whether a figure counts what is asked for, as far as it says: "nine children" are not the "people"."""
    return not one.noun or one.noun in (other.noun, *stems(question))


def _bounded(telling: Telling, own: Quantity, other: Quantity) -> bool:
    """Whether a figure is only a bound, "at least four", that the other one keeps."""
    text = folded(telling.text)
    before = text[: max(0, text.find(own.text))]
    mine, theirs = own.readings[0][1], other.readings[0][1]
    return bool((_LEAST.search(before) and theirs >= mine) or (_MOST.search(before) and theirs <= mine))


def _scopes(question: str, telling: Telling) -> set[str]:
    """The words that narrow or widen what a sentence counts, but those of the question."""
    return {found.casefold() for found in _SCOPE.findall(telling.text)} - set(words(question))


def _rounds(a: Quantity, b: Quantity) -> bool:
    """Whether one of two figures may be the other one in fewer digits."""
    digits = [len(re.sub(r"\D", "", one.text).strip("0")) for one in (a, b)]
    mine, theirs = a.readings[0][1], b.readings[0][1]
    near = abs(mine - theirs) <= ROUNDED * max(abs(mine), abs(theirs))
    return near and digits[0] != digits[1]
