"""Whether an answer that opens with Yes or No opens with the right one."""

from __future__ import annotations

import re

from ..records import Asked
from .given import given
from .measure import NOT_APPLICABLE, Measure, Score

_OPENING = re.compile(r"\W*(yes|no)\s*(?:\[\d+\]\s*)?(?:[,.;:!–—]|-\s|$)", re.IGNORECASE)


def opening(text: str) -> bool | None:
    """True where a text opens with "Yes", False with "No", None with neither.

    "No" before a noun ("No charges had been brought.") opens nothing: a mark or the end must follow.
    """
    found = _OPENING.match(text)
    return None if found is None else found[1].casefold() == "yes"


def _yes_no_opening(asked: Asked) -> Score:
    question = asked.question
    if question.asks != "yes_no" or (question.answerable is None and question.yes is None):
        return NOT_APPLICABLE
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    opens = opening(answer.text)
    return NOT_APPLICABLE if opens is None else Score(float(opens == question.yes))


YES_NO_OPENING = Measure(
    "yes/no opening",
    "of the answers to yes-or-no questions that open with Yes or No, the share that is right",
    "answer",
    "higher",
    _yes_no_opening,
)
"""0 or 1, higher is better. To open with either is wrong where the article answers neither yes nor no. An
answer that opens with neither has no part in it, so a system that never does has no figure."""
