"""`Library`: the articles that can be asked, and the two ways to search them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from .. import split
from ..article import Article, Passage, Sentence
from ..catalogue.catalogue import EVERYTHING
from ..embed import Embedder
from ..errors import ArticleError, BylineError, StoreError
from ..heads import Head, lineage
from ..lock import beside, writing
from ..origin import of_source, place
from ..progress import Pace, Progress
from ..read import Item, items, one
from ..settings import Settings, default_store
from ..vocabulary import Held
from .making import keepable, made_by, make
from .recent import Recent
from .shipped import shipped_articles

if TYPE_CHECKING:
    from ..store import Store
    from .shelf import Shelf

RECENT = 256
"""Articles that are kept in memory, with their sentences."""

_Thing = TypeVar("_Thing")


class Library:
    """Articles in a store, with their sentences, passages, vectors and terms.

    Opening is cheap: the store and the embedding model are loaded at their first use. The default
    library, where it has never held an article, takes in the shipped one when it is first read. Methods
    may be called from several threads. It frees the store's files with `close`, at the end of a `with`
    block, or when nobody holds it any more.

    :param settings: None: from the environment and `byline.toml`.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.embedder = Embedder(self.settings)
        self._lock = threading.RLock()
        self._shelf: Shelf | None = None
        self._seeded = self.settings.store != default_store()
        self._articles: Recent[Article] = Recent(RECENT)
        self._sentences: Recent[tuple[Sentence, ...]] = Recent(RECENT)
        self._vectors: Recent[NDArray[np.float32]] = Recent(RECENT)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the store's files or connections; the next use opens it again."""
        with self._lock:
            if self._shelf is not None:
                self._shelf.close()
                self._shelf = None

    def add(self, source: str | Path | Article) -> Article:
        """Store an article; if one of the same text is there, that one is returned and nothing changes.

        A file or an address whose text has changed since it was added is stored as a new version: the one
        before can still be had by its id, and is no longer searched.

        :param source: an `Article`, a path of a text, HTML, PDF or Word file, or an `http(s)://` address.
        :raises ArticleError: if it cannot be read or holds no text; the store is then as it was.
        :raises StoreError: if the store does not fit the settings.
        """
        return self._add(one(source, self.settings))

    def add_all(
        self,
        sources: Iterable[str | Path | Article],
        progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[tuple[str, Article | BylineError]]:
        """Add many, one after the other; what fails does not stop the rest.

        :param sources: files, folders with all that they hold, patterns such as `*.html`, `.zip` files,
            addresses, `-` for standard input, or articles.
        :param progress: is told how far it is, from the thread that asks for the next result; None: nobody.
        :return: for each article that was found its source and what `add` returned or raised, as it comes.
        """
        given = list(sources)
        pace = Pace(sum(1 for _ in items(given, self.settings)), progress) if progress else None
        for item in items(given, self.settings):
            if pace:
                pace.begin(item.name)
            try:
                yield item.name, self._add(item, pace=pace)
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

    def add_shipped(self) -> tuple[Article, ...]:
        """Add the shipped articles to a store in a folder that has never held an article; else ()."""
        with self._lock, writing(self.settings):
            if self.settings.is_remote or self._used.exists() or self._fitting().catalogue.first(1):
                return ()
            return tuple(self.add(path) for path in _progress(shipped_articles(), "indexing"))

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

    def unknown(self, ids: Collection[str]) -> tuple[str, ...]:
        """Those of some ids, sorted, whose articles are not searched here."""
        return tuple(sorted(set(ids) - self._open().catalogue.searched(ids)))

    def words(self) -> Held:
        """The words of all articles."""
        return self._open().catalogue.words

    def get(self, article_id: str) -> Article:
        """The stored article of this id.

        :raises ArticleError: if there is none, or it is damaged.
        """
        self._open()
        return self._read(article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The sentences of a stored article, in order, with speakers."""
        article = self.get(article_id)

        def find() -> tuple[Sentence, ...]:
            kept = self._open().catalogue.kept(article, made_by(self.embedder))
            return kept.sentences if kept else split.sentences(article)

        return self._sentences.get(article_id, find)

    def sentence_vectors(self, article_id: str) -> NDArray[np.float32]:
        """The unit vectors of a stored article's sentences, shape (sentences, dimensions).

        They are made at indexing; or now, and kept, where another machine or an older Byline added it.
        """
        article, sentences = self.get(article_id), self.sentences(article_id)

        def find() -> NDArray[np.float32]:
            catalogue, by = self._open().catalogue, made_by(self.embedder)
            kept = catalogue.kept(article, by)
            if kept is None:
                kept = keepable(sentences, self.embedder)
                catalogue.keep(article_id, kept, by)
            return kept.vectors

        return self._vectors.get(article_id, find)

    def remove(self, article_id: str) -> Article | None:
        """Take an article out of the library and return it; None if it was damaged.

        Its earlier versions go with it; an earlier version goes alone.

        :raises ArticleError: if there is none of this id.
        """
        self._open()
        with self._held() as shelf:
            article = self._stored(article_id)
            if article is None and shelf.catalogue.head(article_id) is None:
                return self.get(article_id)  # says what is wrong
            searched = shelf.catalogue.searched([article_id])
            gone = [head.article_id for head in self._lineage(article_id)] if searched else [article_id]
            shelf.catalogue.intend(gone)
            stamp = shelf.gone_stamp()
            for one_id in gone:  # the oldest first: what is left is never searched in the newest one's place
                shelf.store.remove(one_id, stamp)
                self._forget(one_id)
            shelf.change(lambda change: change.drop(gone, stamp))
            return article

    def rebuild(self) -> int:
        """Split and embed every article again under these settings; returns the number of those searched.

        The old passages stay in place until the new ones are complete.
        """
        self._open(seed=False)
        with self._held() as shelf:
            shelf.list_anew()
            ids = shelf.catalogue.ids()
            shelf.catalogue.intend([EVERYTHING])

            def contents() -> Iterator[tuple[Sequence[Passage], NDArray[np.float32]]]:
                for article_id in _progress(ids, "indexing"):
                    made = make(shelf.store.article(article_id), self.embedder)
                    shelf.catalogue.keep(article_id, made.kept, made.by)
                    yield made.passages, made.vectors

            shelf.store.replace_passages(contents())
            shelf.mend()
            self._forget_all()
            return len(ids)

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

    def _add(self, item: Item, read_there: Head | None = None, pace: Pace | None = None) -> Article:
        """`add` of what an item reads.

        :param read_there: an article that was read there before, whatever the store says; None: as it says.
        :param pace: is told of the passages as they are made; None: nobody.
        """
        from . import adding

        shelf = self._fitting()
        source = item.source() if item.source else None
        known = shelf.catalogue.source(source.digest) if source else None
        if (
            known
            and adding.standing(shelf, known, item.origin, read_there)
            and (found := self._stored(known))
        ):
            return found  # the same bytes as before: they need not be read
        article = source.article() if source else item.load()
        standing = adding.standing(shelf, article.id, item.origin, read_there)
        found = self._stored(article.id) if standing else None
        if found is None:
            made = make(article, self.embedder, pace)
            with shelf.held():
                head = adding.put(
                    shelf,
                    article,
                    made,
                    item.origin,
                    read_there,
                    self._stored,
                    lambda vector, k: self._nearest(shelf, vector, k),
                )
                if not self.settings.is_remote:
                    self._used.touch()
            for changed in (article.id, head.replaces or ""):
                self._forget(changed)
            found = self._read(article.id)
        if source and known != article.id:
            shelf.catalogue.remember(source.digest, article.id)
        return found

    def _stored(self, article_id: str) -> Article | None:
        """The stored article of this id; None if there is none, or it is damaged."""
        try:
            return self._read(article_id)
        except ArticleError:
            return None

    def _read(self, article_id: str) -> Article:
        shelf = self._open(seed=False)
        return self._articles.get(article_id, lambda: shelf.store.article(article_id))

    def _lineage(self, article_id: str) -> tuple[Head, ...]:
        catalogue = self._open().catalogue
        head = catalogue.head(article_id)
        return lineage(head, catalogue.read_at(head.origin)) if head else ()

    def _head(self, article_id: str) -> Head:
        """A stored article's bookkeeping, with where the article itself says it is from, where nobody else
        does."""
        head = self._open().catalogue.head(article_id) or Head(article_id)
        return head if head.origin else replace(head, origin=of_source(self.get(article_id)))

    @property
    def _used(self) -> Path:
        """A file in the store's folder that says that it has held an article."""
        return beside(self.settings) / "used"

    @contextmanager
    def _held(self) -> Iterator[Shelf]:
        """The shelf, to be changed by nobody else meanwhile."""
        shelf = self._open(seed=False)
        with shelf.held():
            yield shelf

    def _fitting(self, seed: bool = False) -> Shelf:
        shelf = self._open(seed)
        if reason := shelf.store.mismatch():
            raise StoreError(reason)
        return shelf

    def _open(self, seed: bool = True) -> Shelf:
        """The shelf, with what others have changed."""
        from ..store import SCHEMA, Record
        from .shelf import Shelf

        with self._lock:
            if self._shelf is None:
                record = Record(SCHEMA, self.embedder.name, split.PASSAGE_PIECES)
                self._shelf = Shelf(self.settings, record)
            shelf = self._shelf
            if seed and not self._seeded:
                self._seeded = True  # first, because adding comes back here
                try:
                    self.add_shipped()
                except BaseException:
                    self._seeded = False
                    raise
        if shelf.fresh():
            self._forget_all()
        return shelf

    def _opened(self, seed: bool = True) -> Store:
        return self._open(seed).store

    def _forget(self, article_id: str) -> None:
        for recent in (self._articles, self._sentences, self._vectors):
            recent.forget(article_id)

    def _forget_all(self) -> None:
        for recent in (self._articles, self._sentences, self._vectors):
            recent.clear()


def _by_title(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.title, article.id)))


def _progress(things: Sequence[_Thing], what: str) -> Iterable[_Thing]:
    """The things with a progress bar on a terminal, and without one elsewhere."""
    bar: Iterable[_Thing] = tqdm(things, desc=what, unit="article", disable=not sys.stderr.isatty())
    return bar
