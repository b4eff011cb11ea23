"""Whose an article is: who brought it, by what name they know it, and what they have read in its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from .article import Article

Holders = tuple["Holder", ...]
"""Those who hold an article, in the order in which they brought it; () for one that is everybody's."""
About = tuple[tuple[str, str], ...]
"""What came with a copy of an article beside its text: fields of `Article` and their values."""
_UNKNOWN: dict[str, Any] = {"title": ""} | dict.fromkeys(
    ("outlet", "section", "author", "published", "language", "translation", "place", "url")
)
"""The fields that are in `About`, with what they are where nobody said."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One of those whose an article is.

    `owner` names a person or a browser, as whoever lets them in writes it. `title` is what they call the
    article, "" where that is its own title. `name` is the file or the address that they brought, "" for a
    text. `added` is an ISO 8601 time. `replaced_by` is the id of what they read later in its place, None
    where it is still the newest. `about` is what came with their copy, which nobody else is told; None: as
    the article that they bring has it.
    """

    owner: str
    title: str = ""
    name: str = ""
    added: str = ""
    replaced_by: str | None = None
    about: About | None = None


def about(article: Article) -> About:
    """What is known of an article beside its text."""
    each = {field: getattr(article, field) for field in _UNKNOWN}
    return tuple((field, value) for field, value in each.items() if value)


def as_brought(article: Article, holder: Holder) -> Article:
    """An article with what came with somebody's copy of it, and with nothing of anybody else's."""
    told = {field: value for field, value in holder.about or () if field in _UNKNOWN}
    return replace(article, **_UNKNOWN | told, source=holder.name or None)


def in_common(article: Article, other: Article) -> Article:
    """An article with what came with both of two copies; what only one of them says is left out."""
    said = dict(about(other))
    return replace(
        article,
        **{field: none for field, none in _UNKNOWN.items() if getattr(article, field) != said.get(field)},
    )


def held_by(owner: str | None, holders: Holders) -> Holder | None:
    """How somebody holds an article; None where they do not."""
    return next((one for one in holders if owner is not None and one.owner == owner), None)


def with_holder(holders: Holders, new: Holder) -> Holders:
    """The same with one more; who holds it already keeps the name that they gave it, and has it anew."""
    known = held_by(new.owner, holders)
    if known is None:
        return (*holders, new)
    again = replace(new, title=new.title or known.title, name=new.name or known.name)
    again = replace(again, added=known.added, replaced_by=None)
    return tuple(again if one is known else one for one in holders)


def to_text(holders: Holders) -> str:
    """As the store keeps them; "" for none."""
    return json.dumps([asdict(one) for one in holders], ensure_ascii=False) if holders else ""


def from_text(text: str) -> Holders:
    """The inverse of `to_text`.

    What cannot be read is held by nobody who could ask for it: an article that was somebody's is never
    everybody's by mistake.
    """
    if not text:
        return ()
    try:
        rows = json.loads(text)
        found = tuple(_holder(**row) for row in rows)
    except (ValueError, TypeError):
        found = ()
    return found or (Holder(""),)


def _holder(about: Iterable[tuple[str, str]] | None = None, **row: Any) -> Holder:
    told = None if about is None else tuple((str(field), str(value)) for field, value in about)
    return Holder(**row, about=told)


def owners(each: Iterable[Holders]) -> frozenset[str]:
    """All who hold something."""
    return frozenset(one.owner for holders in each for one in holders)
