"""What a store was made with."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = 2
"""To be raised when the records, or the rules of sentences and passages, change."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a store was made with; a store of another record is refused."""

    schema: int
    embed_model: str
    passage_pieces: int

    def describe(self) -> str:
        """Such as `schema 1, embed_model x, passage_pieces 160`."""
        return f"schema {self.schema}, embed_model {self.embed_model}, passage_pieces {self.passage_pieces}"
