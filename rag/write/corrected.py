"""The best sentence in, the one of the same article out that corrects it: "seven, corrected from twelve"."""

from __future__ import annotations

import re

from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.figures import same
from rag.verify.quantities import Quantity, quantities
from rag.words import names

from .differing import ASKED
from .quote import leans_back, phrase

NEAR = 3
"""Sentences around the best one among which its correction is looked for."""
CORRECTED = "corrected since"
_OLD = re.compile(
    r"\b(?:(?:at )?first|initially|originally|previously|earlier)\b(?:\W+\w+){0,4}?\W+"
    r"(?:said|says|report\w*|put|gave|spoke\w*|told|had|written|announced)\b|"
    r"\b(?:said|reported|written|announced)\W+(?:at first|initially|earlier)\b|"
    r"\b(?:mistake\w*|wrong(?:ly)?|withdr[ae]w\w*|retract\w*)\b",
    re.I,
)
"""What marks a statement as outdated. A list, since no set of real corrections is there to learn from."""
_NEW = re.compile(r"\b(?:correct(?:s|ed|ing|ion)|revis(?:e[sd]?|ing)|amend\w*|errors?)\b", re.I)
"""What marks a statement as the one that replaces another."""


def correction(evidence: Evidence) -> EvidenceSentence | None:
    """The sentence that corrects the best one; None where the best one stands."""
    best = evidence.best
    if best is None or evidence.kind not in ASKED:
        return None
    old = best.sentence.text
    near = [s for s in evidence.sentences if s.article_id == best.article_id and s != best]
    near = [s for s in near if abs(s.number - best.number) <= NEAR]
    for one in sorted(near, key=lambda s: (abs(s.number - best.number), -s.number)):
        new = one.sentence.text
        if _OLD.search(new):
            continue
        marked = bool(_OLD.search(old)) or (bool(_NEW.search(new)) and not _NEW.search(old))
        if marked and _replaces(one, best):
            return one
    return None


def put_right(new: EvidenceSentence, old: EvidenceSentence) -> tuple[Draft, ...]:
    """The correction first, and then what it corrects, as such."""
    return Draft(phrase(new), (new,)), Draft(phrase(old), (old,), note=CORRECTED)


def _replaces(new: EvidenceSentence, old: EvidenceSentence) -> bool:
    """Whether a sentence gives another value of what the old one gives: a figure, or a name in its place."""
    mine, theirs = _figures(new), quantities(_answer(old))
    if theirs:
        return any(_comparable(a, b) and not same(a, b) for a in mine for b in theirs)
    named = set(names(_answer(old), openers=True))
    if named:
        return bool(set(names(new.sentence.text)) - named)
    return new.number == old.number + 1 and leans_back(new)


def _answer(one: EvidenceSentence) -> str:
    text, short = one.sentence.text, one.short
    return text[short.start : short.end] if short else text


def _figures(one: EvidenceSentence) -> tuple[Quantity, ...]:
    found = quantities(_answer(one)) or quantities(one.sentence.text)
    return tuple(figure for figure in found if figure.needed)  # "no one" counts nobody


def _comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two figures may be of the same thing: of one sort, or one of them bare."""
    sorts = {sort for sort, _ in a.readings}, {sort for sort, _ in b.readings}
    return bool(sorts[0] & sorts[1]) or "" in sorts[0] | sorts[1]
