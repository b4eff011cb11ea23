"""Question in, evidence out: dense and BM25 search, fused, then read sentence by sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import Article, Library, Sentence
from index.vocabulary import text_of
from rag.answer import CONTEXT, Kind, ScoredPassage
from rag.ask.spelling import correct
from rag.words import STOP, Vocabulary, script, words

from .among import Among, without_first
from .candidates import Block, Rarity, features
from .evidence import Evidence, EvidenceSentence, ShortAnswer
from .found import Found, Fused, Searched, answer_features, fuse
from .fusion import Fusion
from .many import Many
from .missing import missing
from .reader import Reader, Reading
from .silent import Silent

DEPTH = 24
"""Passages that either search gives to the fusion."""
READ = 8
"""Fused passages that are read, at the least: on development data more of them found no more answers."""


class Reranker(Protocol):
    """Whoever scores sentences for a question in the reader's place."""

    def scores(self, question: str, sentences: Sequence[str]) -> tuple[float, ...]:
        """How likely each sentence answers, 0 to 1, in their order."""
        ...


class Retriever:
    """Searches a library and reads what it finds.

    :param library: what to search.
    :param reader: judges each sentence of the fused passages with its neighbours in view.
    :param fusion: weighs the reader's word with plainer scores.
    :param reranker: scores the sentences in the place of the reader, which still judges the passages;
        None: nobody.
    :param many: weighs what is found in more than one article; None: the shipped weights.
    """

    def __init__(
        self,
        library: Library,
        reader: Reader,
        fusion: Fusion,
        reranker: Reranker | None = None,
        many: Many | None = None,
    ) -> None:
        self._library = library
        self._reader = reader
        self._fusion = fusion
        self._reranker = reranker
        self.among = Among(library, fusion, many)
        self._vocabularies: dict[tuple[int, tuple[str, ...]], Vocabulary] = {}
        self._silent = Silent(library)

    def retrieve(
        self,
        question: str,
        k: int,
        articles: Collection[str] | None = None,
        vector: NDArray[np.float32] | None = None,
        kind: Kind = "fact",
    ) -> Evidence:
        """The evidence for a question: its `k` best passages, best first, with their sentences.

        :param articles: ids to restrict to; None: the whole library.
        :param vector: the question's unit vector where it is known already.
        :param kind: what it asks for.
        """
        searched = self.search(question, k, articles, vector)
        found = searched.found
        weigh = self.among.relevance if searched.among else self._relevance
        relevance = [weigh(one) for one in found]
        best: dict[str, float] = {}
        for one, p in zip(found, relevance, strict=True):
            best[one.fused.passage.id] = max(p, best.get(one.fused.passage.id, 0.0))
        fused = {one.fused.passage.id: one.fused for one in found}
        kept = sorted(best, key=lambda key: (-best[key], -fused[key].score))[:k]
        sentences = [
            self._sentence(one, p)
            for one, p in zip(found, relevance, strict=True)
            if one.fused.passage.id in kept
        ]
        return Evidence(
            searched.question,
            tuple(self._scored(fused[key], best[key]) for key in kept),
            tuple(sorted(sentences, key=lambda sentence: sentence.place)),
            self._answerable(searched) if found else 0.0,
            searched.missing,
            kind,
        )

    def _relevance(self, one: Found) -> float:
        return self._fusion.sentence.probability(one.features)

    def _answerable(self, searched: Searched) -> float:
        if searched.among:
            return self.among.answerable(searched)
        return self._fusion.answer.probability(answer_features(searched, self._fusion))

    def spelled(self, text: str, articles: Collection[str] | None = None) -> str:
        """A text with its misspelt words set right by those of the articles."""
        return correct(text, self._vocabulary(articles), self._reader.knows)

    def speaks_of(self, text: str, articles: Collection[str] | None = None) -> bool:
        """Whether articles hold a word of a text that carries meaning, in any form; a word in a script that
        they do not use may be there all the same.
        """
        vocabulary = self._vocabulary(articles)
        if any(script(word) not in {"", *vocabulary.scripts} for word in words(text)):
            return True
        return any(vocabulary.holds_word(word) for word in words(text) if word not in STOP and len(word) > 3)

    def everything(self, article_id: str) -> tuple[EvidenceSentence, ...]:
        """All sentences of an article that are evidence, in order, as if all answered alike."""
        article, sentences = self._library.get(article_id), self._library.sentences(article_id)
        orders = self._silent.orders(article_id) | self._silent.asks(article_id)
        found = []
        for number, sentence in enumerate(sentences):
            if number in orders:
                continue
            before = sentences[number - 1] if number else None
            same = before is not None and before.paragraph == sentence.paragraph
            found.append(_evidence(article, number, sentence, 1.0, before if same else None))
        return tuple(found)

    def vectors(self, sentences: Sequence[EvidenceSentence]) -> NDArray[np.float32]:
        """Unit vectors of one article's sentences, shape (sentences, dimensions)."""
        if not sentences:
            return np.empty((0, 0), np.float32)
        numbers = [one.number for one in sentences]
        return np.take(self._library.sentence_vectors(sentences[0].article_id), numbers, axis=0)

    def vector(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a text, shape (dimensions,)."""
        (found,) = self._library.embedder.encode([text])
        return np.asarray(found, dtype=np.float32)

    def search(
        self,
        question: str,
        k: int,
        articles: Collection[str] | None = None,
        vector: NDArray[np.float32] | None = None,
    ) -> Searched:
        """The question set right, what no article holds of it, and all sentences read."""
        vocabulary = self._vocabulary(articles)
        asked = self.spelled(question, articles)
        if vector is None or asked != question:
            vector = self._library.embedder.encode([asked])[0]
        among = len(self._library.ids(most=2) if articles is None else set(articles)) > 1
        fused = (self.among.passages if among else self._passages)(asked, k, articles, vector)
        blocks = [Block.of(one.passage, self._library.sentences(one.passage.article_id)) for one in fused]
        orders = {block.passage.article_id: self._silent.orders(block.passage.article_id) for block in blocks}
        texts = [block.texts_without(orders[block.passage.article_id]) for block in blocks]
        titles = [self.among.told(one.passage.article_id) for one in fused] if among else None
        readings = self._readings(asked, texts, titles)
        rarity = Rarity(asked, [text for shown in texts for text in shown])
        found = []
        for one, block, reading in zip(fused, blocks, readings, strict=True):
            article_id = one.passage.article_id
            own = self._library.sentence_vectors(article_id)[block.first : block.last + 1]
            similarities = own @ vector
            for number in range(block.first, block.last + 1):
                if number in orders[article_id] or number in self._silent.asks(article_id):
                    continue
                near = float(similarities[number - block.first])
                row = features(asked, block, number, reading, near, rarity)
                found.append(Found(one, block, number, reading, row))
        return Searched(asked, missing(asked, vocabulary), tuple(found), among)

    def _passages(
        self, question: str, k: int, articles: Collection[str] | None, vector: NDArray[np.float32]
    ) -> list[Fused]:
        """The passages of an article that are read, at least `k` where there are as many, the best first."""
        dense = self._library.nearest(vector, DEPTH, articles)
        return fuse(dense, self._library.matching(question, DEPTH, articles))[: max(k, READ)]

    def _readings(
        self, question: str, passages: Sequence[Sequence[str]], titles: Sequence[str] | None
    ) -> tuple[Reading, ...]:
        """Each passage's reading.

        :param titles: what is read before each; None: nothing.
        """
        if titles is None:
            read = self._reader.read(question, passages)
        else:
            led = [[title, *texts] for title, texts in zip(titles, passages, strict=True)]
            read = tuple(without_first(one) for one in self._reader.read(question, led))
        if self._reranker is None:
            return read
        scored = [self._reranker.scores(question, passage) for passage in passages]
        return tuple(replace(one, sentences=scores) for one, scores in zip(read, scored, strict=True))

    def _sentence(self, one: Found, relevance: float) -> EvidenceSentence:
        article = self._library.get(one.fused.passage.article_id)
        span = one.reading.spans[one.number - one.block.low]
        short = ShortAnswer(span.start, span.end, span.score) if span else None
        return _evidence(article, one.number, one.sentence, relevance, one.previous, short)

    def _scored(self, one: Fused, score: float) -> ScoredPassage:
        p = one.passage
        title = self._library.get(p.article_id).title
        return ScoredPassage(
            p.text, p.start, p.end, p.article_id, title, p.heading, score, one.dense_rank, one.lexical_rank
        )

    def _vocabulary(self, articles: Collection[str] | None) -> Vocabulary:
        if articles is None:
            return Vocabulary(self._library.words())
        ids = tuple(sorted(articles))
        key = self._library.generation(), ids  # an article may have been renamed
        vocabulary = self._vocabularies.get(key)
        if vocabulary is None:
            vocabulary = Vocabulary("\n".join(text_of(self._library.get(one)) for one in ids))
            self._vocabularies = {key: vocabulary}  # one at a time
        return vocabulary


def _evidence(
    article: Article,
    number: int,
    sentence: Sentence,
    relevance: float,
    previous: Sentence | None,
    short: ShortAnswer | None = None,
) -> EvidenceSentence:
    before = article.text[max(0, sentence.start - CONTEXT) : sentence.start]
    after = article.text[sentence.end : sentence.end + CONTEXT]
    return EvidenceSentence(
        article.id, article.title, number, sentence, relevance, previous, short, before, after,
        article.sha256, article.outlet, article.published,
    )  # fmt: skip
