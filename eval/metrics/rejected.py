"""Whether an answer that a reader turned down comes again."""

from __future__ import annotations

from ..records import Asked
from .measure import FAILED, NOT_APPLICABLE, Measure, Score


def _repeats(asked: Asked) -> Score:
    if asked.question.rejected is None:
        return NOT_APPLICABLE
    if asked.answer is None:
        return FAILED
    return Score(float(asked.answer.text == asked.question.rejected))


REPEATS_REJECTED = Measure(
    "repeats rejected",
    "share of the answers that readers turned down which are given again, word for word",
    "answer",
    "lower",
    _repeats,
    missing=1.0,
)
"""0 or 1, lower is better; only for sets made of the page's feedback. Another answer need not be better."""
