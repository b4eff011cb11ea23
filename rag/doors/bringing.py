"""What a visitor does to the library that they see: bring articles, call them something else, read them
again, take them out and put them back.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index import Article, Progress
from index.changes import Change, changes
from index.holders import Holder, Holders, as_brought
from index.library import Copies
from index.read import read
from index.read.files import shown
from index.read.source import is_address
from rag.errors import ArticleError, BylineError

from .shelf import Shelf

NOBODY = (
    "nobody could tell whose it is: let your browser keep Byline's cookie, or have `share_uploads` set by "
    "whoever runs Byline"
)
EVERYBODYS = "it is everybody's: whoever runs Byline changes it with `byline index`, or sets `api_write`"
MORE = "the rest"
"""What an error calls those that are more than a visitor may bring."""
MOST_IN_TITLE = 300
"""Characters of a title that a visitor gives; what is more is cut off."""
NO_ADDRESS = "it was not read from an address that could be read again: add its new text"


@dataclass(frozen=True)
class Removed:
    """An article that was taken out, so that it can be put back.

    `holder`: how the visitor held it; None: it was everybody's.
    """

    article: Article
    copies: Copies
    holder: Holder | None


def add_all(
    shelf: Shelf,
    sources: Iterable[str | Path | Article],
    title: str = "",
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[tuple[str, Article | BylineError]]:
    """`Library.add_all`, of what will be the visitor's, or everybody's where that is shared.

    :param title: what to call them; "": by their own titles.
    """
    given, holder, title = list(sources), None, _title(title)
    if shelf.shared:
        given = [replace(one, title=title) if title and isinstance(one, Article) else one for one in given]
    elif shelf.owner:
        holder = Holder(shelf.owner, title, added=now())
    else:
        yield from ((_name(one), ArticleError(NOBODY)) for one in given)
        return
    added = shelf.library.add_all(given, holder=holder, progress=progress)
    while True:
        try:
            if holder:
                _check_room(shelf)
        except ArticleError as error:
            yield MORE, error
            return
        found = next(added, None)
        if found is None:
            return
        yield found[0], found[1] if isinstance(found[1], BylineError) else shelf.get(found[1].id)


def add(shelf: Shelf, source: str | Article) -> Article:
    """`Library.add`, of what will be the visitor's; everybody's where that is shared, or nobody knows them.

    :raises ArticleError: as there, and if the visitor holds as many as they may.
    """
    holder = None
    if shelf.owner and not shelf.shared:
        _check_room(shelf)
        name = (source.source or "") if isinstance(source, Article) else source
        holder = Holder(shelf.owner, name=name, added=now())
    return shelf.get(shelf.library.add(source, holder).id)


def may_change(shelf: Shelf, holders: Holders) -> bool:
    """Whether the visitor may change an article of these holders."""
    return shelf.mine(holders) is not None or (shelf.writes and not holders)


def rename(shelf: Shelf, article_id: str, title: str) -> Article:
    """Call an article something else; "": by its own title again.

    :raises ArticleError: if there is none, or the visitor may not change it.
    """
    holders, title = _changeable(shelf, article_id), _title(title)
    if holders:
        _hold(shelf, article_id, lambda mine: replace(mine, title=title))
    else:
        shelf.library.rename(article_id, title)
    return shelf.get(article_id)


def refreshable(shelf: Shelf) -> frozenset[str]:
    """Ids of those that can be read again, and that the visitor may change."""
    each = shelf.library.holders()
    places = set(shelf.library.refreshable()) if shelf.writes else set()
    own = {one for one in each if (mine := shelf.mine(each[one])) and is_address(mine.name)}
    return frozenset(own | {one for one in places if one in each and not each[one]})


def refresh(shelf: Shelf, article_id: str) -> tuple[Article, tuple[Change, ...]]:
    """Read an article's address again: what stands there now, and what has changed, () for nothing.

    :raises ArticleError: if there is none, the visitor may not change it, or it cannot be read.
    """
    holders, old = _changeable(shelf, article_id), shelf.get(article_id)
    library, mine = shelf.library, shelf.mine(holders)
    if mine is None:
        new = library.refresh(article_id)
    elif not is_address(mine.name):
        raise ArticleError(NO_ADDRESS)
    else:
        found = read(mine.name, library.settings)
        if found.id not in shelf.own(superseded=True):
            _check_room(shelf)
        new = library.add(found, replace(mine, replaced_by=None, about=None, added=now()))
        if new.id != old.id:
            _hold(shelf, article_id, lambda mine: replace(mine, replaced_by=new.id))
    new = shelf.get(new.id)
    if new.id == old.id:
        return new, ()
    return new, changes(old, new, library.sentences(old.id), library.sentences(new.id))


def remove(shelf: Shelf, article_id: str) -> Removed:
    """Take an article out, with what the visitor read in its place before: of the library too, where nobody
    else holds it.

    :raises ArticleError: if there is none, or the visitor may not change it.
    """
    article, copies = shelf.get(article_id), shelf.library.copies(article_id)
    return Removed(article, copies, take_out(shelf, article_id))


def take_out(shelf: Shelf, article_id: str) -> Holder | None:
    """`remove` for good, also of a damaged one; returns how the visitor held it."""
    holders = _changeable(shelf, article_id)
    mine = shelf.mine(holders)
    if mine:
        for one_id in _versions(shelf, article_id):
            shelf.library.hold(one_id, lambda each: tuple(one for one in each if one.owner != shelf.owner))
    else:
        shelf.library.remove(article_id)
    return mine


def put_back(shelf: Shelf, removed: Removed) -> Article:
    """Undo a removal.

    :raises ArticleError: if the visitor holds as many as they may.
    """
    if removed.holder is None:
        shelf.library.put_back(removed.copies)
    else:
        _check_room(shelf)
        shelf.library.add(as_brought(removed.copies[-1][1], removed.holder), removed.holder)
    return shelf.get(removed.article.id)


def now() -> str:
    """The time, as a holder has it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _changeable(shelf: Shelf, article_id: str) -> Holders:
    holders = shelf.holders(article_id)
    if not may_change(shelf, holders):
        raise ArticleError(EVERYBODYS)
    return holders


def _check_room(shelf: Shelf) -> None:
    if len(shelf.own(superseded=True)) >= shelf.limit:
        raise ArticleError(
            f"you have {shelf.limit} articles here, the most (earlier versions count): remove some first"
        )


def _hold(shelf: Shelf, article_id: str, change: Callable[[Holder], Holder]) -> None:
    shelf.library.hold(
        article_id,
        lambda each: tuple(change(one) if one.owner == shelf.owner else one for one in each),
    )


def _versions(shelf: Shelf, article_id: str) -> list[str]:
    """Ids of an article, and of those that the visitor read before in its place."""
    each = shelf.library.holders(superseded=True)
    later = {one: mine.replaced_by for one, holders in each.items() if (mine := shelf.mine(holders))}
    found = [article_id]
    for newer in found:  # it grows on the way
        found += [one for one, by in later.items() if by == newer and one not in found]
    return found


def _title(given: str) -> str:
    return " ".join(given.split())[:MOST_IN_TITLE].rstrip()


def _name(source: str | Path | Article) -> str:
    return source.title if isinstance(source, Article) else shown(source)
