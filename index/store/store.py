"""The store: passages with vectors, and article snapshots, in Chroma.

Two collections: the passages, through llama-index's ChromaVectorStore, and the articles, their JSON in
parts small enough for every kind of Chroma. An article counts as stored once its JSON is there, which is
written last; so a crash leaves an article whole or absent.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..article import Article, Passage
from ..errors import ArticleError, StoreError, unknown_article
from ..heads import Head, current
from ..settings import Settings
from .connect import connect, store_errors
from .record import Record
from .rows import node, passage_of, vector_store

PASSAGES = "byline-passages"
ARTICLES = "byline-articles"
_FRESH = f"{PASSAGES}-new"
PART_CHARS = 4000
"""Code points in one part of an article's JSON: at most 16 KiB of UTF-8, the limit of Chroma Cloud."""


class Store:
    """Articles and their passages in a folder or on a Chroma server.

    :param settings: `store` says where.
    :param record: what it must have been made with.
    :raises StoreError: if it cannot be opened. A store of another record opens, for `check` and
        `rebuild`; everything else raises then.
    """

    def __init__(self, settings: Settings, record: Record) -> None:
        self.location = settings.store
        self.record = record
        self._client = connect(settings)
        self._end = weakref.finalize(self, self._client.close)
        self._end.atexit = False  # the process's end frees everything by itself
        with store_errors(self.location):
            names = self._names()
            if PASSAGES not in names and _FRESH in names:  # a rebuild was cut off at its last step
                self._client.get_collection(_FRESH, embedding_function=None).modify(name=PASSAGES)
            for name, metadata in ((ARTICLES, None), (PASSAGES, asdict(record))):
                if name not in self._names():
                    self._create(name, metadata)

    def close(self) -> None:
        """Free its files and connections, as happens to a store that nobody holds any more."""
        self._end()

    def mismatch(self) -> str | None:
        """Why this store does not fit the settings, with the mending command; None if it fits."""
        with store_errors(self.location):
            meta = self._passages.metadata or {}
        try:
            found = Record(int(meta["schema"]), str(meta["embed_model"]), int(meta["passage_pieces"]))
        except (KeyError, TypeError, ValueError):
            return (
                f"store {self.location} has a collection {PASSAGES!r} that Byline did not make: "
                "name another folder in `store`"
            )
        if found == self.record:
            return None
        return (
            f"store {self.location} was made with {found.describe()}; these settings say "
            f"{self.record.describe()}: run `python -m index rebuild`, or change the settings back"
        )

    def add(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        head: Head | None = None,
    ) -> None:
        """Store an article with its passages; what an earlier, interrupted try left is replaced.

        :param vectors: shape (len(passages), dimensions).
        :param head: its bookkeeping; None: a first version, read nobody knows where.
        """
        self._require_fit()
        with store_errors(self.location):
            self.remove(article.id)
            self._write(self._passages, passages, vectors)
            self._write_article(article, head or Head(article.id))

    def revive(self, head: Head, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Search a stored article again, that a newer version had replaced, under another bookkeeping.

        :param vectors: shape (len(passages), dimensions).
        """
        self._require_fit()
        with store_errors(self.location):
            self._passages.delete(where={"article_id": head.article_id})
            self._write(self._passages, passages, vectors)
            self.mark(head)

    def mark(self, head: Head) -> None:
        """Give a stored article another bookkeeping."""
        with store_errors(self.location):
            self._articles.update(ids=[f"{head.article_id}/0"], metadatas=[head.to_metadata()])

    def retire(self, head: Head) -> None:
        """Search an article no more, and keep its text."""
        with store_errors(self.location):
            self.mark(replace(head, retired=True))
            self._passages.delete(where={"article_id": head.article_id})

    def remove(self, article_id: str) -> None:
        """Delete an article and its passages; nothing happens if it is not there."""
        with store_errors(self.location):
            self._articles.delete(where={"article": article_id})
            self._passages.delete(where={"article_id": article_id})

    def article_ids(self) -> tuple[str, ...]:
        """Ids of all stored articles, of every version, in the order of their ids."""
        return tuple(head.article_id for head in self.heads())

    def heads(self) -> tuple[Head, ...]:
        """The bookkeeping of all stored articles, of every version, in the order of their ids."""
        with store_errors(self.location):
            rows = self._articles.get(where={"part": 0}, include=["metadatas"])
            found = [Head.from_metadata(meta) for meta in rows["metadatas"]]
        return tuple(sorted(found, key=lambda head: head.article_id))

    def article(self, article_id: str) -> Article:
        """A stored article.

        :raises UnknownArticleError: if there is none of this id.
        :raises ArticleError: if it is damaged.
        """
        with store_errors(self.location):
            parts = self._articles.get(where={"article": article_id}, include=["documents", "metadatas"])
        if all(meta["part"] != 0 for meta in parts["metadatas"]):
            raise unknown_article(article_id)
        rows = sorted(
            (int(meta["part"]), int(meta["parts"]), text)
            for meta, text in zip(parts["metadatas"], parts["documents"], strict=True)
        )
        try:
            if [row[0] for row in rows] != list(range(rows[0][1])):
                raise ValueError("a part is missing")
            article = Article.from_dict(json.loads("".join(row[2] for row in rows)))
            if article.id != article_id:
                raise ValueError("the text is another article's")
            head = Head.from_metadata(next(meta for meta in parts["metadatas"] if meta["part"] == 0))
        except (ArticleError, ValueError, TypeError, AttributeError) as error:
            raise ArticleError(
                f"article {article_id} is damaged in {self.location}: add it again, or remove it ({error})"
            ) from error
        title = head.title or article.title
        return replace(article, title=title, version=head.version, replaces=head.replaces)

    def passages(self) -> tuple[Passage, ...]:
        """All passages, by article and place."""
        with store_errors(self.location):
            rows = self._passages.get(include=["documents", "metadatas"])
        found = [
            passage_of(text, meta) for text, meta in zip(rows["documents"], rows["metadatas"], strict=True)
        ]
        return tuple(sorted(found, key=lambda p: (p.article_id, p.start)))

    def search(
        self, vector: NDArray[np.float32], k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """The nearest passages of current articles, best first, each with its cosine similarity (-1 to 1).

        :param vector: unit length, shape (dimensions,).
        :param articles: ids to restrict to; None: all.
        """
        self._require_fit()
        with store_errors(self.location):
            found = self._query(vector, k, articles)
            stored = {head.article_id for head in current(self.heads())}
            if any(passage.article_id not in stored for passage, _ in found):  # of an add that was cut off
                found = self._query(vector, k, stored if articles is None else stored & set(articles))
        return found

    def _query(
        self, vector: NDArray[np.float32], k: int, articles: Collection[str] | None
    ) -> list[tuple[Passage, float]]:
        collection = self._passages
        count = min(k, collection.count())
        if not count or (articles is not None and not articles):
            return []
        rows = collection.query(
            query_embeddings=[vector.tolist()],
            n_results=count,
            where={"article_id": {"$in": sorted(articles)}} if articles is not None else None,
            include=["documents", "metadatas", "distances"],
        )
        found = zip(rows["documents"][0], rows["metadatas"][0], rows["distances"][0], strict=True)
        # the distance is 1 - cosine
        return [(passage_of(text, meta), 1.0 - float(distance)) for text, meta, distance in found]

    def replace_passages(self, contents: Sequence[tuple[Sequence[Passage], NDArray[np.float32]]]) -> None:
        """Write all passages anew under this record, and put them in place at once when complete."""
        with store_errors(self.location):
            if _FRESH in self._names():
                self._client.delete_collection(_FRESH)
            fresh = self._create(_FRESH, asdict(self.record))
            for passages, vectors in contents:
                self._write(fresh, passages, vectors)
            self._client.delete_collection(PASSAGES)
            fresh.modify(name=PASSAGES)

    @property
    def _articles(self) -> Any:
        return self._client.get_collection(ARTICLES, embedding_function=None)

    @property
    def _passages(self) -> Any:
        """Looked up at every use: another process may have put a rebuilt collection in its place."""
        return self._client.get_collection(PASSAGES, embedding_function=None)

    def _names(self) -> list[str]:
        return [collection.name for collection in self._client.list_collections()]

    def _create(self, name: str, metadata: dict[str, Any] | None) -> Any:
        return self._client.create_collection(
            name, metadata=metadata, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _write(self, collection: Any, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        nodes = [node(passage, vector) for passage, vector in zip(passages, vectors, strict=True)]
        batch = self._client.get_max_batch_size()
        for at in range(0, len(nodes), batch):
            vector_store(collection).add(nodes[at : at + batch])

    def _require_fit(self) -> None:
        if reason := self.mismatch():
            raise StoreError(reason)

    def _write_article(self, article: Article, head: Head) -> None:
        text = json.dumps(article.to_dict(), ensure_ascii=False)
        parts = [text[at : at + PART_CHARS] for at in range(0, len(text), PART_CHARS)]
        # the first part is written last: `article_ids` goes by it
        order = [*range(1, len(parts)), 0]
        for number in order:
            known = {} if number else head.to_metadata()
            self._articles.add(
                ids=[f"{article.id}/{number}"],
                documents=[parts[number]],
                metadatas=[{"article": article.id, "part": number, "parts": len(parts), **known}],
                embeddings=[[1.0]],
            )
