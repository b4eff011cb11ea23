"""What a store holds into its catalogue: of one article, or of all that differ."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from ..catalogue import Catalogue
from ..errors import ArticleError
from ..store import Store
from ..vocabulary import entries, text_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taking:
    """From a store to its catalogue, which others do not change meanwhile on this machine."""

    store: Store
    catalogue: Catalogue

    def article(self, article_id: str, mine: bool) -> None:
        """What the store has of one article.

        :param mine: whether nobody else can be at it just now, so that what is not whole may go.
        """
        found = self.store.stored(article_id)
        if found is None:
            if mine:
                self.store.remove(article_id)
            stamp = self.store.removed(article_id) if self.store.is_remote else None
            self.catalogue.change(lambda change: change.drop([article_id], stamp))
            return
        head, rows = found
        if mine and head.retired:
            self.store.retire(head)
        passages = () if head.retired else self.store.passages(article_id)
        try:
            held = {} if head.retired else entries(text_of(self.store.article(article_id)))
        except ArticleError as error:
            log.warning("%s", error)
            held = {}
        self.catalogue.change(lambda change: change.put(head, rows, passages, held))

    def differing(self, everything: bool = False) -> None:
        """Compare all articles with the store, and take over those that differ, or all."""
        log.info("listing what is in %s", self.store.location)
        if not self.store.is_remote:  # there, another machine may be at it
            self.store.drop_unfinished()
        counts = self.store.counts()
        heads = {head.article_id: head for head in self.store.heads()}
        for article_id, head in heads.items():
            expected = 0 if head.retired else counts.get(article_id, 0)
            known = self.catalogue.head(article_id) == head
            if everything or not known or self.catalogue.count(article_id) != expected:
                self.article(article_id, mine=False)
        for article_id in {*self.catalogue.ids(superseded=True)} - {*heads}:
            self.article(article_id, mine=False)
        if self.store.is_remote:
            for article_id, stamp in self.store.gone().items():
                if article_id not in heads and self.catalogue.stamp(article_id) != stamp:
                    self.article(article_id, mine=False)
            return  # what looks left over may be what another machine is about to store
        left = {one for one in counts if one not in heads or heads[one].retired} | self.store.strays()
        for article_id in left:
            self.article(article_id, mine=True)
