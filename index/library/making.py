"""An article in; its sentences and passages with their vectors out: all that takes long in adding it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import split
from ..article import Article, Passage, Sentence
from ..catalogue.kept import Kept
from ..embed import Embedder
from ..progress import Pace
from ..rules import rules


@dataclass(frozen=True, slots=True)
class Made:
    """Passages with their unit vectors, shape (passages, dimensions), and what is kept of the sentences.

    `by` names the code and the model that made it.
    """

    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    kept: Kept
    by: str


def made_by(embedder: Embedder) -> str:
    """What an article is made by now."""
    return f"{rules()} {embedder.name}"


def make(article: Article, embedder: Embedder, pace: Pace | None = None) -> Made:
    """Split and embed an article, passages and sentences in one go, so that batches hold texts of one length.

    A passage is read with its article's title and its heading before it, a sentence by itself.

    :param pace: is told of the passages as they are made; None: nobody.
    """
    sentences = split.sentences(article)
    passages = split.passages(article, embedder.counts, every=sentences)
    told: Callable[[float], None] | None = None
    if pace:
        pace.planned(len(passages))
        told = pace.made
    whole = ["\n".join(filter(None, (article.title, p.heading, p.text))) for p in passages]
    vectors = embedder.encode([*whole, *(sentence.text for sentence in sentences)], told)
    return Made(
        passages, vectors[: len(passages)], Kept(sentences, vectors[len(passages) :]), made_by(embedder)
    )


def keepable(sentences: Sequence[Sentence], embedder: Embedder) -> Kept:
    """Sentences with vectors of theirs alone."""
    return Kept(tuple(sentences), embedder.encode([sentence.text for sentence in sentences]))
