"""Question in, evidence out: dense and BM25 search, fused, then read sentence by sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index import Library, Passage, Sentence

from .answer import ScoredPassage
from .answerable import Calibration, Features
from .evidence import Evidence, EvidenceSentence
from .read import Reader, Reading
from .words import Vocabulary, names, numbers, terms

RRF_K = 60
"""Constant of reciprocal rank fusion, as in Cormack et al. (2009), https://doi.org/10.1145/1571941.1572114."""
DEPTH = 24
"""Passages that either search gives to the fusion."""
READ = 12
"""Fused passages that are read, at the least."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage with its reciprocal-rank score; ranks count from 1, None where not found."""

    passage: Passage
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    similarity: float


def fuse(dense: Sequence[tuple[Passage, float]], lexical: Sequence[tuple[Passage, float]]) -> list[Fused]:
    """Reciprocal rank fusion: a passage's score is the sum of 1 / (60 + rank) over both lists, best first.

    :param dense: passages with cosine similarities, best first.
    :param lexical: passages with BM25 scores, best first.
    """
    dense_ranks = {passage.id: rank for rank, (passage, _) in enumerate(dense, 1)}
    lexical_ranks = {passage.id: rank for rank, (passage, _) in enumerate(lexical, 1)}
    similarities = {passage.id: similarity for passage, similarity in dense}
    passages = {passage.id: passage for passage, _ in [*dense, *lexical]}
    fused = []
    for key, passage in passages.items():
        ranks = dense_ranks.get(key), lexical_ranks.get(key)
        score = sum(1 / (RRF_K + rank) for rank in ranks if rank is not None)
        fused.append(Fused(passage, score, *ranks, similarities.get(key, 0.0)))
    return sorted(fused, key=lambda f: (-f.score, f.passage.article_id, f.passage.start))


class Retriever:
    """Searches a library and reads what it finds.

    :param library: what to search.
    :param reader: judges each sentence of the fused passages with its neighbours in view.
    :param calibration: turns what was read into the probability that the question is answered.
    """

    def __init__(self, library: Library, reader: Reader, calibration: Calibration) -> None:
        self._library = library
        self._reader = reader
        self._calibration = calibration
        self._vocabularies: dict[tuple[str, ...], Vocabulary] = {}

    def retrieve(self, question: str, k: int, articles: Collection[str] | None = None) -> Evidence:
        """The evidence for a question: its `k` best passages, best first, with their sentences.

        :param articles: ids to restrict to; None: the whole library.
        """
        dense = self._library.nearest(question, DEPTH, articles)
        fused = fuse(dense, self._library.matching(question, DEPTH, articles))[: max(k, READ)]
        blocks = [self._block(one.passage) for one in fused]
        readings = self._reader.read(question, [[s.text for s in block.shown] for block in blocks])
        ranked = sorted(
            zip(fused, blocks, readings, strict=True),
            key=lambda row: (-_score(row[1], row[2]), -row[0].score),
        )[:k]
        found = tuple(self._scored(one, _score(block, reading)) for one, block, reading in ranked)
        sentences = sorted(
            (sentence for _, block, reading in ranked for sentence in self._sentences(block, reading)),
            key=lambda sentence: sentence.place,
        )
        unknown = self._unknown(question, articles)
        features = _features(question, fused, [(b, r) for _, b, r in ranked], unknown)
        return Evidence(question, found, tuple(sentences), self._calibration.probability(features), unknown)

    def _scored(self, one: Fused, score: float) -> ScoredPassage:
        p = one.passage
        title = self._library.get(p.article_id).title
        return ScoredPassage(
            p.text, p.start, p.end, p.article_id, title, p.heading, score, one.dense_rank, one.lexical_rank
        )

    def _block(self, passage: Passage) -> _Block:
        everything = self._library.sentences(passage.article_id)
        inside = [i for i, s in enumerate(everything) if passage.start <= s.start < passage.end]
        first, last = inside[0], inside[-1]
        low = first - 1 if first and everything[first - 1].heading == passage.heading else first
        return _Block(passage.article_id, everything, first, last, low)

    def _sentences(self, block: _Block, reading: Reading) -> list[EvidenceSentence]:
        title = self._library.get(block.article_id).title
        out = []
        for number in range(block.first, block.last + 1):
            sentence = block.everything[number]
            before = block.everything[number - 1] if number else None
            same = before if before and before.paragraph == sentence.paragraph else None
            relevance = reading.sentences[number - block.low]
            out.append(EvidenceSentence(block.article_id, title, number, sentence, relevance, same))
        return out

    def _unknown(self, question: str, articles: Collection[str] | None) -> tuple[str, ...]:
        """Names and numbers of the question that no article asked about holds."""
        vocabulary = self._vocabulary(articles)
        unknown = [name for name in names(question) if not vocabulary.holds_name(name)]
        unknown += [number for number in numbers(question) if not vocabulary.holds_number(number)]
        return tuple(dict.fromkeys(unknown))

    def _vocabulary(self, articles: Collection[str] | None) -> Vocabulary:
        ids = tuple(sorted(articles)) if articles is not None else self._library.ids()
        if ids not in self._vocabularies:
            found = [self._library.get(article_id) for article_id in ids]
            text = "\n".join(
                part
                for a in found
                for part in (a.title, a.outlet or "", a.section or "", a.author or "", a.text)
            )
            self._vocabularies = {ids: Vocabulary(text)}  # one at a time: libraries change
        return self._vocabularies[ids]


@dataclass(frozen=True, slots=True)
class _Block:
    """A passage as it is read: its own sentences `first` to `last`, from `low` on for context."""

    article_id: str
    everything: tuple[Sentence, ...]
    first: int
    last: int
    low: int

    @property
    def shown(self) -> tuple[Sentence, ...]:
        return self.everything[self.low : self.last + 1]


def _score(block: _Block, reading: Reading) -> float:
    """How likely a passage answers: by its best own sentence and by the reading as a whole."""
    best = max(reading.sentences[block.first - block.low :])
    return 0.5 * best + 0.5 * reading.answerable


def _features(
    question: str, fused: Sequence[Fused], read: Sequence[tuple[_Block, Reading]], unknown: tuple[str, ...]
) -> Features:
    asked = set(terms(question))
    best_sentence = answerable = span = covered = 0.0
    for block, reading in read:
        own = reading.sentences[block.first - block.low :]
        best_sentence = max(best_sentence, *own)
        answerable = max(answerable, reading.answerable)
        if reading.span is not None:
            span = max(span, reading.span.score)
    if read:
        block = max(read, key=lambda row: _score(*row))[0]
        held = {
            term for sentence in block.shown for term in terms(f"{sentence.text} {sentence.speaker or ''}")
        }
        covered = len(asked & held) / len(asked) if asked else 0.0
    return Features(
        sentence=best_sentence,
        passage=answerable,
        span=span,
        similarity=max((one.similarity for one in fused), default=0.0),
        covered=covered,
        unknown=min(len(unknown), 2) / 2,
    )
