"""Plain retrieval to compare with: single sentences by MiniLM and BM25, fused by reciprocal rank."""

from __future__ import annotations

from index import Library, Passage
from index.lexical import LexicalIndex
from rag.retrieve import fuse


class SentenceSearch:
    """Ranks an article's sentences by themselves, without a reader and without their neighbours."""

    def __init__(self, library: Library, article_id: str) -> None:
        self._embedder = library.embedder
        self._sentences = [Passage(article_id, s.text, s.start, s.end) for s in library.sentences(article_id)]
        self._vectors = self._embedder.encode([s.text for s in self._sentences])
        self._lexical = LexicalIndex.build(self._sentences, article_id)

    def rank(self, question: str) -> list[tuple[int, int]]:
        """Spans of all sentences that either search finds, best first."""
        similarities = self._vectors @ self._embedder.encode([question])[0]
        order = sorted(range(len(self._sentences)), key=lambda i: -similarities[i])
        dense = [(self._sentences[i], float(similarities[i])) for i in order]
        lexical = self._lexical.search(question, len(self._sentences))
        return [(f.passage.start, f.passage.end) for f in fuse(dense, lexical)]

    def best_similarity(self, question: str) -> float:
        """Cosine of the nearest sentence: the plain score for abstention."""
        return float((self._vectors @ self._embedder.encode([question])[0]).max())
