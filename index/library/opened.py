"""A library's shelf, opened at its first use, and what is kept in memory of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from .. import split
from ..article import Article, Sentence
from ..embed import Embedder
from ..errors import ArticleError, StoreError
from ..heads import Head, lineage
from ..lock import beside
from ..settings import Settings, default_store
from .making import keepable, made_by
from .recent import Recent

if TYPE_CHECKING:
    from ..store import Store
    from .shelf import Shelf

RECENT = 256
"""Articles that are kept in memory, with their sentences."""


class Opened:
    """What all of a library's calls rest on.

    :param settings: None: from the environment and `byline.toml`.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.embedder = Embedder(self.settings)
        self._lock = threading.RLock()
        self._shelf: Shelf | None = None
        self._seeded = self.settings.store != default_store()
        self._seeding = False
        self._articles: Recent[Article] = Recent(RECENT)
        self._sentences: Recent[tuple[Sentence, ...]] = Recent(RECENT)
        self._vectors: Recent[NDArray[np.float32]] = Recent(RECENT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the store's files or connections; the next use opens it again."""
        with self._lock:
            if self._shelf is not None:
                self._shelf.close()
                self._shelf = None

    def get(self, article_id: str) -> Article:
        """The stored article of this id.

        :raises ArticleError: if there is none, or it is damaged.
        """
        self._open(fresh=False)
        return self._read(article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The sentences of a stored article, in order, with speakers."""
        article = self.get(article_id)

        def find() -> tuple[Sentence, ...]:
            kept = self._open(fresh=False).catalogue.kept(article, made_by(self.embedder))
            return kept.sentences if kept else split.sentences(article)

        return self._sentences.get(article_id, find)

    def sentence_vectors(self, article_id: str) -> NDArray[np.float32]:
        """The unit vectors of a stored article's sentences, shape (sentences, dimensions).

        They are made at indexing; or now, and kept, where another machine or an older Byline added it.
        """
        article, sentences = self.get(article_id), self.sentences(article_id)

        def find() -> NDArray[np.float32]:
            catalogue, by = self._open(fresh=False).catalogue, made_by(self.embedder)
            kept = catalogue.kept(article, by)
            if kept is None:
                kept = keepable(sentences, self.embedder)
                catalogue.keep(article_id, kept, by)
                kept = catalogue.kept(article, by) or kept  # as whoever comes later reads them
            return kept.vectors

        return self._vectors.get(article_id, find)

    def _stored(self, article_id: str) -> Article | None:
        """The stored article of this id; None if there is none, or it is damaged."""
        try:
            return self._read(article_id)
        except ArticleError:
            return None

    def _read(self, article_id: str) -> Article:
        shelf = self._open(seed=False, fresh=False)
        return self._articles.get(article_id, lambda: shelf.store.article(article_id))

    def _lineage(self, article_id: str) -> tuple[Head, ...]:
        catalogue = self._open().catalogue
        head = catalogue.head(article_id)
        return lineage(head, catalogue.read_at(head.origin)) if head else ()

    @property
    def _used(self) -> Path:
        """A file in the store's folder that says that it has held an article."""
        return beside(self.settings) / "used"

    @contextmanager
    def _held(self) -> Iterator[Shelf]:
        """The shelf, to be changed by nobody else meanwhile."""
        shelf = self._open(seed=False)
        with shelf.held() as news:
            if news:
                self._forget_all()
            yield shelf

    def _fitting(self, seed: bool = False) -> Shelf:
        shelf = self._open(seed)
        if reason := shelf.store.mismatch():
            raise StoreError(reason)
        return shelf

    def _open(self, seed: bool = True, fresh: bool = True) -> Shelf:
        """The shelf.

        :param fresh: whether to look first for what others have changed.
        """
        from ..store import SCHEMA, Record
        from .shelf import Shelf

        shelf = self._shelf
        if shelf is None or (seed and not self._seeded):  # else nobody waits here who holds the shelf
            with self._lock:
                if self._shelf is None:
                    record = Record(SCHEMA, self.embedder.name, split.PASSAGE_PIECES)
                    self._shelf = Shelf(self.settings, record)
                shelf = self._shelf
                if seed and not (self._seeded or self._seeding):
                    self._seeding = True  # adding comes back here
                    try:
                        self._seed()
                        self._seeded = True
                    finally:
                        self._seeding = False
        if fresh and shelf.fresh():
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

    def _seed(self) -> None:
        """Put into a default library what it begins with."""
