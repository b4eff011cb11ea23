"""BM25 over passages held in memory, by bm25s: made whole, and never changed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np

from index import Passage
from index.catalogue import tokens


class LexicalIndex:
    """A BM25 index (Lucene's variant; Robertson and Zaragoza, 2009) of passages with their headings.

    :param passages: may be empty: then nothing is ever found.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        self.passages = tuple(passages)
        split = [tokens(f"{passage.heading or ''}\n{passage.text}") for passage in passages]
        self._bm25: Any = None
        if any(split):
            logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
            self._bm25 = bm25s.BM25(method="lucene")
            self._bm25.index(split, show_progress=False)

    def search(self, query: str, k: int) -> list[tuple[Passage, float]]:
        """The best passages that share a term with the query, best first, with their BM25 scores (> 0)."""
        terms = tokens(query)
        if self._bm25 is None or not terms:
            return []
        scores = np.asarray(self._bm25.get_scores(terms), dtype=np.float64)
        order = np.argsort(-scores, kind="stable")[:k]
        return [(self.passages[i], float(scores[i])) for i in order if scores[i] > 0]
