"""An article into the shelf: which version of what it is, and what it takes the place of."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..article import Article, Passage
from ..catalogue import Changing
from ..errors import ArticleError
from ..heads import Head
from ..holders import Holder, Holders, in_common, with_holder
from ..twins import twins
from ..vocabulary import entries, text_of
from .making import Made
from .shelf import Shelf

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class From:
    """Where an article comes from: an origin, "" where nobody knows, what was read there before, whatever the
    store says, and whose it will be, None for everybody.
    """

    origin: str
    read_there: Head | None = None
    holder: Holder | None = None


def standing(shelf: Shelf, article_id: str, origin: str, read_there: Head | None = None) -> bool:
    """Whether an article is searched already, and nothing else is in its place at its origin.

    :param origin: where it was read; "": nobody knows.
    :param read_there: an article that was read there before, whatever the store says; None: as it says.
    """
    head = shelf.catalogue.head(article_id)
    if head is None or head.holders or not shelf.catalogue.searched([article_id]):
        return False
    before = _before(shelf, origin, read_there)
    return before is None or before.article_id == article_id


def put(
    shelf: Shelf,
    article: Article,
    made: Callable[[Article], Made],
    brought: From,
    stored: Callable[[str], Article | None],
    nearest: Callable[[NDArray[np.float32], int], list[tuple[Passage, float]]],
) -> Head:
    """Store an article in a shelf that is held; returns its bookkeeping.

    :param made: gives what is made of the article, or of the same without what came with one copy alone.
    :param stored: gives an article of the shelf, None where it is damaged or not there.
    :param nearest: searches the shelf by a vector.
    :raises ArticleError: if it is somebody's, and an older version of everybody's.
    """
    catalogue, origin = shelf.catalogue, brought.origin
    searched = bool(catalogue.searched([article.id]))
    holders = _holders(article, catalogue.head(article.id), searched, brought.holder)
    known, whole = catalogue.head(article.id), None
    if known and known.holders and not brought.holder:  # it becomes everybody's, as it was read just now
        whole = made(article)
        shelf.remove([article.id])
        searched = False
    before = _before(shelf, origin, brought.read_there)
    replaced = before if before and before.article_id != article.id else None
    there = stored(article.id) if catalogue.head(article.id) else None
    told = there if there is None or not holders else in_common(there, article)
    if there and searched and known and told == there:
        if replaced:  # its file holds another one's text now
            shelf.retire(replaced)
        if holders:
            shelf.mark(replace(known, holders=holders))
        return known
    head = (catalogue.head(article.id) if searched else None) or _new(shelf, article.id, origin, before)

    def twin(article_id: str) -> Article | None:
        other = catalogue.head(article_id)
        if other is None or article_id == article.id or (origin and other.origin == origin):
            return None
        return stored(article_id)

    article = told or article
    whole = whole or made(article)
    found = twins(article, whole.vectors, nearest, twin)
    head = shelf.stamped(replace(head, holders=holders, twins=found))
    catalogue.intend([article.id, *([replaced.article_id] if replaced else [])])
    if there and told == there:
        shelf.store.revive(head, whole.passages, whole.vectors)
        kept = shelf.store.stored(article.id)
        rows = kept[1] if kept else 0
    else:
        rows = shelf.store.add(article, whole.passages, whole.vectors, head)
    retired = shelf.stamped(replace(replaced, retired=True)) if replaced else None
    if retired:
        shelf.store.retire(retired)

    def step(change: Changing) -> None:
        change.put(head, rows, whole.passages, entries(text_of(article)))
        change.keep(article.id, whole.kept, whole.by)
        if retired:
            change.retire(retired)

    shelf.change(step)
    log.info("added article %s with %d passages", article.id, len(whole.passages))
    return head


def _holders(article: Article, known: Head | None, searched: bool, holder: Holder | None) -> Holders:
    """Whose an article will be; () where it is, or stays, everybody's."""
    if holder is None:
        return ()
    if known and not known.holders:
        if not searched:
            raise ArticleError(
                f"the library has a newer version of {article.title!r}, of everybody's: ask that one"
            )
        return ()
    return with_holder(known.holders if known else (), holder)


def _before(shelf: Shelf, origin: str, read_there: Head | None) -> Head | None:
    """The article that stands for an origin now."""
    catalogue = shelf.catalogue
    for head in catalogue.read_at(origin):
        if catalogue.searched([head.article_id]):
            return head
    return read_there if read_there and catalogue.searched([read_there.article_id]) else None


def _new(shelf: Shelf, article_id: str, origin: str, before: Head | None) -> Head:
    """The bookkeeping of an article that is searched from now on."""
    if not origin:
        return Head(article_id, replaces=before.article_id if before else None)
    seen = [head.version for head in shelf.catalogue.read_at(origin)]
    if before and before.origin == origin:
        seen.append(before.version)
    return Head(article_id, origin, max(seen, default=0) + 1, before.article_id if before else None)
