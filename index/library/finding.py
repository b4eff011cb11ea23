"""What a library holds, and the two ways to search it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..article import Article, Passage
from ..vocabulary import Held
from .opened import Opened

if TYPE_CHECKING:
    from .shelf import Shelf


class Finding(Opened):
    """The part of `Library` that changes nothing."""

    def articles(self, superseded: bool = False) -> tuple[Article, ...]:
        """All articles, by title.

        :param superseded: whether those that a newer version replaces are among them.
        """
        return _by_title(map(self.get, self.ids(superseded)))

    def ids(self, superseded: bool = False, most: int | None = None) -> tuple[str, ...]:
        """Ids of all articles, sorted; `superseded` as for `articles`.

        :param most: only so many of the articles, which takes no longer in a large library; None: all.
        """
        catalogue = self._open().catalogue
        return catalogue.ids(superseded) if most is None or superseded else catalogue.first(most)

    def count(self) -> int:
        """How many articles are searched."""
        return self._open().catalogue.articles()

    def generation(self) -> int:
        """A number that is another one after each change of the library, whoever makes it."""
        return self._open().catalogue.generation

    def unknown(self, ids: Collection[str]) -> tuple[str, ...]:
        """Those of some ids, sorted, whose articles are not searched here."""
        return tuple(sorted(set(ids) - self._open().catalogue.searched(ids)))

    def words(self) -> Held:
        """The words of all articles."""
        return self._open().catalogue.words

    def versions(self, article_id: str) -> tuple[Article, ...]:
        """All versions of an article that are stored, oldest first; just the article where there is one.

        :raises ArticleError: if there is none of this id, or one of them is damaged.
        """
        self.get(article_id)
        return tuple(self.get(head.article_id) for head in self._lineage(article_id))

    def twins(self, article_id: str) -> tuple[Article, ...]:
        """Articles in the library with much the same words, as noticed when the later one was added: one
        agency's story in two outlets. By title.

        :raises ArticleError: if there is none of this id.
        """
        self.get(article_id)
        return _by_title(map(self.get, self._open().catalogue.twins_of(article_id)))

    def check(self) -> tuple[str, ...]:
        """Everything wrong with the store, a line each; () if it is sound.

        Compared are the record, every article's hash, every stored passage with the slice of its snapshot
        and with what splitting gives today, and the catalogue with all of it.
        """
        from ..check import problems

        shelf = self._open(seed=False)
        if reason := shelf.store.mismatch():
            return (reason,)
        return tuple(problems(shelf.store, shelf.catalogue, self.embedder.counts))

    def nearest(
        self, query: str | NDArray[np.float32], k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """Dense search: the passages nearest to a query, best first, with cosine similarities.

        :param query: a text, or its vector where the caller has it already, shape (dimensions,).
        :param articles: ids to restrict to; None: all.
        """
        vector = self.embedder.encode([query])[0] if isinstance(query, str) else query
        return self._nearest(self._open(), vector, k, articles)

    def matching(
        self, query: str, k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """Lexical search: the passages with the best BM25 score, best first; none without a shared term."""
        return self._fitting().catalogue.search(query, k, articles)

    def _nearest(
        self, shelf: Shelf, vector: NDArray[np.float32], k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """`nearest`, without passages of articles that are being added, or that a newer version replaces."""
        without: set[str] = set()
        while True:
            found = shelf.store.search(vector, k, articles, without)
            ids = {passage.article_id for passage, _ in found}
            if not (others := ids - shelf.catalogue.searched(ids)):
                return found
            without |= others


def _by_title(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.title, article.id)))
