"""A SQLite file that several threads and processes use at once: tables, connections and transactions."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import StoreError

FORMAT = 1
"""To be raised when the tables change; a file of another format is made anew from the store."""
_NOT_OURS = (None, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""SQLite's codes for a file that is damaged, none of its own, or without the tables; None: another format."""
WAIT = 60.0
"""Seconds that a connection waits for another one's transaction."""
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, origin TEXT NOT NULL, version INTEGER NOT NULL,
    replaces TEXT, retired INTEGER NOT NULL, holders TEXT NOT NULL, title TEXT NOT NULL,
    stamp INTEGER NOT NULL, rows INTEGER NOT NULL
);
CREATE INDEX articles_by_origin ON articles (origin, version);
CREATE INDEX articles_by_stamp ON articles (stamp);
CREATE TABLE gone (id TEXT PRIMARY KEY, stamp INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE twins (article INTEGER NOT NULL, twin TEXT NOT NULL, PRIMARY KEY (article, twin)) WITHOUT ROWID;
CREATE INDEX twins_by_twin ON twins (twin);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, article INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    heading TEXT, text TEXT NOT NULL
);
CREATE INDEX passages_by_article ON passages (article);
CREATE VIRTUAL TABLE postings USING fts5 (stems, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE words (kind TEXT NOT NULL, entry TEXT NOT NULL, articles INTEGER NOT NULL,
    PRIMARY KEY (kind, entry)) WITHOUT ROWID;
CREATE TABLE held (article INTEGER PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE kept (article INTEGER PRIMARY KEY, rules TEXT NOT NULL, sentences BLOB NOT NULL,
    vectors BLOB NOT NULL);
CREATE TABLE sources (digest TEXT PRIMARY KEY, article TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pending (article TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Database:
    """Connections to one file; may be shared by threads.

    :param path: is made where it is not there, and made anew, empty, where it is damaged or of another
        format; the caller holds the store's lock meanwhile.
    :raises StoreError: if it can be neither read nor made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._prepare()
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", None) not in _NOT_OURS:
                    raise  # busy, full or read-only: what is in it may be whole
                self.close()
                for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                    path.with_name(name).unlink(missing_ok=True)
                self._closed = False
                self._prepare()
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise StoreError(
                f"catalogue {path} cannot be used ({error}): see that its folder can be written to, and that "
                "no other program holds it"
            ) from error
        self._end = weakref.finalize(self, _close_all, self._idle)
        self._end.atexit = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile.

        :raises StoreError: if the file cannot be read.
        """
        try:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                connection = self._connect()
            try:
                yield connection
            finally:
                with self._lock:
                    if self._closed:
                        connection.close()
                    else:
                        self._idle.append(connection)
        except sqlite3.Error as error:
            raise StoreError(
                f"catalogue {self.path} cannot be used ({error}): delete it, and it is made anew"
            ) from error

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """The same in a transaction, undone where an error leaves it; nobody else writes meanwhile."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close all connections; those in use are closed when they come back."""
        with self._lock:
            self._closed = True
            _close_all(self._idle)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        # what a power cut may take with it is found missing at the next opening
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _prepare(self) -> None:
        connection = self._connect()
        self._idle.append(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, FORMAT):
            raise sqlite3.DatabaseError(f"format {found}, expected {FORMAT}")
        if found == FORMAT:
            connection.execute("SELECT count(*) FROM meta").fetchone()
            return
        connection.execute("BEGIN IMMEDIATE")
        for statement in TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")


def _close_all(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()
