"""A store with its catalogue, opened together and kept in step, whoever else changes the store meanwhile.

A change goes: take the lock, note in the catalogue what is to change, change Chroma, then the catalogue in
one transaction that takes the note away. A note that is still there is a dead process's: the catalogue then
takes over what Chroma has of those articles, and what Chroma has of none is deleted.

Chroma keeps a folder's index in each process's memory, and two that write by turns lose vectors; so a process
opens the folder anew when the catalogue says that another one has changed it. What another machine has
changed on a Chroma server, the catalogue learns from the stamps that articles bear there.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from ..catalogue import EVERYTHING, Catalogue, Changing
from ..heads import Head
from ..lock import InUseError, beside, writing
from ..settings import Settings
from ..store import Record, Store
from ..vocabulary import entries, text_of
from .taking import Taking

CATALOGUE = "catalogue.sqlite3"
OLD_INDEX = "bm25"
"""The folder of an index that Byline kept before there was a catalogue."""
SLACK = 120_000_000
"""Microseconds by which machines' clocks may differ, with what a change takes."""

PAUSE = 0.05
"""Seconds after which a server is asked again whether anything has changed there."""
PATIENCE = 2.0
"""Seconds that a reader waits for who is changing the store, and then reads what it knows: a rebuild may take
hours."""
LATER = 10.0
"""Seconds until a reader who did not wait any longer tries again."""

log = logging.getLogger(__name__)


class Shelf:
    """Both, opened and mended; may be shared by threads.

    :raises StoreError: if the store cannot be opened; one that does not fit the record opens.
    """

    def __init__(self, settings: Settings, record: Record) -> None:
        self._settings = settings
        self._record = record
        self._lock = threading.RLock()
        self._asked = 0.0
        self._not_before = 0.0
        with writing(settings):
            self.store = Store(settings, record)
            self.catalogue = Catalogue(beside(settings) / CATALOGUE)
            shutil.rmtree(beside(settings) / OLD_INDEX, ignore_errors=True)
            self._generation = self.catalogue.generation
            self.mend()
            if settings.is_remote:
                self._catch_up()
            if self.catalogue.sizes() != self.store.sizes():
                self._taking.differing()
            self._generation = self.catalogue.generation

    def close(self) -> None:
        """Free the files and connections of both."""
        self.store.close()
        self.catalogue.close()

    def fresh(self) -> bool:
        """See what others have changed; returns whether there was anything.

        While somebody is at it for long, what was known before is left to be read.
        """
        if time.monotonic() < self._not_before:
            return False
        if self._settings.is_remote:
            if time.monotonic() - self._asked < PAUSE:
                return False
            self._asked = time.monotonic()
            if self.store.token == (self.catalogue.meta("token") or ""):
                return False
            with self._soon() as mine:
                return mine and self._catch_up()
        if self.catalogue.generation == self._generation:
            return False
        with self._soon() as mine:
            if not mine or self.catalogue.generation == self._generation:
                return False
            self._reopen()
            return True

    @contextmanager
    def _soon(self) -> Iterator[bool]:
        """Hold the store alone if that can be had soon; gives whether it could."""
        with ExitStack() as held:
            mine = self._lock.acquire(timeout=PATIENCE)
            if mine:
                held.callback(self._lock.release)
                try:
                    held.enter_context(writing(self._settings, PATIENCE))
                except InUseError:
                    mine = False
            if not mine:
                log.info("%s is being changed: reading what is known of it", self._settings.store)
                self._not_before = time.monotonic() + LATER
            yield mine

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the store alone, as far as this machine goes, with everything seen and mended before; gives
        whether there was anything to see or mend.

        What an error cuts off inside is mended, too.
        """
        with self._lock, writing(self._settings):
            self._asked = self._not_before = 0.0
            news = self.fresh()
            news = self.mend() or news
            try:
                yield news
            except BaseException:  # Ctrl-C too: what is not whole goes
                self.mend()
                raise

    def change(self, step: Callable[[Changing], None]) -> None:
        """Write into the catalogue what was changed in the store while it was held."""
        self.catalogue.change(step)
        self._generation = self.catalogue.generation
        if self._settings.is_remote:
            self.store.announce(uuid.uuid4().hex)

    def stamped(self, head: Head) -> Head:
        """A head with the time of its change."""
        return replace(head, stamp=self.now())

    def now(self) -> int:
        """Microseconds since 1970, and more than all that is known of."""
        return max(time.time_ns() // 1000, self.catalogue.newest_stamp() + 1)

    def mark(self, head: Head) -> None:
        """Give a stored article another bookkeeping, while it is held."""
        marked, known = self.stamped(head), self.catalogue.head(head.article_id)
        self.catalogue.intend([head.article_id])
        self.store.mark(marked)
        renamed = known is None or known.title != head.title
        held = entries(text_of(self.store.article(head.article_id))) if renamed else None

        def step(change: Changing) -> None:
            change.mark(marked)
            if held is not None:
                change.reword(head.article_id, held)

        self.change(step)

    def retire(self, head: Head) -> None:
        """Search an article no more, while it is held."""
        retired = self.stamped(replace(head, retired=True))
        self.catalogue.intend([head.article_id])
        self.store.retire(retired)
        self.change(lambda change: change.retire(retired))

    def remove(self, ids: Collection[str]) -> None:
        """Take articles out, in this order, while it is held."""
        stamp = self.now() if self._settings.is_remote else None  # on other machines it has to be known
        self.catalogue.intend(ids)
        for article_id in ids:
            self.store.remove(article_id, stamp)
        self.change(lambda change: change.drop(ids, stamp))

    def list_anew(self) -> None:
        """Take everything over from the store, while it is held."""
        self.catalogue.intend([EVERYTHING])
        self.mend()

    def mend(self) -> bool:
        """Take over from the store what is noted as about to change, while it is held; returns whether
        anything was."""
        pending = self.catalogue.pending()
        self._mend(pending)
        return bool(pending)

    @property
    def _taking(self) -> Taking:
        return Taking(self.store, self.catalogue)

    def _reopen(self) -> None:
        generation = self.catalogue.generation
        self.store = Store(self._settings, self._record)  # the old one goes with its last user
        self.store.load()
        self._generation = generation

    def _mend(self, pending: Collection[str]) -> None:
        """Take over what the store has of some articles, and let it have nothing that is not whole."""
        if not pending:
            return
        log.info("mending what was cut off: %s", ", ".join(sorted(pending)))
        if EVERYTHING in pending:
            self._taking.differing(everything=True)
        for article_id in pending:
            if article_id != EVERYTHING:
                self._taking.article(article_id, mine=True)
        for article_id in pending:
            head = self.catalogue.head(article_id)
            if head and not head.retired and not self.catalogue.searched([article_id]):
                self.retire(head)
        self.change(lambda change: change.settle(pending))

    def _catch_up(self) -> bool:
        """What other machines have changed on a server; returns whether there was anything."""
        token = self.store.token
        since = max(self.catalogue.newest_stamp() - SLACK, 0)
        changed = self.store.changed_since(since)
        new = [one for one, stamp in sorted(changed.items()) if self.catalogue.stamp(one) != stamp]
        for article_id in new:
            self._taking.article(article_id, mine=False)
        self.catalogue.change(lambda change: change.set("token", token))
        return bool(new)
