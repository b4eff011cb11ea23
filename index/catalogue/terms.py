"""BM25 over passages: SQLite's FTS5 finds them, and they are scored as Lucene does.

FTS5 keeps terms in a log of sorted runs, so that adding costs the same however many there are. Its own
`bm25` gives a term no weight that more than half of the passages hold, as happens in a small library;
Lucene's variant (Kamphuis et al., 2020, https://doi.org/10.1007/978-3-030-45442-5_4) has no such edge.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from ..article import Passage
from ..words import stem
from . import words

K1, B = 1.5, 0.75
CANDIDATES = 4
"""Passages that are scored, for each that is wanted."""
LEAST_CANDIDATES = 100
FEW = 1000
"""Passages of the articles asked, up to which all are scored rather than looked for."""

_WORD = re.compile(r"\b\w\w+\b")


def tokens(text: str) -> list[str]:
    """Stems of the words of two characters or more, in order, without English function words, as bm25s takes
    them."""
    small = _small()
    return [stem(word) for word in _WORD.findall(text.lower()) if word not in small]


@cache
def _small() -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_EN

    return frozenset(STOPWORDS_EN)


def put(connection: sqlite3.Connection, article: int, passages: Sequence[Passage]) -> None:
    """Index an article's passages, each with its heading."""
    for passage in passages:
        stems = tokens(f"{passage.heading or ''}\n{passage.text}")
        cursor = connection.execute(
            "INSERT INTO passages (article, start, end, heading, text) VALUES (?, ?, ?, ?, ?)",
            [article, passage.start, passage.end, passage.heading, passage.text],
        )
        connection.execute(
            "INSERT INTO postings (rowid, stems) VALUES (?, ?)", [cursor.lastrowid, " ".join(stems)]
        )
        words.count(connection, {"term": frozenset(stems)}, 1)
        _total(connection, 1, len(stems))


def drop(connection: sqlite3.Connection, article: int) -> None:
    """Forget an article's passages."""
    rows = connection.execute(
        "SELECT rowid, stems FROM postings WHERE rowid IN (SELECT number FROM passages WHERE article = ?)",
        [article],
    ).fetchall()
    for row, joined in rows:
        stems = joined.split()
        words.count(connection, {"term": frozenset(stems)}, -1)
        _total(connection, -1, -len(stems))
        connection.execute("DELETE FROM postings WHERE rowid = ?", [row])
    connection.execute("DELETE FROM passages WHERE article = ?", [article])


def search(
    connection: sqlite3.Connection, query: str, k: int, articles: Collection[str] | None
) -> list[tuple[Passage, float]]:
    """The best passages that share a term with the query, best first, with their scores (> 0).

    :param articles: ids to restrict to; None: all.
    """
    asked = Counter(tokens(query))
    count, length = totals(connection)
    if not asked or not count or (articles is not None and not articles):
        return []
    frequency = {term: words.articles(connection, "term", term) for term in asked}
    weights = {
        term: times * math.log(1 + (count - frequency[term] + 0.5) / (frequency[term] + 0.5))
        for term, times in asked.items()
        if frequency[term]
    }
    if not weights:
        return []
    rows = _found(connection, list(weights), max(CANDIDATES * k, LEAST_CANDIDATES), articles)
    scored = [(score(stems.split(), weights, length / count), number) for number, stems in rows]
    best = sorted((-value, number) for value, number in scored if value > 0)[:k]
    return [(_passage(connection, number), -value) for value, number in best]


def score(stems: Sequence[str], weights: Mapping[str, float], average: float) -> float:
    """A passage's score: the sum of `weight * tf / (tf + k1 (1 - b + b length / average))` over the terms."""
    norm = K1 * (1 - B + B * len(stems) / average) if average else K1
    held = Counter(stems)
    return sum(weight * held[term] / (held[term] + norm) for term, weight in weights.items())


def totals(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many passages there are, and how many terms they hold together."""
    rows = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('passages', 'terms')"))
    return int(rows.get("passages", 0)), int(rows.get("terms", 0))


def _total(connection: sqlite3.Connection, passages: int, terms: int) -> None:
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
        [("passages", passages), ("terms", terms)],
    )


def _found(
    connection: sqlite3.Connection, terms: Sequence[str], most: int, articles: Collection[str] | None
) -> Iterable[tuple[int, str]]:
    """Numbers and stems of the likeliest passages; of all of them where the articles asked have few."""
    match = " OR ".join(f'"{term}"' for term in terms)
    if articles is None:
        return connection.execute(
            "SELECT rowid, stems FROM postings WHERE postings MATCH ? ORDER BY rank LIMIT ?", [match, most]
        )
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (number INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM asked")
    connection.executemany(
        "INSERT OR IGNORE INTO asked SELECT passages.number FROM articles"
        " JOIN passages ON passages.article = articles.number WHERE articles.id = ?",
        [(one,) for one in articles],
    )
    if connection.execute("SELECT count(*) FROM asked").fetchone()[0] <= FEW:
        return connection.execute(
            "SELECT rowid, stems FROM postings WHERE rowid IN (SELECT number FROM asked)"
        )
    return connection.execute(  # the plus keeps SQLite from searching once for each passage
        "SELECT rowid, stems FROM postings WHERE postings MATCH ? AND +rowid IN (SELECT number FROM asked)"
        " ORDER BY rank LIMIT ?",
        [match, most],
    )


def _passage(connection: sqlite3.Connection, number: int) -> Passage:
    row = connection.execute(
        "SELECT articles.id, passages.text, start, end, heading FROM passages"
        " JOIN articles ON articles.number = passages.article WHERE passages.number = ?",
        [number],
    ).fetchone()
    return Passage(*row)
