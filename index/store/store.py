"""The store: passages with vectors, and article snapshots, in Chroma.

Two collections: the passages, through llama-index's ChromaVectorStore, and the articles (`snapshots.py`). An
article's snapshot is written last, and whatever an interrupted change leaves, the same change made again
mends.
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..article import Article, Passage
from ..heads import Head
from ..settings import Settings
from .collections import Collections
from .connect import connect, store_errors
from .record import Record
from .rows import among, node, passage_of, vector_store
from .snapshots import Snapshots


class Store:
    """Articles and their passages in a folder or on a Chroma server.

    In a folder it sees what other processes have written since it was opened only in part: see
    `index.library.shelf`.

    :param settings: `store` says where.
    :param record: what it must have been made with.
    :raises StoreError: if it cannot be opened. A store of another record opens, for `check` and
        `rebuild`; everything else raises then.
    """

    def __init__(self, settings: Settings, record: Record) -> None:
        self.location = settings.store
        self.is_remote = settings.is_remote
        self.record = record
        client, release = connect(settings)
        self._client = client
        self._end = weakref.finalize(self, release)
        self._end.atexit = False  # the process's end frees everything by itself
        self._both = Collections(client, self.location, record)
        self._snapshots = Snapshots(lambda: self._both.articles, self.location)
        with store_errors(self.location):
            self._both.make()

    def close(self) -> None:
        """Free its files and connections, as happens to a store that nobody holds any more."""
        self._end()

    def mismatch(self) -> str | None:
        """Why this store does not fit the settings, with the mending command; None if it fits."""
        with store_errors(self.location):
            return self._both.misfit()

    def add(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        head: Head | None = None,
    ) -> int:
        """Store an article with its passages, in the place of what an earlier, interrupted try left.

        Nothing that is whole is taken away meanwhile: somebody else may have stored the same article.

        :param vectors: shape (len(passages), dimensions).
        :param head: its bookkeeping; None: a first version, read nobody knows where.
        :return: rows that its text takes.
        """
        with store_errors(self.location):
            collection = self._both.fitting()
            self._keep_only(article.id, {passage.id for passage in passages})
            self._write(collection, passages, vectors)
            return self._write_article(article, head or Head(article.id))

    def revive(self, head: Head, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Search a stored article again, that a newer version had replaced, under another bookkeeping.

        :param vectors: shape (len(passages), dimensions).
        """
        with store_errors(self.location):
            collection = self._both.fitting()
            collection.delete(where={"article_id": head.article_id})
            self._write(collection, passages, vectors)
            self._snapshots.mark(head)

    def mark(self, head: Head) -> None:
        """Give a stored article another bookkeeping."""
        with store_errors(self.location):
            self._snapshots.mark(head)

    def retire(self, head: Head) -> None:
        """Search an article no more, and keep its text."""
        with store_errors(self.location):
            self._snapshots.mark(replace(head, retired=True))
            self._keep_only(head.article_id, ())

    def remove(self, article_id: str, stamp: int | None = None) -> None:
        """Delete an article and its passages; nothing happens if it is not there.

        :param stamp: when, for other machines to notice; None: there are none.
        """
        with store_errors(self.location):
            self._snapshots.delete(article_id, stamp)
            self._both.passages.delete(where={"article_id": article_id})

    def heads(self) -> tuple[Head, ...]:
        """The bookkeeping of all stored articles, of every version, in the order of their ids."""
        with store_errors(self.location):
            return self._snapshots.heads()

    def stored(self, article_id: str) -> tuple[Head, int] | None:
        """An article's bookkeeping and the rows that its text takes; None where it is not stored."""
        with store_errors(self.location):
            return self._snapshots.stored(article_id)

    def article(self, article_id: str) -> Article:
        """A stored article.

        :raises UnknownArticleError: if there is none of this id.
        :raises ArticleError: if it is damaged.
        """
        with store_errors(self.location):
            return self._snapshots.article(article_id)

    def passages(self, article_id: str | None = None) -> tuple[Passage, ...]:
        """All passages, or those of one article, by article and place."""
        where = {"article_id": article_id} if article_id is not None else None
        with store_errors(self.location):
            rows = self._both.passages.get(where=where, include=["documents", "metadatas"])
        found = [
            passage_of(text, meta) for text, meta in zip(rows["documents"], rows["metadatas"], strict=True)
        ]
        return tuple(sorted(found, key=lambda p: (p.article_id, p.start)))

    def sizes(self) -> tuple[int, int]:
        """How many rows of articles, and how many passages, there are."""
        with store_errors(self.location):
            return int(self._both.articles.count()), int(self._both.passages.count())

    def changed_since(self, stamp: int) -> dict[str, int]:
        """Ids of the articles stored, marked or removed since then, each with its stamp."""
        with store_errors(self.location):
            return self._snapshots.changed_since(stamp)

    def strays(self) -> frozenset[str]:
        """Ids of articles of which rows are left, but not the first."""
        with store_errors(self.location):
            return self._snapshots.strays()

    def counts(self) -> dict[str, int]:
        """How many passages each article has, of those that have any, whether they are stored or not."""
        with store_errors(self.location):
            rows = self._both.passages.get(include=["metadatas"])["metadatas"]
        return dict(Counter(str(row["article_id"]) for row in rows))

    def removed(self, article_id: str) -> int | None:
        """The stamp of an article's removal; None where none is noted."""
        with store_errors(self.location):
            return self._snapshots.removed(article_id)

    def gone(self) -> dict[str, int]:
        """Ids of the articles whose removal is noted, each with its stamp."""
        with store_errors(self.location):
            return self._snapshots.gone()

    @property
    def token(self) -> str:
        """What the last change that was announced called itself; "" before any."""
        with store_errors(self.location):
            return str((self._both.articles.metadata or {}).get("changed", ""))

    def announce(self, token: str) -> None:
        """Let other machines know that something has changed."""
        with store_errors(self.location):
            self._both.articles.modify(metadata={"changed": token})

    def search(
        self,
        vector: NDArray[np.float32],
        k: int,
        articles: Collection[str] | None = None,
        without: Collection[str] = (),
    ) -> list[tuple[Passage, float]]:
        """The nearest passages, best first, each with its cosine similarity (-1 to 1); fewer than `k` where
        there are no more, or another process is removing some.

        :param vector: unit length, shape (dimensions,).
        :param articles: ids to restrict to; None: all.
        :param without: ids to leave out.
        """
        with store_errors(self.location):
            collection = self._both.fitting()
            if articles is not None and not set(articles) - set(without):
                return []
            rows = collection.query(
                query_embeddings=[vector.tolist()],
                n_results=k,
                where=among(articles, without),
                include=["documents", "metadatas", "distances"],
            )
            found = zip(rows["documents"][0], rows["metadatas"][0], rows["distances"][0], strict=True)
            return [
                (passage_of(text, meta), 1.0 - float(distance))  # the distance is 1 - cosine
                for text, meta, distance in found
                if meta is not None  # another process has removed it since this one read the index
            ]

    def load(self) -> None:
        """Read the vectors' index into memory now, rather than at the first search."""
        with store_errors(self.location):
            self._both.passages.get(limit=1, include=["embeddings"])

    def replace_passages(self, contents: Iterable[tuple[Sequence[Passage], NDArray[np.float32]]]) -> None:
        """Write all passages anew under this record, and put them in place at once when complete."""
        with store_errors(self.location):
            fresh = self._both.fresh()
            for passages, vectors in contents:
                self._write(fresh, passages, vectors)
            self._both.put_in_place(fresh)

    def drop_unfinished(self) -> None:
        """Delete what a rebuild that was cut off had written."""
        with store_errors(self.location):
            self._both.drop_fresh()

    def _keep_only(self, article_id: str, ids: Collection[str]) -> None:
        """Delete an article's passages but those of these ids."""
        collection = self._both.passages
        there = collection.get(where={"article_id": article_id}, include=[])["ids"]
        if stale := sorted(set(there) - set(ids)):
            collection.delete(ids=stale)

    def _write(self, collection: Any, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        nodes = [node(passage, vector) for passage, vector in zip(passages, vectors, strict=True)]
        batch = self._client.get_max_batch_size()
        for at in range(0, len(nodes), batch):
            vector_store(collection).add(nodes[at : at + batch])

    def _write_article(self, article: Article, head: Head) -> int:
        return self._snapshots.write(article, head)
