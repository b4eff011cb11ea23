"""`Library`: the articles that can be asked, and the two ways to search them."""

from __future__ import annotations

import hashlib
import logging
import shutil
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import platformdirs
from numpy.typing import NDArray
from tqdm import tqdm

from . import split
from .article import Article, Passage, Sentence
from .check import problems
from .embed import Embedder
from .errors import ArticleError, BylineError, StoreError
from .heads import Head, current, lineage
from .holders import Holder, Holders, with_holder
from .lexical import LexicalIndex
from .lock import writing
from .origin import of_source, place
from .progress import Pace, Progress
from .read import Item, items, origin_of, read
from .read.source import is_address
from .settings import Settings, default_store
from .twins import twins

if TYPE_CHECKING:
    from .store import Store

log = logging.getLogger(__name__)
Copies = tuple[tuple[Head, Article], ...]
"""Articles that were taken out, with their bookkeeping, so that they can be put back."""
_Item = TypeVar("_Item")


def shipped_articles() -> tuple[Path, ...]:
    """Files of the articles that come with Byline."""
    folder = Path(str(resources.files("index"))) / "articles"
    return tuple(sorted(folder.glob("*.txt")))


class Library:
    """Articles in a store, with their sentences, passages, vectors and BM25 index.

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
        self._store: Store | None = None
        self._seeded = self.settings.store != default_store()
        self._lexical: LexicalIndex | None = None
        self._articles: dict[str, Article] = {}
        self._sentences: dict[str, tuple[Sentence, ...]] = {}

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the store's files or connections; the next use opens it again."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None

    def add(self, source: str | Path | Article, holder: Holder | None = None) -> Article:
        """Store an article; if one of the same text is there, that one is returned and nothing changes.

        A file or an address whose text has changed since it was added is stored as a new version: the one
        before can still be had by its id, and is no longer searched.

        :param source: an `Article`, a path of a text, HTML, PDF or Word file, or an `http(s)://` address.
        :param holder: whose it will be, beside others who brought the same text, and of whom nothing else is
            kept with it; None: everybody's.
        :raises ArticleError: if it cannot be read or holds no text; the store is then as it was.
        :raises StoreError: if the store does not fit the settings.
        """
        if isinstance(source, Article):
            return self._add(source, "", holder=holder)
        return self._add(read(source, self.settings), origin_of(source), holder=holder)

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
                yield item.name, self._add(item.load(), item.origin, holder=own, pace=pace)
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
                return self._add(item.load(), head.origin, head)
        raise ArticleError(f"article {article_id} is no longer in {where}")

    def refreshable(self) -> tuple[str, ...]:
        """Ids of the articles, sorted, that were read from a file or an address."""
        heads = current(self._opened().heads())
        return tuple(h.article_id for h in heads if h.origin or of_source(self.get(h.article_id)))

    def versions(self, article_id: str) -> tuple[Article, ...]:
        """All versions of an article that are stored, oldest first; just the article where there is one.

        :raises ArticleError: if there is none of this id, or one of them is damaged.
        """
        with self._lock:
            self.get(article_id)
            heads = self._opened().heads()
            head = next(head for head in heads if head.article_id == article_id)
            return tuple(self.get(one.article_id) for one in lineage(head, heads))

    def twins(self, article_id: str) -> tuple[Article, ...]:
        """Articles in the library with much the same words, as noticed when the later one was added: one
        agency's story in two outlets. By title.

        :raises ArticleError: if there is none of this id.
        """
        with self._lock:
            self.get(article_id)
            heads = current(self._opened().heads())
            own = {twin for head in heads if head.article_id == article_id for twin in head.twins}
            found = [h.article_id for h in heads if h.article_id in own or article_id in h.twins]
            return _by_title(map(self.get, found))

    def add_shipped(self) -> tuple[Article, ...]:
        """Add the shipped articles to a store in a folder that has never held an article; else ()."""
        with self._lock, writing(self.settings):
            if self.settings.is_remote or self._used.exists() or self._fitting().article_ids():
                return ()
            return tuple(self.add(path) for path in _progress(shipped_articles(), "indexing"))

    def articles(self, superseded: bool = False) -> tuple[Article, ...]:
        """All articles, by title.

        :param superseded: whether those that a newer version replaces are among them.
        """
        with self._lock:
            return _by_title(map(self.get, self.ids(superseded)))

    def ids(self, superseded: bool = False) -> tuple[str, ...]:
        """Ids of all articles, sorted; `superseded` as for `articles`."""
        heads = self._opened().heads()
        return tuple(head.article_id for head in (heads if superseded else current(heads)))

    def get(self, article_id: str) -> Article:
        """The stored article of this id.

        :raises ArticleError: if there is none, or it is damaged.
        """
        with self._lock:
            if article_id not in self._articles:
                self._articles[article_id] = self._opened().article(article_id)
            return self._articles[article_id]

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The sentences of a stored article, in order, with speakers."""
        with self._lock:
            if article_id not in self._sentences:
                self._sentences[article_id] = split.sentences(self.get(article_id))
            return self._sentences[article_id]

    def remove(self, article_id: str) -> Article | None:
        """Take an article out of the library and return it; None if it was damaged.

        Its earlier versions go with it; an earlier version goes alone.

        :raises ArticleError: if there is none of this id.
        """
        with self._lock, writing(self.settings):
            article = self._stored(article_id)
            if article is None and article_id not in self._opened().article_ids():
                return self.get(article_id)  # says what is wrong
            heads = self._opened().heads()
            head = next(head for head in heads if head.article_id == article_id)
            gone = lineage(head, heads) if head in current(heads) else (head,)
            for one in gone:  # the oldest first: what is left is never searched in the newest one's place
                self._opened().remove(one.article_id)
                self._forget(one.article_id)
            return article

    def rename(self, article_id: str, title: str) -> Article:
        """Give an article another title; the empty one gives it its own again. Returns it with its title.

        :raises ArticleError: if there is none of this id.
        """
        with self._lock, writing(self.settings):
            self.get(article_id)  # says what is wrong
            head = next(head for head in self._opened().heads() if head.article_id == article_id)
            self._opened().mark(replace(head, title=title.strip()))
            self._forget(article_id)
            return self.get(article_id)

    def holders(self, superseded: bool = False) -> dict[str, Holders]:
        """Whose each article is, by id in their order; `superseded` as for `articles`."""
        heads = self._opened().heads()
        return {head.article_id: head.holders for head in (heads if superseded else current(heads))}

    def hold(self, article_id: str, holders: Holders) -> None:
        """Say anew whose somebody's article is. Where nobody is left it is removed, and where all of them
        have read something in its place it is searched no more.

        :raises ArticleError: if there is none of this id, or it is everybody's.
        """
        with self._lock, writing(self.settings):
            heads = {head.article_id: head for head in self._opened().heads()}
            if article_id not in heads or not heads[article_id].holders:
                self.get(article_id)
                raise ArticleError(f"article {article_id} is everybody's: expected one that somebody holds")
            head = replace(heads[article_id], holders=holders)
            if not holders:
                self._opened().remove(article_id)
                self._forget(article_id)
            elif all(one.replaced_by for one in holders):
                self._retire(head)
            else:
                self._opened().mark(head)

    def copies(self, article_id: str) -> Copies:
        """What `remove` would take out, to be put back later.

        :raises ArticleError: if there is none of this id, or it is damaged.
        """
        with self._lock:
            self.get(article_id)
            heads = self._opened().heads()
            head = next(head for head in heads if head.article_id == article_id)
            gone = lineage(head, heads) if head in current(heads) else (head,)
            return tuple((one, self.get(one.article_id)) for one in gone)

    def put_back(self, copies: Copies) -> None:
        """Store again what was taken out, as it was; what has come into the library since stays as it is."""
        with self._lock, writing(self.settings):
            store = self._fitting()
            there = store.article_ids()
            for head, article in copies:
                if head.article_id not in there:
                    passages = () if head.retired else split.passages(article, self.embedder.counts)
                    store.add(article, passages, self._embed(article, passages), head)
                    self._forget(head.article_id)

    def rebuild(self) -> int:
        """Split and embed every article again under these settings; returns the number of those searched.

        The old passages stay in place until the new ones are complete.
        """
        with self._lock, writing(self.settings):
            store = self._opened(seed=False)
            everything = [store.article(head.article_id) for head in current(store.heads())]
            bar = _progress(everything, "indexing")
            contents = []
            for article in bar:
                passages = split.passages(article, self.embedder.counts)
                contents.append((passages, self._embed(article, passages)))
            store.replace_passages(contents)
            shutil.rmtree(self._lexical_folder(), ignore_errors=True)
            self._lexical = None
            self._articles.clear()
            self._sentences.clear()
            return len(everything)

    def check(self) -> tuple[str, ...]:
        """Everything wrong with the store, a line each; () if it is sound.

        Compared are the record, every article's hash, and every stored passage with the slice of
        its snapshot and with what splitting gives today.
        """
        store = self._opened(seed=False)
        if reason := store.mismatch():
            return (reason,)
        return tuple(problems(store, self.embedder.counts))

    def nearest(
        self, query: str | NDArray[np.float32], k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """Dense search: the passages nearest to a query, best first, with cosine similarities.

        :param query: a text, or its vector where the caller has it already, shape (dimensions,).
        :param articles: ids to restrict to; None: all.
        """
        vector = self.embedder.encode([query])[0] if isinstance(query, str) else query
        with self._lock:
            return self._opened().search(vector, k, articles)

    def matching(
        self, query: str, k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """Lexical search: the passages with the best BM25 score, best first; none without a shared term."""
        return self._lexical_index().search(query, k, articles)

    def _stored(self, article_id: str) -> Article | None:
        """The stored article of this id; None if there is none, or it is damaged."""
        if article_id not in self._opened(seed=False).article_ids():
            return None
        try:
            return self.get(article_id)
        except ArticleError:
            return None

    def _add(
        self,
        article: Article,
        origin: str,
        read_there: Head | None = None,
        holder: Holder | None = None,
        pace: Pace | None = None,
    ) -> Article:
        """`add` of what was read at an origin; "": nobody knows where.

        It is split and embedded before the library is closed to others.

        :param read_there: an article that was read there before, whatever the store says; None: as it says.
        :param pace: is told of the passages as they are made; None: nobody.
        """
        if holder:  # it is nobody's business where they have it from, and no version of anybody else's
            article, origin = replace(article, source=None), ""
        there = {head.article_id for head in current(self._fitting().heads())}
        ready = None if article.id in there else self._prepared(article, pace)
        with self._lock, writing(self.settings):
            store = self._fitting()
            heads = store.heads()
            searched = {head.article_id: head for head in current(heads)}
            holders: Holders = ()
            known = next((head for head in heads if head.article_id == article.id), None)
            if holder and known and not known.holders:
                if article.id not in searched:
                    raise ArticleError(
                        f"the library has a newer version of {article.title!r}, of everybody's: ask that one"
                    )
            elif holder:
                holders = with_holder(known.holders if known else (), holder)
            elif known and known.holders:  # it becomes everybody's, as it was read just now
                searched.pop(article.id, None)
                store.remove(article.id)
                self._forget(article.id)
            before = next((head for head in searched.values() if origin and head.origin == origin), None)
            if before is None and read_there and read_there.article_id in searched:
                before = read_there
            stored = self._stored(article.id)
            if stored and article.id in searched:
                if before and before.article_id != article.id:  # its file holds another one's text now
                    self._retire(before)
                if holders:
                    store.mark(replace(searched[article.id], holders=holders))
                return stored
            head = searched.get(article.id)  # a damaged one
            if head is None:
                seen = [one.version for one in (*heads, *filter(None, [before])) if one.origin == origin]
                version = max(seen, default=0) + 1 if origin else 1
                head = Head(article.id, origin, version, before.article_id if before else None)
            head = replace(head, holders=holders)
            passages, vectors = ready or self._prepared(article, pace)
            elsewhere = [one for one, known in searched.items() if not origin or known.origin != origin]
            found = twins(article, vectors, store, set(elsewhere) - {article.id}, self._stored)
            head = replace(head, twins=found)
            if stored:
                store.revive(head, passages, vectors)
            else:
                try:
                    store.add(article, passages, vectors, head)
                except BaseException:  # Ctrl-C too: what is not whole goes
                    store.remove(article.id)
                    raise
            if before and before.article_id != article.id:
                self._retire(before)
            if not self.settings.is_remote:
                self._used.touch()
            self._forget(article.id)
        log.info("added article %s with %d passages", article.id, len(passages))
        return replace(stored or article, version=head.version, replaces=head.replaces)

    def _retire(self, head: Head) -> None:
        self._opened(seed=False).retire(head)
        self._forget(head.article_id)

    def _head(self, article_id: str) -> Head:
        """A stored article's bookkeeping, with where the article itself says it is from, where nobody else
        does."""
        head = next(head for head in self._opened().heads() if head.article_id == article_id)
        return head if head.origin else replace(head, origin=of_source(self.get(article_id)))

    def _prepared(self, article: Article, pace: Pace | None) -> tuple[Sequence[Passage], NDArray[np.float32]]:
        """The passages of an article and their vectors."""
        passages = split.passages(article, self.embedder.counts)
        if pace:
            pace.planned(len(passages))
        return passages, self._embed(article, passages, pace.made if pace else None)

    def _embed(
        self, article: Article, passages: Sequence[Passage], told: Callable[[float], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, each read with its article's title and its heading before it."""
        return self.embedder.encode(
            ["\n".join(filter(None, (article.title, p.heading, p.text))) for p in passages], told
        )

    def _lexical_index(self) -> LexicalIndex:
        with self._lock:
            store = self._fitting(seed=True)
            ids = self.ids()
            fingerprint = hashlib.sha256("\n".join((store.record.describe(), *ids)).encode()).hexdigest()
            if self._lexical is None or self._lexical.fingerprint != fingerprint:
                folder = self._lexical_folder()
                index = LexicalIndex.load(folder, fingerprint)
                if index is None:
                    kept = [p for p in store.passages() if p.article_id in set(ids)]
                    index = LexicalIndex.build(kept, fingerprint)
                    try:
                        index.save(folder)
                    except OSError as error:
                        log.warning("the BM25 index is not kept in %s: %s", folder, error.strerror)
                self._lexical = index
            return self._lexical

    @property
    def _used(self) -> Path:
        """A file in the store's folder that says that it has held an article."""
        return Path(self.settings.store).expanduser() / "used"

    def _lexical_folder(self) -> Path:
        if not self.settings.is_remote:
            return Path(self.settings.store).expanduser() / "bm25"
        name = hashlib.sha256(self.settings.store.encode()).hexdigest()[:16]
        return Path(platformdirs.user_cache_dir("byline", appauthor=False)) / f"bm25-{name}"

    def _fitting(self, seed: bool = False) -> Store:
        store = self._opened(seed)
        if reason := store.mismatch():
            raise StoreError(reason)
        return store

    def _opened(self, seed: bool = True) -> Store:
        from .store import SCHEMA, Record, Store

        with self._lock:
            if self._store is None:
                record = Record(SCHEMA, self.embedder.name, split.PASSAGE_PIECES)
                with writing(self.settings):
                    self._store = Store(self.settings, record)
            if seed and not self._seeded:
                self._seeded = True  # first, because adding comes back here
                try:
                    self.add_shipped()
                except BaseException:
                    self._seeded = False
                    raise
            return self._store

    def _forget(self, article_id: str) -> None:
        self._articles.pop(article_id, None)
        self._sentences.pop(article_id, None)
        self._lexical = None


def _name(item: Item) -> str:
    """The address of what is read, or its file's name; "" for an article that is given as such."""
    if not item.origin:
        return ""
    return item.name if is_address(item.name) else PurePath(item.name).name


def _by_title(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.title, article.id)))


def _progress(items: Sequence[_Item], what: str) -> Iterable[_Item]:
    """The items with a progress bar on a terminal, and without one elsewhere."""
    bar: Iterable[_Item] = tqdm(items, desc=what, unit="article", disable=not sys.stderr.isatty())
    return bar
