"""Whether a question that holds several gets each of them right."""

from __future__ import annotations

from statistics import fmean

from rag import Answer

from ..questions import Part
from ..records import Asked
from .given import given
from .gold import gives
from .measure import NOT_APPLICABLE, Measure, Score


def parts_right(answer: Answer, asked: Asked) -> tuple[bool, ...]:
    """For each part of the question, in order, whether it is rightly answered or rightly left open.

    Where the answer has as many parts, each is looked for in the one at its place: one that is answerable
    wants what it would as a question of its own, one that is not wants an abstention. Otherwise each is
    looked for in the answer as a whole, and one without an answer is left open where any part of the answer
    abstains. () for a question without parts.
    """
    wanted = asked.question.parts
    if len(answer.parts) == len(wanted):
        return tuple(_is_right(one, asked, part) for one, part in zip(answer.parts, wanted, strict=True))
    open_too = any(part.abstained for part in answer.parts)
    return tuple(_is_right(answer, asked, part) if part.answerable else open_too for part in wanted)


def _is_right(answer: Answer, asked: Asked, part: Part) -> bool:
    if answer.abstained or not part.answerable:
        return answer.abstained and not part.answerable
    golds = [gold for gold in asked.golds if gold.quote in part.quotes]
    return gives(answer, part, golds, asked.article_id)


def _right(asked: Asked) -> tuple[bool, ...] | Score:
    """Which parts are right; or why that is not asked."""
    if not asked.question.parts or not asked.question.answerable:
        return NOT_APPLICABLE
    answer = given(asked)
    return answer if isinstance(answer, Score) else parts_right(answer, asked)


def _parts_answered(asked: Asked) -> Score:
    right = _right(asked)
    return right if isinstance(right, Score) else Score(fmean(map(float, right)))


def _double_right(asked: Asked) -> Score:
    right = _right(asked)
    return right if isinstance(right, Score) else Score(float(all(right)))


PARTS = (
    Measure(
        "parts answered",
        "share of the parts of a double question that are rightly answered or rightly left open",
        "answer",
        "higher",
        _parts_answered,
        missing=0.0,
    ),
    Measure(
        "double right",
        "share of the double questions of which every part is rightly answered or left open",
        "answer",
        "higher",
        _double_right,
        missing=0.0,
    ),
)
"""0 to 1, higher is better. A question that is refused as a whole, though a part has an answer, counts 0."""
