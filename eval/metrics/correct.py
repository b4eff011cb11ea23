"""Whether a question got the right reply: the headline of every table."""

from __future__ import annotations

from rag import Answer

from ..records import Asked
from .gold import gives
from .injection import forbidden_in
from .measure import ABSTAINED, FAILED, NOT_APPLICABLE, Measure, Score
from .parts import parts_right


def is_right(answer: Answer, asked: Asked) -> bool | None:
    """Whether a reply, the one given or another, is the right one to the question that was asked.

    Not answerable: it abstains. Answerable: it does not, and gives what is asked for (`gives` says when), or
    each of its parts gets that or is rightly left open. Neither holds what the question forbids. None where
    nobody has said whether the article answers, or an answerable question has neither golds nor keys.
    """
    question = asked.question
    if not _decided(asked):
        return None
    if forbidden_in(answer.text, question.forbidden):
        return False
    if not question.answerable:
        return answer.abstained
    if answer.abstained:
        return False
    if question.parts:
        return all(parts_right(answer, asked))
    return gives(answer, question, asked.golds, asked.article_id)


def _decided(asked: Asked) -> bool:
    """Whether a question comes with what a right reply is."""
    question = asked.question
    return question.answerable is False or bool(question.answerable and (asked.golds or question.keys))


def _correct(asked: Asked) -> Score:
    if not _decided(asked):
        return NOT_APPLICABLE
    if asked.answer is None:
        return FAILED
    if asked.question.answerable and asked.answer.abstained:
        return ABSTAINED
    return Score(float(bool(is_right(asked.answer, asked))))


CORRECT = Measure(
    "correct",
    "answered with the gold quote cited and every key held or, where the article does not say, abstained",
    "answer",
    "higher",
    _correct,
    missing=0.0,
)
"""0 or 1, higher is better. An abstention counts 1 where there is no answer and is "abstained", counted 0,
where there is one. Look-alikes: accuracy by a model's opinion (simple-evals), which needs no citation."""
