"""A question among many articles: which passages are read, with what, and what the readings are worth."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index import Library
from rag.dateline import shown_day
from rag.where import outlet_keys
from rag.words import Vocabulary

from .found import Found, Fused, Searched
from .fusion import Fusion
from .many import (
    DEPTH,
    READ,
    WITHIN,
    Candidate,
    FoundFeatures,
    LibraryFeatures,
    Many,
    best_articles,
    candidates,
    chosen,
    stretched,
)  # fmt: skip
from .missing import missing
from .narrow import narrowed
from .orders import gives_orders
from .reader import Reading

KEPT = 200
"""Articles whose own words are kept in memory."""


class Among:
    """Searches many articles of a library for a `Retriever`; shared by threads.

    :param fusion: weighs a sentence within its article.
    :param many: weighs passages and sentences of different articles; None: the shipped weights.
    """

    def __init__(self, library: Library, fusion: Fusion, many: Many | None = None) -> None:
        self._library = library
        self._fusion = fusion
        self._many = many or Many.load()
        self._own: dict[tuple[str, str], Vocabulary] = {}

    def passages(
        self, question: str, k: int, articles: Collection[str] | None, vector: NDArray[np.float32]
    ) -> list[Fused]:
        """The passages that are read, at least `k` where there are as many, the best first."""
        ranked = self._ranked(question, vector, articles, DEPTH)
        ranked = self._ranked(question, vector, best_articles(ranked), WITHIN)
        return [
            Fused(one.passage, one.score, one.dense_rank, one.lexical_rank, one.features)
            for one in chosen(ranked, max(k, READ))
        ]

    def _ranked(
        self,
        question: str,
        vector: NDArray[np.float32],
        articles: Collection[str] | None,
        depth: int,
    ) -> list[Candidate]:
        get = self._library.get
        dense = self._library.nearest(vector, depth, articles)
        lexical = self._library.matching(question, depth, articles)
        outlets = {outlet for p, _ in [*dense, *lexical] if (outlet := get(p.article_id).outlet)}
        return candidates(question, dense, lexical, get, narrowed(question, outlets), self._many.passage)

    def told(self, article_id: str) -> str:
        """What a passage is read after: its article's title and day; "" where these give orders."""
        article = self._library.get(article_id)
        told = ". ".join(filter(None, (article.title, shown_day(article.published))))
        return "" if gives_orders(told) else told

    def relevance(self, one: Found) -> float:
        """The probability that a sentence answers."""
        return self._many.sentence.probability(self._features(one))

    def answerable(self, searched: Searched) -> float:
        """The probability that sentences, at least one, answer; stretched so that the threshold of a single
        article holds.
        """
        p = self._many.answer.probability(self.features(searched))
        return stretched(p, self._many.threshold, self._fusion.threshold)

    def features(self, searched: Searched) -> LibraryFeatures:
        """What speaks for there being an answer among the sentences, at least one, that were found."""
        odds, _, best = max(
            (self._many.sentence.log_odds(self._features(one)), -at, one)
            for at, one in enumerate(searched.found)
        )
        among = best.fused.among
        assert among is not None, "what was put to many articles has the features of many"
        lacking = missing(searched.question, self._words(best.fused.passage.article_id)).named
        row = best.features
        return LibraryFeatures(
            odds, row.read, row.passage, best.fused.score, min(len(lacking), 2) / 2, among.held
        )

    def _features(self, one: Found) -> FoundFeatures:
        return FoundFeatures(self._fusion.sentence.log_odds(one.features), one.fused.score)

    def _words(self, article_id: str) -> Vocabulary:
        """The words of one article, with its outlet and day as people write them."""
        a = self._library.get(article_id)
        key = article_id, a.title  # which it may be given anew
        if key not in self._own:
            if len(self._own) >= KEPT:
                self._own = {}
            outlet = (a.outlet or "", *outlet_keys(a.outlet or ""))
            about = (a.title, *outlet, a.published or "", shown_day(a.published), a.author or "")
            self._own[key] = Vocabulary("\n".join((*about, a.text)))
        return self._own[key]


def without_first(reading: Reading) -> Reading:
    """A reading without the passage's first sentence, which the others were only read after."""
    spans = [replace(one, sentence=one.sentence - 1) if one else None for one in reading.spans[1:]]
    whole = reading.span
    if whole is not None:
        whole = replace(whole, sentence=whole.sentence - 1) if whole.sentence else None
    return replace(reading, sentences=reading.sentences[1:], spans=tuple(spans), span=whole)
