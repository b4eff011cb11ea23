"""A generator that drafts what was picked beforehand: for answers that are put together, and not found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.retrieve.evidence import Draft, Evidence

from .quote import QuoteGenerator


@dataclass(frozen=True, slots=True)
class Prepared:
    """Gives its drafts in order, whatever the evidence."""

    drafts: tuple[Draft, ...]
    name: str = QuoteGenerator.name

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """The drafts."""
        yield from self.drafts
