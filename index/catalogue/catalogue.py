"""The catalogue of a store: each call is one reading, or one transaction, over the tables beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from ..article import Article, Passage
from ..heads import Head
from ..holders import Holders, from_text
from . import heads, kept, terms
from .changing import Changing
from .database import Database
from .kept import Kept
from .words import StoredWords

EVERYTHING = "*"
"""In the place of an id: all articles."""


class Catalogue:
    """What can be known of a store's articles without listing them; may be shared by threads.

    :param path: of the file; made, empty, where it is not there, damaged or of another format.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.words = StoredWords(self._database)
        """The words of all articles that are searched."""

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def change(self, step: Callable[[Changing], None]) -> None:
        """Take several steps in one transaction, after which others know that something has changed."""
        with self._database.changing() as connection:
            step(Changing(connection))
            connection.execute(
                "INSERT INTO meta VALUES ('generation', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )

    def intend(self, ids: Iterable[str]) -> None:
        """Note which articles are about to be changed in the store; a change that names them ends it."""
        with self._database.changing() as connection:
            connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", [(one,) for one in ids])

    def pending(self) -> tuple[str, ...]:
        """The articles that somebody began to change in the store, and may not have come to an end with."""
        return tuple(one for (one,) in self._rows("SELECT article FROM pending ORDER BY article"))

    @property
    def generation(self) -> int:
        """A number that grows with each change, whoever makes it."""
        return int(self.meta("generation") or 0)

    def meta(self, key: str) -> Any:
        """A value kept under a name; None where there is none."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", [key])
        return rows[0][0] if rows else None

    def heads(self) -> tuple[Head, ...]:
        """All articles, of every version, by id."""
        return self._heads("1")

    def ids(self, superseded: bool = False) -> tuple[str, ...]:
        """Ids of the articles that are searched, or of all, sorted."""
        where = "1" if superseded else heads.SEARCHED
        return tuple(one for (one,) in self._rows(f"SELECT id FROM articles WHERE {where} ORDER BY id"))

    def articles(self) -> int:
        """How many articles are searched."""
        return int(self._rows(f"SELECT count(*) FROM articles WHERE {heads.SEARCHED}")[0][0])

    def first(self, most: int) -> tuple[str, ...]:
        """The first so many of `ids()`."""
        rows = self._rows(f"SELECT id FROM articles WHERE {heads.SEARCHED} ORDER BY id LIMIT ?", [most])
        return tuple(one for (one,) in rows)

    def holders(self, superseded: bool = False) -> dict[str, Holders]:
        """Whose each article is that is searched, or each one, by id in their order."""
        where = "1" if superseded else heads.SEARCHED
        rows = self._rows(f"SELECT id, holders FROM articles WHERE {where} ORDER BY id")
        return {article_id: from_text(told) for article_id, told in rows}

    def searched(self, ids: Collection[str]) -> frozenset[str]:
        """Those of some ids whose articles are searched."""
        with self._database.reading() as connection:
            return heads.searched(connection, ids)

    def head(self, article_id: str) -> Head | None:
        """An article's bookkeeping; None where it is not there."""
        found = self._heads("id = ?", [article_id])
        return found[0] if found else None

    def read_at(self, origin: str) -> tuple[Head, ...]:
        """All versions of what was read at a place, oldest first; () for ""."""
        found = self._heads("origin = ?", [origin]) if origin else ()
        return tuple(sorted(found, key=lambda head: head.version))

    def twins_of(self, article_id: str) -> tuple[str, ...]:
        """Ids of the articles that are searched and were noticed to be an article's twins, or it theirs."""
        rows = self._rows(
            "SELECT twin FROM twins JOIN articles ON number = article WHERE id = ?1"
            " UNION SELECT id FROM twins JOIN articles ON number = article WHERE twin = ?1",
            [article_id],
        )
        return tuple(sorted(self.searched([one for (one,) in rows])))

    def search(
        self, query: str, k: int, articles: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """The best passages by BM25, best first, with their scores (> 0); see `terms.search`."""
        with self._database.reading() as connection:
            return terms.search(connection, query, k, articles)

    def kept(self, article: Article, rules: str) -> Kept | None:
        """The sentences and vectors of an article; None where there are none that these rules made."""
        with self._database.reading() as connection:
            number = heads.number(connection, article.id)
            return kept.get(connection, number, article, rules) if number is not None else None

    def keep(self, article_id: str, made: Kept, rules: str) -> None:
        """Keep them, if the article is there; nobody has to be told."""
        with self._database.changing() as connection:
            number = heads.number(connection, article_id)
            if number is not None:
                kept.put(connection, number, made, rules)

    def source(self, digest: str) -> str | None:
        """The id of the article that was once made of a source with this digest; None: not known."""
        rows = self._rows("SELECT article FROM sources WHERE digest = ?", [digest])
        return str(rows[0][0]) if rows else None

    def remember(self, digest: str, article_id: str) -> None:
        """Remember what a source was made into."""
        with self._database.changing() as connection:
            connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?)", [digest, article_id])

    def sizes(self) -> tuple[int, int]:
        """How many rows of articles, and how many passages, the store should have."""
        rows = self._rows("SELECT (SELECT total(rows) FROM articles) + (SELECT count(*) FROM gone)")
        with self._database.reading() as connection:
            return int(rows[0][0]), terms.totals(connection)[0]

    def passages(self) -> tuple[Passage, ...]:
        """All passages, by article and place."""
        rows = self._rows(
            "SELECT id, text, start, end, heading FROM passages JOIN articles ON articles.number = article"
            " ORDER BY id, start"
        )
        return tuple(Passage(*row) for row in rows)

    def count(self, article_id: str) -> int:
        """How many passages an article has."""
        rows = self._rows(
            "SELECT count(*) FROM passages JOIN articles ON articles.number = article WHERE id = ?",
            [article_id],
        )
        return int(rows[0][0])

    def newest_stamp(self) -> int:
        """The highest stamp known; 0 without any."""
        rows = self._rows(
            "SELECT max(coalesce((SELECT max(stamp) FROM articles), 0),"
            " coalesce((SELECT max(stamp) FROM gone), 0))"
        )
        return int(rows[0][0])

    def stamp(self, article_id: str) -> int | None:
        """That of an article, or of its removal; None where nothing is known of it."""
        rows = self._rows(
            "SELECT stamp FROM articles WHERE id = ?1 UNION ALL SELECT stamp FROM gone WHERE id = ?1",
            [article_id],
        )
        return int(rows[0][0]) if rows else None

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._database.reading() as connection:
            return connection.execute(sql, values).fetchall()

    def _heads(self, where: str, values: Sequence[Any] = ()) -> tuple[Head, ...]:
        with self._database.reading() as connection:
            return heads.select(connection, where, values)
