"""Evidence in, the statements of each side out: who says what about the same, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from rag.retrieve.evidence import Draft, EvidenceSentence
from rag.words import words

from .quote import credited, leans_back, phrase

SIDES = 4
"""People, or bodies, whose statements are set side by side at most."""
NEAR_SIDE = 0.3
"""Least relevance of a side that the question does not name, as a share of the best sentence's."""
EACH = 2
"""Statements of each at most."""
NEAR_BEST = 0.4
"""Least relevance of a side's second statement, as a share of its first one's."""


def sides(question: str, sentences: Sequence[EvidenceSentence]) -> tuple[tuple[EvidenceSentence, ...], ...]:
    """The statements that a comparison sets side by side, grouped by who made them.

    Those whom the question names are the sides; where it names fewer than two, those whose statements answer
    best. () where fewer than two people say anything.

    :param sentences: what was read, in article order.
    """
    said: dict[str, list[EvidenceSentence]] = {}
    for one in sentences:
        if one.sentence.speaker:
            said.setdefault(one.sentence.speaker, []).append(one)
    asked = set(words(question))
    named = [speaker for speaker in said if words(speaker)[-1] in asked]
    ranked = sorted(said, key=lambda speaker: -max(one.relevance for one in said[speaker]))
    best = max((one.relevance for one in sentences), default=0.0)
    near = [s for s in ranked if max(one.relevance for one in said[s]) >= NEAR_SIDE * best]
    chosen = named if len(named) > 1 else [*named, *(s for s in near if s not in named)][:SIDES]
    if len(chosen) < 2:
        return ()
    first = {speaker: min(one.place for one in said[speaker]) for speaker in chosen}
    return tuple(_best(said[speaker]) for speaker in sorted(chosen, key=lambda speaker: first[speaker]))


def statements(groups: Sequence[Sequence[EvidenceSentence]]) -> tuple[Draft, ...]:
    """A draft for each statement, with who made it."""
    return tuple(
        Draft(credited(phrase(one), one.sentence.speaker), (one,)) for group in groups for one in group
    )


def _best(statements: Sequence[EvidenceSentence]) -> tuple[EvidenceSentence, ...]:
    """A side's most relevant statements, in article order; those that lean back come last to be taken."""
    ranked = sorted(statements, key=lambda one: (leans_back(one), -one.relevance, one.place))
    kept = [one for one in ranked[:EACH] if one.relevance >= NEAR_BEST * ranked[0].relevance]
    return tuple(sorted(kept, key=lambda one: one.place))
