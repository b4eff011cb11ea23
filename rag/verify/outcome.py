"""What became of the drafts of one answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from .verdict import Checked


@dataclass
class Outcome:
    """What became of the drafts so far.

    `checked` are the sentences that will stand, in order; `rewritten` of them are their nearest quote's words
    instead of the draft's. `dropped` counts drafts that were left out. `refused`: the generator itself says
    that there is no answer.
    """

    checked: list[Checked] = field(default_factory=list)
    rewritten: int = 0
    dropped: int = 0
    refused: bool = False

    @property
    def drafted(self) -> int:
        """How many sentences were drafted."""
        return len(self.checked) + self.dropped

    @property
    def stands(self) -> bool:
        """Whether at least one sentence stands as it was drafted."""
        return len(self.checked) > self.rewritten
