"""Sources in, their sentences, words and vectors out, each read once however often it is asked of."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder
from index.sentences import spans
from rag.words import Vocabulary, terms

KEPT = 4096
"""Sources whose vectors are kept: some dozen megabytes."""


def sentences(sources: Sequence[str]) -> list[str]:
    """The sentences of all sources, in order; none of blank ones."""
    return [
        paragraph[start:end]
        for source in sources
        for paragraph in source.split("\n")
        for start, end in spans(paragraph)
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """What the sources of a statement hold: their sentences, each one's terms, and all their words."""

    sentences: tuple[str, ...]
    terms: tuple[Counter[str], ...]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, sources: Sequence[str]) -> Held:
        """Read sources; blank ones hold nothing."""
        found = tuple(sentences(sources))
        return cls(found, tuple(Counter(terms(one)) for one in found), Vocabulary("\n".join(sources)))

    def recalls(self, statement: str) -> tuple[float, tuple[float, ...]]:
        """Share, 0 to 1, of a statement's terms that all sentences together hold, and that each one does."""
        wanted = Counter(terms(statement))
        size = max(1, wanted.total())
        each = tuple((wanted & held).total() / size for held in self.terms)
        return (wanted & sum(self.terms, Counter())).total() / size, each

    def nearest(self, statement: str, most: int) -> tuple[str, ...]:
        """The sentences, in order, that together hold most of a statement's terms.

        Greedy, as `rag.verify.verdict.align` is, but on text; the earlier of equals.

        :param most: how many at most; none is taken that adds nothing.
        """
        wanted = Counter(terms(statement))
        chosen: list[int] = []
        have: Counter[str] = Counter()
        while len(chosen) < most:
            added = [((have + held) & wanted).total() for held in self.terms]
            best = max(range(len(added)), key=lambda number: (added[number], -number), default=None)
            if best is None or added[best] == (have & wanted).total():
                break
            chosen.append(best)
            have += self.terms[best]
        return tuple(self.sentences[number] for number in sorted(chosen))


def best_cosine(asked: NDArray[np.float32], held: NDArray[np.float32]) -> float:
    """Cosine, 0 to 1, of a unit vector and the nearest of others, of shape (count, dimensions); 0 of none."""
    return min(1.0, max(0.0, float((held @ asked).max()))) if len(held) else 0.0


class SentenceVectors:
    """Vectors of the sentences of sources, kept for the latest sources; shared by threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def best_cosine(self, statement: str, sources: Sequence[str]) -> float:
        """Cosine, 0 to 1, of a statement and the nearest sentence of any source; 0 where there is none."""
        if not statement.strip():
            return 0.0
        held = [vectors for vectors in self._of(sources) if len(vectors)]
        if not held:
            return 0.0
        [asked] = self._embedder.encode([statement])
        return best_cosine(asked, np.concatenate(held))

    def _of(self, sources: Sequence[str]) -> list[NDArray[np.float32]]:
        """The vectors of each source's sentences; those that are not kept are made in one go."""
        with self._lock:
            known = {source: self._kept[source] for source in sources if source in self._kept}
        missing = [source for source in dict.fromkeys(sources) if source not in known]
        texts = [sentences([source]) for source in missing]
        made = self._embedder.encode([text for each in texts for text in each])
        ends = np.cumsum([len(each) for each in texts])[:-1]
        known |= dict(zip(missing, np.split(made, ends) if missing else (), strict=True))
        with self._lock:
            for source in sources:
                self._kept[source] = known[source]
                self._kept.move_to_end(source)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return [known[source] for source in sources]
