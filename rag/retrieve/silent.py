"""Which sentences of an article are no evidence: those that give orders to a reader, and those that ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index import Library, Sentence

from .asked import asked_in
from .orders import orders_in

CACHED = 20_000
"""Articles of which it is known."""


class Silent:
    """Tells their numbers, and remembers them; may be shared by threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._orders: dict[str, frozenset[int]] = {}
        self._asks: dict[str, frozenset[int]] = {}

    def orders(self, article_id: str) -> frozenset[int]:
        """Numbers of the sentences of an article that are no evidence, and are not read."""
        return self._known(self._orders, article_id, orders_in)

    def asks(self, article_id: str) -> frozenset[int]:
        """Numbers of the sentences of an article that ask; they are read, but tell nothing."""
        return self._known(self._asks, article_id, asked_in)

    def _known(
        self,
        known: dict[str, frozenset[int]],
        article_id: str,
        find: Callable[[Sequence[Sentence]], frozenset[int]],
    ) -> frozenset[int]:
        found = known.get(article_id)
        if found is None:
            found = find(self._library.sentences(article_id))
            if len(known) >= CACHED:
                known.clear()
            known[article_id] = found
        return found
