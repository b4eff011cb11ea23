"""An article into the shelf: which version of what it is, and what it takes the place of."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..article import Article, Passage
from ..catalogue.catalogue import Changing
from ..heads import Head
from ..twins import twins
from ..vocabulary import entries, text_of
from .making import Made
from .shelf import Shelf

log = logging.getLogger(__name__)


def standing(shelf: Shelf, article_id: str, origin: str, read_there: Head | None = None) -> bool:
    """Whether an article is searched already, and nothing else is in its place at its origin.

    :param origin: where it was read; "": nobody knows.
    :param read_there: an article that was read there before, whatever the store says; None: as it says.
    """
    if not shelf.catalogue.searched([article_id]):
        return False
    before = _before(shelf, origin, read_there)
    return before is None or before.article_id == article_id


def put(
    shelf: Shelf,
    article: Article,
    made: Made,
    origin: str,
    read_there: Head | None,
    stored: Callable[[str], Article | None],
    nearest: Callable[[NDArray[np.float32], int], list[tuple[Passage, float]]],
) -> Head:
    """Store an article in a shelf that is held; returns its bookkeeping.

    :param stored: gives an article of the shelf, None where it is damaged or not there.
    :param nearest: searches the shelf by a vector.
    """
    catalogue = shelf.catalogue
    before = _before(shelf, origin, read_there)
    searched = bool(catalogue.searched([article.id]))
    there = stored(article.id)
    if there and searched:
        head = catalogue.head(article.id)
        assert head is not None
        if before and before.article_id != article.id:  # its file holds another one's text now
            retired = _retired(shelf, before)
            catalogue.intend([before.article_id])
            shelf.store.retire(retired)
            shelf.change(lambda change: change.retire(retired))
        return head
    head = (catalogue.head(article.id) if searched else None) or _new(shelf, article.id, origin, before)

    def twin(article_id: str) -> Article | None:
        other = catalogue.head(article_id)
        if other is None or article_id == article.id or (origin and other.origin == origin):
            return None
        return stored(article_id)

    head = shelf.stamped(replace(head, twins=twins(article, made.vectors, nearest, twin)))
    replaced = before if before and before.article_id != article.id else None
    catalogue.intend([article.id, *([replaced.article_id] if replaced else [])])
    if there:
        shelf.store.revive(head, made.passages, made.vectors)
        found = shelf.store.stored(article.id)
        rows = found[1] if found else 0
    else:
        rows = shelf.store.add(article, made.passages, made.vectors, head)
    retired_one = _retired(shelf, replaced) if replaced else None
    if retired_one:
        shelf.store.retire(retired_one)

    def step(change: Changing) -> None:
        change.put(head, rows, made.passages, entries(text_of(article)))
        change.keep(article.id, made.kept, made.by)
        if retired_one:
            change.retire(retired_one)

    shelf.change(step)
    log.info("added article %s with %d passages", article.id, len(made.passages))
    return head


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


def _retired(shelf: Shelf, head: Head) -> Head:
    return shelf.stamped(replace(head, retired=True))
