"""More passages than one would wait for to be split and embedded: for search alone, without sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from unittest.mock import patch

import numpy as np

from index import Article, Library, Passage
from index.catalogue.kept import Kept
from index.embed import Embedder
from index.library.making import Made, made_by
from index.split import passages

from ..text import changed
from .vectors import PartlyMadeUp

TOGETHER = 500
"""Passages of one of these articles."""
BREAK = "\n\n"
MAKER = "index.library.library.make"
"""What splits and embeds an article while it is added: all else is done as in the product."""


def paragraphs(base: tuple[Article, ...], embedder: PartlyMadeUp) -> Iterator[str]:
    """Texts of passages, again and again with other names and figures."""
    texts = [p.text.replace("\n", " ") for one in base for p in passages(one, embedder.counts)]
    for copy in count(1):
        for number, text in enumerate(texts):
            yield changed(Article(text), copy * len(texts) + number).text


def fill(library: Library, embedder: PartlyMadeUp, texts: Iterator[str], missing: int) -> None:
    """Add articles of which every paragraph is a passage, and of whose sentences nothing is kept.

    :param missing: passages to add, at least.
    """
    with patch(MAKER, made):
        for number in range(-(-missing // TOGETHER)):
            chosen = [next(texts) for _ in range(TOGETHER)]
            library.add(Article(BREAK.join(chosen), title=f"Collection {number}: {chosen[0][:40]}"))


def made(article: Article, embedder: Embedder, pace: object = None) -> Made:
    """What the library takes an article to be made of."""
    found, at = [], 0
    for text in article.text.split(BREAK):
        found.append(Passage(article.id, text, at, at + len(text)))
        at += len(text) + len(BREAK)
    vectors = embedder.encode([f"{article.title}\n{passage.text}" for passage in found])
    nothing = Kept((), np.empty((0, 0), np.float32))
    return Made(tuple(found), vectors, nothing, made_by(embedder))
