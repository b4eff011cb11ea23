"""Evidence in, the statements of each side out: who says what about the same, one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.names import role_words
from rag.retrieve.evidence import Draft, EvidenceSentence
from rag.words import STOP, stem, terms, words

from .people import Introduced
from .quote import credited, leans_back, phrase
from .wanted import has_role, singular

SIDES = 4
"""People, or bodies, whose statements are set side by side at most."""
NEAR_SIDE = 0.3
"""Least relevance of a side that the question does not name, as a share of the best statement's."""
EACH = 2
"""Statements of each at most; one more where the question names two sides."""
NEAR_BEST = 0.4
"""Least worth of a side's further statement, as a share of its first one's."""
TOPIC = 0.5
"""Weight of the share of the question's own words that a statement holds, beside its relevance of 0 to 1."""
_GENERAL = frozenset(
    "compare differ difference disagree agree argument opinion view think account contrast side each both "
    "two three four different position about against".split()
)
"""Words of a comparison that name neither a side nor what it is about."""


def sides(
    question: str, sentences: Sequence[EvidenceSentence], everybody: Sequence[Introduced] = ()
) -> tuple[tuple[EvidenceSentence, ...], ...]:
    """The statements that a comparison sets side by side, grouped by who made them.

    Those whom the question names, or means by their role ("the two managers"), are the sides; where these are
    fewer than two, those whose statements answer best. () where fewer than two people say anything.

    :param sentences: what was read, in article order.
    :param everybody: the people of the article.
    """
    said = _said(sentences)
    named = named_sides(question, sentences, everybody)
    topic = _topic(question, named, everybody)
    best = max((one.relevance for own in said.values() for one in own), default=0.0)
    ranked = sorted(said, key=lambda speaker: -max(_worth(one, topic) for one in said[speaker]))
    near = [s for s in ranked if max(one.relevance for one in said[s]) >= NEAR_SIDE * best]
    chosen = named if len(named) > 1 else [*named, *(s for s in near if s not in named)]
    chosen = sorted(chosen, key=ranked.index)[:SIDES] if len(named) > 1 else chosen[:SIDES]
    if len(chosen) < 2:
        return ()
    first = {speaker: min(one.place for one in said[speaker]) for speaker in chosen}
    most = EACH + (len(named) == 2)
    return tuple(
        _best(said[speaker], topic, most) for speaker in sorted(chosen, key=lambda speaker: first[speaker])
    )


def named_sides(
    question: str, sentences: Sequence[EvidenceSentence], everybody: Sequence[Introduced] = ()
) -> list[str]:
    """The speakers whom a question names: by family name, by role, or by what a source without a name is."""
    asked = {singular(word) for word in words(question)} - STOP - _GENERAL
    roles = tuple(word for word in asked if role_words(word))
    known = {one.name: one for one in everybody}
    return [speaker for speaker in _said(sentences) if _is_named(speaker, asked, roles, known.get(speaker))]


def _is_named(speaker: str, asked: set[str], roles: tuple[str, ...], known: Introduced | None) -> bool:
    own = words(speaker)
    if own[-1] in asked or singular(own[-1]) in asked:
        return True
    if known is None:  # a body, or a source without a name: the noun is what it is called by
        return False
    before = known.words.partition(known.name)[0]
    called = {singular(word) for word in words(re.split(r"\s+(?:of|for|at|from)\s", before)[0])}
    return bool(called & asked) or (bool(roles) and has_role(known, roles))


def _said(sentences: Sequence[EvidenceSentence]) -> dict[str, list[EvidenceSentence]]:
    said: dict[str, list[EvidenceSentence]] = {}
    for one in sentences:
        if one.sentence.speaker:
            said.setdefault(one.sentence.speaker, []).append(one)
    return said


def _topic(question: str, named: Sequence[str], everybody: Sequence[Introduced]) -> frozenset[str]:
    """The stems of what a comparison is about: its words without the sides' own."""
    sides = {stem(word) for name in named for word in words(name)}
    sides |= {stem(word) for one in everybody if one.name in named for word in words(one.words)}
    general = {stem(word) for word in _GENERAL}
    return frozenset(terms(question)) - sides - general


def _worth(one: EvidenceSentence, topic: frozenset[str]) -> float:
    held = len(topic & set(terms(one.sentence.text))) / len(topic) if topic else 0.0
    return one.relevance + TOPIC * held


def statements(groups: Sequence[Sequence[EvidenceSentence]]) -> tuple[Draft, ...]:
    """A draft for each statement, with who made it."""
    return tuple(
        Draft(credited(phrase(one), one.sentence.speaker), (one,)) for group in groups for one in group
    )


def _best(said: Sequence[EvidenceSentence], topic: frozenset[str], most: int) -> tuple[EvidenceSentence, ...]:
    """A side's statement that is worth most, what it goes on with or follows in the same paragraph, and what
    is hardly worth less; in article order.
    """
    ranked = sorted(said, key=lambda one: (-_worth(one, topic), leans_back(one), one.place))
    first = ranked[0]
    least = NEAR_BEST * _worth(first, topic)
    joined = [one for one in ranked[1:] if _adjoins(one, first)]
    others = [one for one in ranked[1:] if one not in joined and _worth(one, topic) >= least]
    return tuple(sorted([first, *joined, *others][:most], key=lambda one: one.place))


def _adjoins(one: EvidenceSentence, other: EvidenceSentence) -> bool:
    near = one.article_id == other.article_id and abs(one.number - other.number) == 1
    return near and one.sentence.paragraph == other.sentence.paragraph
