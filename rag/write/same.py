"""A quote in, the same words of other articles out: one agency's sentence in two outlets is one statement."""

from __future__ import annotations

from collections.abc import Sequence

from rag.retrieve.evidence import EvidenceSentence

from .quote import statement


def elsewhere(
    quotes: Sequence[EvidenceSentence], sentences: Sequence[EvidenceSentence]
) -> tuple[EvidenceSentence, ...]:
    """The sentences that state a quote's statement in further articles, one of each article for a quote."""
    found: dict[tuple[str, int], EvidenceSentence] = {}
    for quote in quotes:
        held = {quote.article_id}
        for other in sentences:
            if other.article_id not in held and statement(other) == statement(quote):
                held.add(other.article_id)
                found[other.place] = other
    taken = {quote.place for quote in quotes}
    return tuple(one for place, one in found.items() if place not in taken)
