"""The bookkeeping of articles, in the catalogue's tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ..heads import Head
from ..holders import from_text, to_text

_FIELDS = "number, id, origin, version, replaces, retired, holders, title, stamp"
SEARCHED = (
    "NOT retired AND (origin = '' OR version = "
    "(SELECT max(version) FROM articles AS newer WHERE newer.origin = articles.origin AND NOT newer.retired))"
)
"""Which articles are searched: `index.heads.current`, in SQL."""


def put(connection: sqlite3.Connection, head: Head, rows: int) -> int:
    """Write a head, in the place of the article's former one; returns the article's number.

    :param rows: in the store, that hold its text.
    """
    connection.execute("DELETE FROM gone WHERE id = ?", [head.article_id])
    connection.execute(
        "INSERT INTO articles (id, origin, version, replaces, retired, holders, title, stamp, rows)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET origin = excluded.origin, version = excluded.version,"
        " replaces = excluded.replaces, retired = excluded.retired, holders = excluded.holders,"
        " title = excluded.title, stamp = excluded.stamp, rows = excluded.rows",
        [
            head.article_id,
            head.origin,
            head.version,
            head.replaces,
            head.retired,
            to_text(head.holders),
            head.title,
            head.stamp,
            rows,
        ],
    )
    found = number(connection, head.article_id)
    assert found is not None
    connection.execute("DELETE FROM twins WHERE article = ?", [found])
    connection.executemany("INSERT INTO twins VALUES (?, ?)", [(found, twin) for twin in head.twins])
    return found


def drop(connection: sqlite3.Connection, article: int) -> None:
    """Forget an article's head."""
    connection.execute("DELETE FROM twins WHERE article = ?", [article])
    connection.execute("DELETE FROM articles WHERE number = ?", [article])


def number(connection: sqlite3.Connection, article_id: str) -> int | None:
    """The number that stands for an article in the other tables; None where it is not there."""
    row = connection.execute("SELECT number FROM articles WHERE id = ?", [article_id]).fetchone()
    return int(row[0]) if row else None


def select(connection: sqlite3.Connection, where: str, values: Iterable[Any] = ()) -> tuple[Head, ...]:
    """The heads for which an SQL condition holds, by id."""
    rows = connection.execute(
        f"SELECT {_FIELDS} FROM articles WHERE {where} ORDER BY id", list(values)
    ).fetchall()
    return tuple(_heads(connection, rows))


def searched(connection: sqlite3.Connection, ids: Collection[str]) -> frozenset[str]:
    """Those of some ids whose articles are searched."""
    found: set[str] = set()
    for article_id in ids:
        row = connection.execute(f"SELECT id FROM articles WHERE id = ? AND {SEARCHED}", [article_id])
        found.update(one for (one,) in row)
    return frozenset(found)


def _heads(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> Iterator[Head]:
    for row in rows:
        twins = connection.execute("SELECT twin FROM twins WHERE article = ? ORDER BY twin", [row[0]])
        told = tuple(twin for (twin,) in twins)
        holders = from_text(row[6])
        yield Head(row[1], row[2], row[3], row[4], bool(row[5]), told, holders, row[7], row[8])
