"""A new article in, the stored ones with much the same words out: looked for by vectors, told by words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .alike import LEAST, alike
from .article import Article, Passage

PASSAGES = 8
"""Passages of the new article, spread over it, that others are looked for by."""
NEAR = 8
"""Nearest passages that are looked at for each."""
LEAST_COSINE = 0.5
"""Least cosine similarity of such a passage."""


def twins(
    article: Article,
    vectors: NDArray[np.float32],
    nearest: Callable[[NDArray[np.float32], int], Sequence[tuple[Passage, float]]],
    stored: Callable[[str], Article | None],
) -> tuple[str, ...]:
    """Ids of the twins, sorted.

    :param vectors: of the article's passages, in order, shape (passages, dimensions).
    :param nearest: searches the stored articles.
    :param stored: gives an article by its id; None where it is damaged, or can be no twin.
    """
    if not len(vectors):
        return ()
    asked = vectors[:: -(-len(vectors) // PASSAGES)]
    near = {p.article_id for one in asked for p, cosine in nearest(one, NEAR) if cosine >= LEAST_COSINE}
    found = [other for article_id in sorted(near) if (other := stored(article_id))]
    return tuple(other.id for other in found if alike(article.text, other.text) >= LEAST)
