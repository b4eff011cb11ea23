"""What a search found: passages by two rankings, and the sentences that were read in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index import Passage, Sentence

from .candidates import Block
from .fusion import AnswerFeatures, Fusion, SentenceFeatures
from .many import PassageFeatures
from .missing import Missing
from .reader import Reading

RRF_K = 60
"""Constant of reciprocal rank fusion, as in Cormack et al. (2009), https://doi.org/10.1145/1571941.1572114."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage with its score: by reciprocal ranks, or of many articles the log-odds of `many`, which are
    computed from `among`. Ranks count from 1, None where not found.
    """

    passage: Passage
    score: float
    dense_rank: int | None
    lexical_rank: int | None
    among: PassageFeatures | None = None


def fuse(dense: Sequence[tuple[Passage, float]], lexical: Sequence[tuple[Passage, float]]) -> list[Fused]:
    """Reciprocal rank fusion: a passage's score is the sum of 1 / (60 + rank) over both lists, best first.

    :param dense: passages with cosine similarities, best first.
    :param lexical: passages with BM25 scores, best first.
    """
    dense_ranks = {passage.id: rank for rank, (passage, _) in enumerate(dense, 1)}
    lexical_ranks = {passage.id: rank for rank, (passage, _) in enumerate(lexical, 1)}
    passages = {passage.id: passage for passage, _ in [*dense, *lexical]}
    fused = []
    for key, passage in passages.items():
        ranks = dense_ranks.get(key), lexical_ranks.get(key)
        score = sum(1 / (RRF_K + rank) for rank in ranks if rank is not None)
        fused.append(Fused(passage, score, *ranks))
    return sorted(fused, key=lambda f: (-f.score, f.passage.article_id, f.passage.start))


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a passage that was read, with what speaks for it; `reading` is its passage's."""

    fused: Fused
    block: Block
    number: int
    reading: Reading
    features: SentenceFeatures

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.block.everything[self.number]

    @property
    def previous(self) -> Sentence | None:
        """The one before it in its paragraph."""
        return self.block.previous(self.number)


@dataclass(frozen=True, slots=True)
class Searched:
    """A question set right, what the articles lack of it, and the sentences that were read for it.

    `among`: whether it was put to more than one article.
    """

    question: str
    missing: Missing
    found: tuple[Found, ...]
    among: bool = False


def answer_features(searched: Searched, fusion: Fusion) -> AnswerFeatures:
    """What speaks for there being an answer among the sentences, at least one, that were found."""
    odds, _, best = max(
        (fusion.sentence.log_odds(one.features), -at, one) for at, one in enumerate(searched.found)
    )
    unknown = min(len(searched.missing.named), 2) / 2
    return AnswerFeatures(odds, best.features.read, best.features.passage, unknown)
