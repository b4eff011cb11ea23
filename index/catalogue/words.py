"""The words of all articles that are searched, each with how many hold it, in the catalogue's tables."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Mapping, Sequence

from ..vocabulary import Kind
from .database import Database

LAST = "\U0010ffff"


class StoredWords:
    """`index.vocabulary.Held` over a catalogue, as it is when it is asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holds(self, kind: Kind, entry: str) -> bool:
        """As `Held` says, and so do the others."""
        with self._database.reading() as connection:
            return articles(connection, kind, entry) > 0

    def among(self, given: Collection[str]) -> frozenset[str]:  # noqa: D102
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT entry FROM words WHERE kind = 'word' AND entry IN (SELECT value FROM json_each(?))",
                [json.dumps(list(given))],
            )
            return frozenset(entry for (entry,) in rows)

    def starting(self, prefix: str, least: int) -> Sequence[str]:  # noqa: D102
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT entry FROM words WHERE kind = 'word' AND entry >= ? AND entry < ?"
                " AND length(entry) >= ? ORDER BY entry",
                [prefix, prefix + LAST, least],
            )
            return [entry for (entry,) in rows]

    def scripts(self) -> frozenset[str]:  # noqa: D102
        with self._database.reading() as connection:
            rows = connection.execute("SELECT entry FROM words WHERE kind = 'script'")
            return frozenset(entry for (entry,) in rows)


def put(connection: sqlite3.Connection, article: int, held: Mapping[Kind, Collection[str]]) -> None:
    """Count an article's entries."""
    count(connection, dict(held.items()), 1)
    packed = zlib.compress(json.dumps({kind: sorted(found) for kind, found in held.items()}).encode())
    connection.execute("INSERT INTO held VALUES (?, ?)", [article, packed])


def drop(connection: sqlite3.Connection, article: int) -> None:
    """Count an article's entries no more, as they were when they were counted."""
    for (packed,) in connection.execute("SELECT entries FROM held WHERE article = ?", [article]).fetchall():
        count(connection, json.loads(zlib.decompress(packed)), -1)
    connection.execute("DELETE FROM held WHERE article = ?", [article])


def count(connection: sqlite3.Connection, held: Mapping[str, Collection[str]], by: int) -> None:
    """Add to how many hold each entry, or take away."""
    rows = [(kind, entry, by) for kind, found in held.items() for entry in sorted(found)]
    connection.executemany(
        "INSERT INTO words VALUES (?, ?, ?)"
        " ON CONFLICT (kind, entry) DO UPDATE SET articles = articles + excluded.articles",
        rows,
    )
    if by < 0:
        gone = [(kind, entry) for kind, entry, _ in rows]
        connection.executemany("DELETE FROM words WHERE kind = ? AND entry = ? AND articles <= 0", gone)


def articles(connection: sqlite3.Connection, kind: str, entry: str) -> int:
    """How many hold an entry."""
    row = connection.execute(
        "SELECT articles FROM words WHERE kind = ? AND entry = ?", [kind, entry]
    ).fetchone()
    return int(row[0]) if row else 0
