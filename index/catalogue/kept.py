"""An article's sentences with their vectors, so that nobody waits for them while a question is answered."""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ..article import Article, Sentence

_FIELDS = tuple(field.name for field in fields(Sentence) if field.name != "text")
"""What is kept of a sentence: all but its text, which the article has."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The sentences of an article in order, and their unit vectors, shape (sentences, dimensions).

    Vectors are stored in half precision, which moves a cosine by less than 0.001.
    """

    sentences: tuple[Sentence, ...]
    vectors: NDArray[np.float32]


def put(connection: sqlite3.Connection, article: int, kept: Kept, rules: str) -> None:
    """Keep it, in the place of what was kept before.

    :param rules: names what it was made by.
    """
    rows = [[getattr(sentence, name) for name in _FIELDS] for sentence in kept.sentences]
    connection.execute(
        "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)",
        [article, rules, zlib.compress(json.dumps(rows).encode()), kept.vectors.astype(np.float16).tobytes()],
    )


def get(connection: sqlite3.Connection, number: int, article: Article, rules: str) -> Kept | None:
    """What is kept of an article; None where there is nothing, or something else made it."""
    row = connection.execute(
        "SELECT sentences, vectors FROM kept WHERE article = ? AND rules = ?", [number, rules]
    ).fetchone()
    if row is None:
        return None
    rows = [dict(zip(_FIELDS, values, strict=True)) for values in json.loads(zlib.decompress(row[0]))]
    sentences = tuple(Sentence(article.text[told["start"] : told["end"]], **told) for told in rows)
    vectors = np.frombuffer(row[1], dtype=np.float16).astype(np.float32)
    return Kept(sentences, vectors.reshape(len(sentences), -1) if sentences else np.empty((0, 0), np.float32))


def drop(connection: sqlite3.Connection, article: int) -> None:
    """Keep nothing of an article."""
    connection.execute("DELETE FROM kept WHERE article = ?", [article])
