"""Whose an article is, what it is called, and how it is put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..article import Article
from ..catalogue import Changing
from ..errors import ArticleError
from ..heads import Head
from ..holders import Holders
from ..vocabulary import entries, text_of
from .finding import Finding
from .making import make

Copies = tuple[tuple[Head, Article], ...]
"""Articles that were taken out, with their bookkeeping, so that they can be put back."""


class Holding(Finding):
    """The part of `Library` that is about who brought an article."""

    def rename(self, article_id: str, title: str) -> Article:
        """Give an article another title; the empty one gives it its own again. Returns it with its title.

        :raises ArticleError: if there is none of this id.
        """
        self.get(article_id)  # says what is wrong
        with self._held() as shelf:
            head = shelf.catalogue.head(article_id) or Head(article_id)
            shelf.mark(replace(head, title=title.strip()))
        self._forget(article_id)
        return self.get(article_id)

    def holders(self, superseded: bool = False) -> dict[str, Holders]:
        """Whose each article is, by id in their order; `superseded` as for `articles`."""
        return self._open().catalogue.holders(superseded)

    def hold(self, article_id: str, change: Callable[[Holders], Holders]) -> None:
        """Say anew whose somebody's article is. Where nobody is left it is removed, and where all of them
        have read something in its place it is searched no more.

        :param change: gives its holders anew, by those that it has at that moment.
        :raises ArticleError: if there is none of this id, or it is everybody's.
        """
        self._open()
        with self._held() as shelf:
            head = shelf.catalogue.head(article_id)
            if head is None or not head.holders:
                self._read(article_id)
                raise ArticleError(f"article {article_id} is everybody's: expected one that somebody holds")
            holders = change(head.holders)
            head = replace(head, holders=holders)
            if not holders:
                shelf.remove([article_id])
            elif all(one.replaced_by for one in holders):
                shelf.retire(head)
            else:
                shelf.mark(head)
        self._forget(article_id)

    def copies(self, article_id: str) -> Copies:
        """What `remove` would take out, to be put back later.

        :raises ArticleError: if there is none of this id, or it is damaged.
        """
        self.get(article_id)
        searched = self._open().catalogue.searched([article_id])
        heads = self._lineage(article_id)
        gone = heads if searched else tuple(head for head in heads if head.article_id == article_id)
        return tuple((head, self.get(head.article_id)) for head in gone)

    def put_back(self, copies: Copies) -> None:
        """Store again what was taken out, as it was; what has come into the library since stays as it is."""
        self._fitting()
        made = {article.id: make(article, self.embedder) for _, article in copies}
        with self._held() as shelf:
            for head, article in copies:
                if shelf.catalogue.head(head.article_id) is not None:
                    continue
                again, whole = shelf.stamped(head), made[article.id]
                passages = () if head.retired else whole.passages
                held = {} if head.retired else entries(text_of(article))
                shelf.catalogue.intend([article.id])
                rows = shelf.store.add(article, passages, whole.vectors[: len(passages)], again)

                def step(change: Changing) -> None:
                    change.put(again, rows, passages, held)  # noqa: B023  (it is called at once)
                    change.keep(article.id, whole.kept, whole.by)  # noqa: B023

                shelf.change(step)
                self._forget(article.id)
