"""Two articles' answers to one question in, whether they cannot both be right out.

Precision comes first: what may be another event, another part, another stage, another source or another way
to say the same is no contradiction, and neither is what nobody can tell. Figures are compared by value.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.names import role_words
from rag.ask.wanted import asks
from rag.dateline import iso_day
from rag.words import STOP, stem, words

from .apart import figures_apart, times_apart
from .dates import held_days
from .denial import negated
from .telling import Telling, alike, held_names, new_words, own_names, stems

APART = 2
"""Days between two articles from which they may tell of two events, or two stages of one."""
ALIKE = 0.3
"""Least share of the shorter sentence's terms, without its answer, that the other one's article holds too."""
ALIKE_WHO = 0.5
"""The same where a person or a thing is asked for, of which an event often has several."""
ALIKE_WHETHER = 0.8
"""The same where the one denies what the other states."""
MOST_NEW = 1
"""Words of a sentence that says who, that neither question nor other article need have."""
_AHEAD = re.compile(
    r"\b(?:expect\w*|forecasts?|predict\w*|estimat\w*|plan(?:s|ned|ning)?|propos\w*|hop(?:es?|ed|ing)|aim\w*|"
    r"could|may|might|likely|would|should|possib\w*|will|shall|due|set|(?:is|are|was|were|going) to)\b"
)
"""What tells of something that has not happened, or is not known; "May" is a month."""
_YES_NO = re.compile(r"^\W*(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should)\b", re.I)


def clash(question: str, one: Telling, other: Telling) -> bool:
    """Whether two tellings contradict each other as answers to a question."""
    wanted = asks(question)
    if _different_voices(one, other) or _ahead(one) != _ahead(other):
        return False
    if _other_event(question, one, other, wanted == "time") or _contrast(question, one, other):
        return False
    if wanted is None and _YES_NO.match(question):
        return _whether(one, other)
    if not one.answer or not other.answer:
        return False
    if wanted == "time":
        return times_apart(one, other) and alike(one, other, ALIKE)
    if wanted in ("person", "place"):
        return _names_clash(question, one, other) and alike(one, other, ALIKE_WHO)
    return figures_apart(question, one, other) and alike(one, other, ALIKE)


def _whether(one: Telling, other: Telling) -> bool:
    """Whether one denies what the other states in much the same words, by the same source."""
    if bool(one.speaker) != bool(other.speaker) or negated(one.text) == negated(other.text):
        return False
    return alike(one, other, ALIKE_WHETHER)


def _different_voices(one: Telling, other: Telling) -> bool:
    """Whether two sources are told: that they differ is their affair, and each is told as theirs."""
    if not one.speaker or not other.speaker:
        return False
    return not set(stems(one.speaker)) & set(stems(other.speaker))


def _ahead(one: Telling) -> bool:
    return bool(_AHEAD.search(one.text))


def _other_event(question: str, one: Telling, other: Telling, when: bool) -> bool:
    """Whether they may tell of two events: too far apart in time, of other days, or in other places."""
    days = [iso_day(telling.published) for telling in (one, other)]
    if not when and days[0] and days[1] and abs((days[0] - days[1]).days) >= APART:
        return True
    said = [held_days(telling.text) for telling in (one, other)]
    if not when and said[0] and said[1] and not said[0] & said[1]:
        return True
    if held_names(question, one) != held_names(question, other):
        return True
    own = [own_names(question, a, b) for a, b in ((one, other), (other, one))]
    return bool(own[0] and own[1])


def _contrast(question: str, one: Telling, other: Telling) -> bool:
    """Whether the same word has a word of its own before it in each: "amber lamps", "ordinary lamps"."""
    mine, theirs = (_modified(question, a, b) for a, b in ((one, other), (other, one)))
    return any(word in theirs and theirs[word] != by for word, by in mine.items())


def _modified(question: str, one: Telling, other: Telling) -> dict[str, str]:
    """The stems of words that stand behind one that neither the question nor the other article has."""
    new, run = new_words(question, one, other), words(one.text)
    return {stem(b): stem(a) for a, b in pairwise(run) if a in new and b not in STOP}


def _names_clash(question: str, one: Telling, other: Telling) -> bool:
    """Whether two names share no word, and are said of the same: of no other role, and of little else."""
    mine, theirs = set(stems(one.answer)), set(stems(other.answer))
    if not mine or not theirs or mine & theirs:
        return False
    if mine <= set(stems(other.text)) or theirs <= set(stems(one.text)):
        return False
    new = new_words(question, one, other), new_words(question, other, one)
    return not any(len(own) > MOST_NEW or any(map(role_words, own)) for own in new)
