"""Articles in a Chroma collection: their JSON in parts small enough for every kind of Chroma, and their
heads.

The first part holds the head, and is written last: an article counts as stored once it is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..article import Article
from ..errors import ArticleError, unknown_article
from ..heads import Head

PART_CHARS = 4000
"""Code points in one part of an article's JSON: at most 16 KiB of UTF-8, the limit of Chroma Cloud."""


class Snapshots:
    """Reads and writes them.

    :param collection: looks the collection up.
    :param location: of the store, for errors.
    """

    def __init__(self, collection: Callable[[], Any], location: str) -> None:
        self._collection = collection
        self._location = location

    def write(self, article: Article, head: Head) -> int:
        """Store an article, or write it over; returns the rows that it takes."""
        collection = self._collection()
        parts = _parts(article)
        ids = [f"{article.id}/{number}" for number in range(len(parts))]
        metadatas = [
            {"article": article.id, "part": number, "parts": len(parts)} for number in range(len(parts))
        ]
        metadatas[0] |= head.to_metadata()
        for some in (slice(1, None), slice(0, 1)):
            if ids[some]:
                collection.upsert(
                    ids=ids[some],
                    documents=parts[some],
                    metadatas=metadatas[some],
                    embeddings=[[1.0]] * len(ids[some]),
                )
        there = collection.get(where={"$or": [{"article": article.id}, {"gone": article.id}]}, include=[])
        if stale := sorted(set(there["ids"]) - set(ids)):
            collection.delete(ids=stale)
        return len(parts)

    def mark(self, head: Head) -> None:
        """Write a stored article's head anew."""
        self._collection().update(ids=[f"{head.article_id}/0"], metadatas=[head.to_metadata()])

    def delete(self, article_id: str, stamp: int | None = None) -> None:
        """Delete an article, if it is there.

        :param stamp: when, which a row in its place says from then on; None: no such row.
        """
        collection = self._collection()
        if stamp is not None:
            collection.upsert(
                ids=[_gone(article_id)],
                documents=["removed"],
                metadatas=[{"gone": article_id, "stamp": stamp}],
                embeddings=[[1.0]],
            )
        collection.delete(where={"article": article_id})

    def heads(self) -> tuple[Head, ...]:
        """All heads, by id."""
        rows = self._collection().get(where={"part": 0}, include=["metadatas"])
        return tuple(sorted(map(Head.from_metadata, rows["metadatas"]), key=lambda head: head.article_id))

    def stored(self, article_id: str) -> tuple[Head, int] | None:
        """An article's head and the rows that it takes; None where it is not stored."""
        rows = self._collection().get(where={"article": article_id}, include=["metadatas"])["metadatas"]
        first = next((row for row in rows if row["part"] == 0), None)
        return (Head.from_metadata(first), len(rows)) if first else None

    def changed_since(self, stamp: int) -> dict[str, int]:
        """Ids of the articles written, marked or deleted since then, each with its stamp."""
        rows = self._collection().get(where={"stamp": {"$gt": stamp}}, include=["metadatas"])["metadatas"]
        return {str(row.get("gone") or row["article"]): int(row["stamp"]) for row in rows}

    def strays(self) -> frozenset[str]:
        """Ids of articles of which rows are left, but not the first."""
        rows = self._collection().get(include=["metadatas"])["metadatas"]
        every = {str(row["article"]) for row in rows if "article" in row}
        return frozenset(every - {str(row["article"]) for row in rows if row.get("part") == 0})

    def removed(self, article_id: str) -> int | None:
        """The stamp of an article's removal; None where no row tells of one."""
        rows = self._collection().get(ids=[_gone(article_id)], include=["metadatas"])["metadatas"]
        return int(rows[0]["stamp"]) if rows else None

    def gone(self) -> dict[str, int]:
        """Ids of the articles whose removal a row tells, each with its stamp."""
        collection = self._collection()
        rows = collection.get(where={"gone": {"$ne": ""}}, include=["metadatas"])["metadatas"]
        return {str(row["gone"]): int(row["stamp"]) for row in rows if "gone" in row}

    def article(self, article_id: str) -> Article:
        """A stored article.

        :raises UnknownArticleError: if there is none of this id.
        :raises ArticleError: if it is damaged.
        """
        parts = self._collection().get(where={"article": article_id}, include=["documents", "metadatas"])
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
                f"article {article_id} is damaged in {self._location}: add it again, or remove it ({error})"
            ) from error
        title = head.title or article.title
        return replace(article, title=title, version=head.version, replaces=head.replaces)


def _parts(article: Article) -> list[str]:
    text = json.dumps(article.to_dict(), ensure_ascii=False)
    return [text[at : at + PART_CHARS] for at in range(0, len(text), PART_CHARS)]


def _gone(article_id: str) -> str:
    return f"{article_id}/gone"
