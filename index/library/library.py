"""`Library`: the articles that can be asked, as they are added, changed and removed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ..article import Article, Passage
from ..catalogue import EVERYTHING
from ..errors import ArticleError, BylineError
from ..heads import Head
from ..holders import Holder, about, held_by
from ..origin import of_source, place
from ..progress import Pace, Progress
from ..read import Item, items, one
from ..read.source import Source, is_address
from .holding import Holding
from .making import make
from .shipped import shipped_articles

_Thing = TypeVar("_Thing")


class Library(Holding):
    """Articles in a store, with their sentences, passages, vectors and terms.

    Opening is cheap: the store and the embedding model are loaded at their first use. The default
    library, where it has never held an article, takes in the shipped one when it is first read. Methods
    may be called from several threads. It frees the store's files with `close`, at the end of a `with`
    block, or when nobody holds it any more.

    :param settings: None: from the environment and `byline.toml`.
    """

    def add(self, source: str | Path | Article, holder: Holder | None = None) -> Article:
        """Store an article; if one of the same text is there, that one is returned and nothing changes.

        A file or an address whose text has changed since it was added is stored as a new version: the one
        before can still be had by its id, and is no longer searched.

        :param source: an `Article`, a path of a text, HTML, PDF or Word file, or an `http(s)://` address.
        :param holder: whose it will be, beside others who brought the same text; None: everybody's. What
            came with the text is the holder's own, and the article's as far as it came with all copies.
        :raises ArticleError: if it cannot be read or holds no text; the store is then as it was.
        :raises StoreError: if the store does not fit the settings.
        """
        return self._add(one(source, self.settings), holder=holder)

    def add_all(
        self,
        sources: Iterable[str | Path | Article],
        progress: Callable[[Progress], None] | None = None,
        holder: Holder | None = None,
    ) -> Iterator[tuple[str, Article | BylineError]]:
        """Add many, one after the other; what fails does not stop the rest.

        :param sources: files, folders with all that they hold, patterns such as `*.html`, `.zip` files,
            addresses, `-` for standard input, or articles.
        :param progress: is told how far it is, from the thread that asks for the next result; None: nobody.
        :param holder: as for `add`; each article's bears the name of its own file, or its address.
        :return: for each article that was found its source and what `add` returned or raised, as it comes.
        """
        given = list(sources)
        pace = Pace(sum(1 for _ in items(given, self.settings)), progress) if progress else None
        for item in items(given, self.settings):
            if pace:
                pace.begin(item.name)
            own = replace(holder, name=holder.name or _name(item)) if holder else None
            try:
                yield item.name, self._add(item, holder=own, pace=pace)
            except BylineError as error:
                yield item.name, error
        if pace:
            pace.end()

    def refresh(self, article_id: str) -> Article:
        """Read an article's file or address again: its new version where the text has changed, else the
        article that stands for it already.

        :raises ArticleError: if there is no such article, it was not read from a file or an address, or that
            cannot be read any more; the library is then as it was.
        """
        self.get(article_id)  # says what is wrong
        head = self._head(article_id)
        where = place(head.origin)
        for item in items([where], self.settings):
            if item.origin == head.origin:
                return self._add(item, head)
        raise ArticleError(f"article {article_id} is no longer in {where}")

    def refreshable(self) -> tuple[str, ...]:
        """Ids of the articles, sorted, that were read from a file or an address."""
        catalogue = self._open().catalogue
        searched = set(catalogue.ids())
        heads = [head for head in catalogue.heads() if head.article_id in searched]
        return tuple(h.article_id for h in heads if h.origin or of_source(self.get(h.article_id)))

    def add_shipped(self) -> tuple[Article, ...]:
        """Add the shipped articles to a store in a folder that has never held an article; else ()."""
        if self.settings.is_remote or self._used.exists():
            return ()
        self._fitting()
        with self._held() as shelf:
            if self._used.exists() or shelf.catalogue.first(1):
                return ()
            return tuple(self.add(path) for path in _progress(shipped_articles(), "indexing"))

    def remove(self, article_id: str) -> Article | None:
        """Take an article out of the library and return it; None if it was damaged.

        Its earlier versions go with it; an earlier version goes alone.

        :raises ArticleError: if there is none of this id.
        """
        self._open()
        with self._held() as shelf:
            article = self._stored(article_id)
            if article is None and shelf.catalogue.head(article_id) is None:
                return self._read(article_id)  # says what is wrong
            searched = shelf.catalogue.searched([article_id])
            gone = [head.article_id for head in self._lineage(article_id)] if searched else [article_id]
            shelf.remove(gone)  # the oldest first: what is left is never searched in the newest one's place
        for one_id in gone:
            self._forget(one_id)
        return article

    def rebuild(self) -> int:
        """Split and embed every article again under these settings; returns the number of those searched.

        The old passages stay in place until the new ones are complete.
        """
        self._open(seed=False)
        with self._held() as shelf:
            shelf.list_anew()
            shelf.catalogue.intend([EVERYTHING])
            done: set[str] = set()

            def contents() -> Iterator[tuple[Sequence[Passage], NDArray[np.float32]]]:
                while left := [one for one in shelf.catalogue.ids() if one not in done]:
                    for article_id in _progress(left, "indexing"):
                        made = make(shelf.store.article(article_id), self.embedder)
                        shelf.catalogue.keep(article_id, made.kept, made.by)
                        done.add(article_id)
                        yield made.passages, made.vectors
                    shelf.fresh()  # on a server, another machine may have added some meanwhile

            shelf.store.replace_passages(contents())
            shelf.mend()
            self._forget_all()
            return len(done)

    def _add(
        self,
        item: Item,
        read_there: Head | None = None,
        holder: Holder | None = None,
        pace: Pace | None = None,
    ) -> Article:
        """`add` of what an item reads.

        It is split and embedded before the library is closed to others.

        :param read_there: an article that was read there before, whatever the store says; None: as it says.
        :param pace: is told of the passages as they are made; None: nobody.
        """
        from . import adding

        shelf = self._fitting()
        origin = "" if holder else item.origin  # it is nobody's business where somebody has it from
        source = item.source() if item.source else None
        known = shelf.catalogue.source(source.digest) if source and not holder else None
        same = known if known and adding.standing(shelf, known, origin, read_there) else None
        if same and (found := self._stored(same)):
            return found  # the same bytes as before: they need not be read
        article = source.article() if source else item.load()
        if holder:
            article = replace(article, source=None)
            holder = holder if holder.about is not None else replace(holder, about=about(article))
        elif adding.standing(shelf, article.id, origin, read_there) and self._stored(article.id):
            return self._remembered(source, article.id)
        head = shelf.catalogue.head(article.id) if shelf.catalogue.searched([article.id]) else None
        others = holder and head and head.holders and not held_by(holder.owner, head.holders)
        there = head and not others and self._stored(article.id)  # that others have it makes nothing faster
        made = None if there else make(article, self.embedder, pace)
        with self._held() as shelf:
            head = adding.put(
                shelf,
                article,
                lambda one: made if made and one == article else make(one, self.embedder, pace),
                adding.From(origin, read_there, holder),
                self._stored,
                lambda vector, k: self._nearest(shelf, vector, k),
            )
            if not self.settings.is_remote:
                self._used.touch()
        for changed in (article.id, head.replaces or ""):
            self._forget(changed)
        return self._remembered(None if holder else source, article.id)

    def _remembered(self, source: Source | None, article_id: str) -> Article:
        """A stored article, and that it came from these bytes."""
        if source:
            self._open(seed=False).catalogue.remember(source.digest, article_id)
        return self._read(article_id)

    def _head(self, article_id: str) -> Head:
        """A stored article's bookkeeping, with where the article itself says it is from, where nobody else
        does."""
        head = self._open().catalogue.head(article_id) or Head(article_id)
        return head if head.origin else replace(head, origin=of_source(self.get(article_id)))

    def _seed(self) -> None:
        self.add_shipped()


def _name(item: Item) -> str:
    """The address of what is read, or its file's name; "" for an article that is given as such."""
    if not item.origin:
        return ""
    return item.name if is_address(item.name) else PurePath(item.name).name


def _progress(things: Sequence[_Thing], what: str) -> Iterable[_Thing]:
    """The things with a progress bar on a terminal, and without one elsewhere."""
    bar: Iterable[_Thing] = tqdm(things, desc=what, unit="article", disable=not sys.stderr.isatty())
    return bar
