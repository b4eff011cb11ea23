"""Whether every quote is, character for character, what its offsets cut from the stored article."""

from __future__ import annotations

from ..records import Asked
from .given import given
from .measure import NOT_APPLICABLE, Measure, Score


def _integrity(asked: Asked) -> Score:
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    return NOT_APPLICABLE if asked.whole is None else Score(float(asked.whole))


QUOTE_INTEGRITY = Measure(
    "quote integrity",
    "every quote is exactly what its offsets cut from the stored article; must be 1",
    "citation",
    "higher",
    _integrity,
)
"""0 or 1 an answer; any mean below 1 is a bug. Abstentions and answers without citations are left out."""
