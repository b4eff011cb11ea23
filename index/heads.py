"""What a store knows of an article beside its text: where it was read, and which version of that it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .holders import Holders, from_text, to_text


@dataclass(frozen=True, slots=True)
class Head:
    """One stored article's bookkeeping.

    `origin` is where it was read, as `index.origin` writes it; "" where that is not known. `version` counts
    from 1 what was read there; `replaces` is the id of the version before, None for a first one. `retired`:
    a newer one is in its place. `twins` are the ids of articles, stored before it, with much the same words.
    `holders` are those whose it is, () for an article of everybody's. `title` is the name that it was given
    here, "" where it has its own. `stamp` says when it was last changed: microseconds since 1970, and more
    than all that its writer knew of.
    """

    article_id: str
    origin: str = ""
    version: int = 1
    replaces: str | None = None
    retired: bool = False
    twins: tuple[str, ...] = ()
    holders: Holders = ()
    title: str = ""
    stamp: int = 0

    def to_metadata(self) -> dict[str, Any]:
        """As Chroma keeps it, which knows no None and no lists."""
        return {
            "origin": self.origin,
            "version": self.version,
            "replaces": self.replaces or "",
            "retired": self.retired,
            "twins": " ".join(self.twins),
            "holders": to_text(self.holders),
            "title": self.title,
            "stamp": self.stamp,
        }

    @classmethod
    def from_metadata(cls, data: Mapping[str, Any]) -> Head:
        """The inverse of `to_metadata`; a first version where an older Byline kept none of it."""
        return cls(
            str(data["article"]),
            str(data.get("origin", "")),
            int(data.get("version", 1)),
            str(data.get("replaces", "")) or None,
            bool(data.get("retired", False)),
            tuple(str(data.get("twins", "")).split()),
            from_text(str(data.get("holders", ""))),
            str(data.get("title", "")),
            int(data.get("stamp", 0)),
        )


def current(heads: Iterable[Head]) -> tuple[Head, ...]:
    """Those that no newer version replaces, in their order.

    The newest version of each origin counts even where the older ones are not marked as retired yet, so that
    storing it is one step.
    """
    left = [head for head in heads if not head.retired]
    newest: dict[str, int] = {}
    for head in left:
        newest[head.origin] = max(head.version, newest.get(head.origin, 0))
    return tuple(head for head in left if not head.origin or head.version == newest[head.origin])


def lineage(head: Head, heads: Iterable[Head]) -> tuple[Head, ...]:
    """All versions of what was read where an article was, oldest first; the article alone where that is not
    known."""
    if not head.origin:
        return (head,)
    return tuple(sorted((h for h in heads if h.origin == head.origin), key=lambda one: one.version))
