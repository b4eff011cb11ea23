"""What a judge of faithfulness is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..records import Judgement


class Judge(Protocol):
    """Says how far texts support a sentence, by those texts alone; the same for the same arguments."""

    @property
    def name(self) -> str:
        """As it stands in tables and in a run's manifest."""
        ...

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        """Judge one sentence.

        :param sentence: without citation markers.
        :param sources: what it may rest on: quotes or whole articles; () supports nothing.
        :return: its verdict is "unscored" where no usable verdict was come by, never an exception for a
            sentence or a source that is odd.
        """
        ...
