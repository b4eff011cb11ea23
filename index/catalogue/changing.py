"""The steps of one change of a catalogue, inside its transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..article import Passage
from ..heads import Head
from ..vocabulary import Kind
from . import heads, kept, terms, words
from .kept import Kept


class Changing:
    """The steps of one change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(
        self,
        head: Head,
        rows: int,
        passages: Sequence[Passage],
        held: Mapping[Kind, Collection[str]],
    ) -> None:
        """An article is stored, in the place of what was known of it.

        :param rows: of the store that hold its text.
        :param passages: () for one that is not searched.
        :param held: its words; empty for one that is not searched.
        """
        self._clear(head.article_id)
        number = heads.put(self._connection, head, rows)
        if heads.searched(self._connection, [head.article_id]):
            terms.put(self._connection, number, passages)
            words.put(self._connection, number, held)
        for older in heads.select(self._connection, "origin = ? AND NOT retired", [head.origin or None]):
            if not heads.searched(self._connection, [older.article_id]):
                self._clear(older.article_id)
        self.settle([head.article_id])

    def retire(self, head: Head) -> None:
        """An article is searched no more."""
        self._clear(head.article_id)
        self.mark(head)

    def mark(self, head: Head) -> None:
        """An article has another bookkeeping, and is searched as before."""
        rows = self._connection.execute(
            "SELECT rows FROM articles WHERE id = ?", [head.article_id]
        ).fetchone()
        heads.put(self._connection, head, rows[0] if rows else 0)
        self.settle([head.article_id])

    def reword(self, article_id: str, held: Mapping[Kind, Collection[str]]) -> None:
        """An article, if it is searched, has other words: those of another title."""
        number = heads.number(self._connection, article_id)
        if number is not None and heads.searched(self._connection, [article_id]):
            words.drop(self._connection, number)
            words.put(self._connection, number, held)

    def drop(self, ids: Iterable[str], stamp: int | None = None) -> None:
        """Articles are gone.

        :param stamp: when, where others are told by a row in the store; None: nobody is.
        """
        for article_id in ids:
            number = self._clear(article_id)
            if number is not None:
                kept.drop(self._connection, number)
                heads.drop(self._connection, number)
            self._connection.execute("DELETE FROM sources WHERE article = ?", [article_id])
            self._connection.execute("DELETE FROM gone WHERE id = ?", [article_id])
            if stamp is not None:
                self._connection.execute("INSERT INTO gone VALUES (?, ?)", [article_id, stamp])
            self.settle([article_id])

    def keep(self, article_id: str, made: Kept, rules: str) -> None:
        """As `Catalogue.keep`."""
        number = heads.number(self._connection, article_id)
        if number is not None:
            kept.put(self._connection, number, made, rules)

    def set(self, key: str, value: Any) -> None:
        """Keep a value under a name."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    def settle(self, ids: Iterable[str]) -> None:
        """The store and the catalogue agree about some articles."""
        self._connection.executemany("DELETE FROM pending WHERE article = ?", [(one,) for one in ids])

    def _clear(self, article_id: str) -> int | None:
        number = heads.number(self._connection, article_id)
        if number is not None:
            terms.drop(self._connection, number)
            words.drop(self._connection, number)
        return number
