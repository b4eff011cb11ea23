"""Plain retrieval to compare with: the best single sentence, quoted, by BM25, by vectors, or by both."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index import Article, Library, Passage, Sentence, Settings
from rag import Answer, AnswerSentence, Citation, ScoredPassage

from ..questions import Question
from ..records import Reply, Span
from .lexical import LexicalIndex

if TYPE_CHECKING:
    from index.store import Store
    from rag.retrieve.found import Fused


class LexicalOnly:
    """BM25 over the article's sentences, each on its own.

    Confidence is s / (1 + s) of the best score s. A question that shares no word with the article finds
    nothing, and only then does this abstain.
    """

    name = "bm25"

    def __init__(self, library: Library) -> None:
        self._library = library
        self._search = _LexicalSearch(library)

    def ask(self, question: Question, article: Article) -> Reply:
        """Quote the best sentence; `ranked` are all that share a word with the question."""
        from rag.retrieve.found import Fused

        self._search.index(article)
        began = time.perf_counter()
        hits = self._search.find(question.question, article)
        found = [Fused(passage, s / (1 + s), None, rank) for rank, (passage, s) in enumerate(hits, 1)]
        return _reply(self, self._library, question, article, found, began)


class DenseOnly:
    """Cosine of the question with each sentence, by Byline's embedding model in Chroma.

    Confidence is the best cosine, not under 0.

    :param folder: for the store of sentence vectors; empty or new.
    """

    name = "dense"

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._search = _DenseSearch(library, folder)

    def ask(self, question: Question, article: Article) -> Reply:
        """Quote the nearest sentence; `ranked` are all sentences."""
        from rag.retrieve.found import Fused

        self._search.index(article)
        began = time.perf_counter()
        hits = self._search.find(question.question, article)
        found = [Fused(passage, _unit(cosine), rank, None) for rank, (passage, cosine) in enumerate(hits, 1)]
        return _reply(self, self._library, question, article, found, began)


class HybridSentences:
    """Both of them, fused by reciprocal rank.

    Confidence is the best fused score over the highest possible one, that of the first rank in both.

    :param folder: for the store of sentence vectors; empty or new.
    """

    name = "hybrid"

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._lexical = _LexicalSearch(library)
        self._dense = _DenseSearch(library, folder)

    def ask(self, question: Question, article: Article) -> Reply:
        """Quote the best sentence; `ranked` are all sentences."""
        from rag.retrieve.found import RRF_K, Fused, fuse

        self._dense.index(article)
        self._lexical.index(article)
        began = time.perf_counter()
        dense = self._dense.find(question.question, article)
        lexical = self._lexical.find(question.question, article)
        highest = 2 / (RRF_K + 1)
        found = [
            Fused(f.passage, _unit(f.score / highest), f.dense_rank, f.lexical_rank)
            for f in fuse(dense, lexical)
        ]
        return _reply(self, self._library, question, article, found, began)


class _Named(Protocol):
    name: str


class _LexicalSearch:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._indexes: dict[str, LexicalIndex] = {}

    def index(self, article: Article) -> None:
        if article.id not in self._indexes:
            sentences = _passages(self._library, article)
            self._indexes[article.id] = LexicalIndex(sentences)

    def find(self, text: str, article: Article) -> list[tuple[Passage, float]]:
        index = self._indexes[article.id]
        return index.search(text, len(index.passages))


class _DenseSearch:
    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder
        self._store: Store | None = None
        self._counts: dict[str, int] = {}

    def index(self, article: Article) -> None:
        if article.id not in self._counts:
            sentences = _passages(self._library, article)
            vectors = self._library.embedder.encode([s.text for s in sentences])
            self._opened().add(article, sentences, vectors)
            self._counts[article.id] = len(sentences)

    def find(self, text: str, article: Article) -> list[tuple[Passage, float]]:
        [vector] = self._library.embedder.encode([text])
        return self._opened().search(vector, self._counts[article.id], [article.id])

    def _opened(self) -> Store:
        from index.store import SCHEMA, Record, Store

        if self._store is None:
            record = Record(SCHEMA, self._library.embedder.name, passage_pieces=0)  # single sentences
            self._store = Store(Settings(store=str(self._folder)), record)
        return self._store


def _passages(library: Library, article: Article) -> list[Passage]:
    return [Passage(article.id, s.text, s.start, s.end) for s in library.sentences(article.id)]


def _reply(
    system: _Named,
    library: Library,
    question: Question,
    article: Article,
    found: list[Fused],
    began: float,
) -> Reply:
    """The first of the found sentences as the answer, and all of them as the ranking."""
    by_start = {s.start: s for s in library.sentences(article.id)}
    best = by_start[found[0].passage.start] if found else None
    answer = Answer(
        question=question.question,
        text=_marked(best) if best else "The article does not say.",
        abstained=best is None,
        reason=None if best else "No sentence of the article shares a word with the question.",
        citations=(_citation(best, article),) if best else (),
        sentences=(AnswerSentence(best.text, (1,), 1.0, "supported"),) if best else (),
        passages=tuple(_scored(f, article) for f in found[: library.settings.k]),
        confidence=found[0].score if found else 0.0,
        generator=system.name,
        timings={"total": time.perf_counter() - began},
    )
    return Reply(answer, tuple(Span(article.id, f.passage.start, f.passage.end) for f in found))


def _marked(sentence: Sentence) -> str:
    """The sentence with `[1]` before its end mark."""
    from rag.marking import END_MARK

    text = sentence.text
    match = END_MARK.search(text)
    at = match.start() if match else len(text)
    return f"{text[:at]} [1]{text[at:]}"


def _citation(s: Sentence, article: Article) -> Citation:
    return Citation(1, s.text, s.start, s.end, article.id, article.title, s.speaker, s.direct, 1.0)


def _scored(found: Fused, article: Article) -> ScoredPassage:
    p = found.passage
    return ScoredPassage(
        p.text, p.start, p.end, article.id, article.title, None, found.score, found.dense_rank,
        found.lexical_rank,
    )  # fmt: skip


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
