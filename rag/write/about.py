"""An article in, the few sentences that tell what it is about out.

Chosen one after the other by maximal marginal relevance (Carbonell and Goldstein 1998,
https://doi.org/10.1145/290941.291025): how near a sentence is to the article's centre and to its title, less
how near it is to what was chosen already; news puts first what matters most, so that place counts too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rag.retrieve.evidence import EvidenceSentence
from rag.words import words

from .quote import leans_back

SENTENCES = 5
"""Most sentences of a summary."""
LEAST = 3
"""Sentences that it has where the article has so many that stand by themselves."""
CENTRAL, TITLE, PLACE, VOICE = 1.0, 0.6, 0.8, 0.1
"""Weights of nearness to the centre, to the title, of an early place, and of a speaker not heard yet."""
ALIKE = 0.6
"""Weight of likeness to a sentence that was chosen."""
SAME = 0.95
"""Likeness, a cosine, from which a sentence says nothing that a chosen one does not."""
SHORT, LONG = 8, 60
"""Words of a sentence that says enough, and that is not too long to be one of five."""
WORTH = 0.35
"""Least share of the first sentence's worth at which a further one, beyond `LEAST`, is taken."""


def summary(
    sentences: Sequence[EvidenceSentence], vectors: NDArray[np.float32], title: NDArray[np.float32] | None
) -> tuple[EvidenceSentence, ...]:
    """At most five sentences, in article order; none of them leans on the one before it.

    :param sentences: of one article, in order.
    :param vectors: their unit vectors; shape (sentences, dimensions).
    :param title: the title's unit vector, shape (dimensions,); None for an article without one.
    """
    if not sentences:
        return ()
    centre = vectors.mean(0)
    worth = CENTRAL * (vectors @ centre) / max(1e-9, float(np.linalg.norm(centre)))
    worth += PLACE * np.array([1 / math.sqrt(1 + place) for place in range(len(sentences))])
    if title is not None:
        worth += TITLE * (vectors @ title)
    fits = [SHORT <= len(words(one.sentence.text)) <= LONG and not leans_back(one) for one in sentences]
    allowed = [at for at in range(len(sentences)) if fits[at]] or list(range(len(sentences)))
    chosen: list[int] = []
    first = 0.0
    while len(chosen) < SENTENCES and len(chosen) < len(allowed):
        near = vectors @ vectors[chosen].T if chosen else np.zeros((len(sentences), 1))
        heard = {sentences[at].sentence.speaker for at in chosen}
        gains = {
            at: float(worth[at] - ALIKE * near[at].max())
            + VOICE * (sentences[at].sentence.speaker not in heard)
            for at in allowed
            if at not in chosen and near[at].max() < SAME
        }
        if not gains:
            break
        best = max(gains, key=lambda at: (gains[at], -at))
        if len(chosen) >= LEAST and gains[best] < WORTH * first:
            break
        first = first or gains[best]
        chosen.append(best)
    return tuple(replace(sentences[at], relevance=1.0) for at in sorted(chosen))
