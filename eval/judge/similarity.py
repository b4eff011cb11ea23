"""The other baseline: how near the nearest sentence of the sources is in meaning, by the embedding model."""

from __future__ import annotations

from collections.abc import Sequence

from index.embed import Embedder
from rag.verify.verdict import verdict

from ..records import Judgement
from .source import SentenceVectors


class SimilarityJudge:
    """Cosine of the sentence and the nearest sentence of any source, 0 to 1; no exact checks.

    :param threshold: least cosine at which a sentence is supported.
    """

    name = "similarity"

    def __init__(self, embedder: Embedder, threshold: float = 0.7) -> None:
        self.threshold = threshold
        self._vectors = SentenceVectors(embedder)

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        """Judge one sentence; () supports nothing. The vectors of a source are kept."""
        support = self._vectors.best_cosine(sentence, sources)
        return Judgement(support, verdict(support, self.threshold))
