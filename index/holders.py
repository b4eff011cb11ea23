"""Whose an article is: who brought it, by what name they know it, and what they have read in its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

Holders = tuple["Holder", ...]
"""Those who hold an article, in the order in which they brought it; () for one that is everybody's."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One of those whose an article is.

    `owner` names a person or a browser, as whoever lets them in writes it. `title` is what they call the
    article, "" where that is its own title. `name` is the file or the address that they brought, "" for a
    text. `added` is an ISO 8601 time. `replaced_by` is the id of what they read later in its place, None
    where it is still the newest.
    """

    owner: str
    title: str = ""
    name: str = ""
    added: str = ""
    replaced_by: str | None = None


def held_by(owner: str | None, holders: Holders) -> Holder | None:
    """How somebody holds an article; None where they do not."""
    return next((one for one in holders if owner is not None and one.owner == owner), None)


def with_holder(holders: Holders, new: Holder) -> Holders:
    """The same with one more; who holds it already keeps the name that they gave it, and has it anew."""
    known = held_by(new.owner, holders)
    if known is None:
        return (*holders, new)
    again = replace(known, title=new.title or known.title, name=new.name or known.name, replaced_by=None)
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
        found = tuple(Holder(**row) for row in rows)
    except (ValueError, TypeError):
        found = ()
    return found or (Holder(""),)


def owners(each: Iterable[Holders]) -> frozenset[str]:
    """All who hold something."""
    return frozenset(one.owner for holders in each for one in holders)
