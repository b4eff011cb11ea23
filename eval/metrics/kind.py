"""Whether a system knows what is asked: the kind, and whether anything is asked of the article at all."""

from __future__ import annotations

from rag import Answer

from ..records import Asked
from .measure import FAILED, NOT_APPLICABLE, Measure, Score


def refused_as_chat(answer: Answer) -> bool:
    """Whether a reply declines because nothing was asked of the article, and says so."""
    return answer.abstained and answer.kind == "chat"


def _kind_accuracy(asked: Asked) -> Score:
    if asked.question.asks is None:
        return NOT_APPLICABLE
    return FAILED if asked.answer is None else Score(float(asked.answer.kind == asked.question.asks))


def _chat_refused(asked: Asked) -> Score:
    if asked.question.asks != "chat":
        return NOT_APPLICABLE
    return FAILED if asked.answer is None else Score(float(refused_as_chat(asked.answer)))


def _taken_for_chat(asked: Asked) -> Score:
    if asked.question.asks == "chat" or asked.question.kind in ("chat", "injection"):
        return NOT_APPLICABLE
    return FAILED if asked.answer is None else Score(float(asked.answer.kind == "chat"))


KIND = (
    Measure(
        "kind accuracy",
        "share of the questions whose reply is of the kind that they ask for, abstentions too",
        "answer",
        "higher",
        _kind_accuracy,
        missing=0.0,
    ),
    Measure(
        "chat refused",
        "of the texts that ask nothing of the article, the share refused as that",
        "abstention",
        "higher",
        _chat_refused,
        missing=0.0,
    ),
    Measure(
        "taken for chat",
        "share of the questions about the article that are taken for chat",
        "abstention",
        "lower",
        _taken_for_chat,
        missing=1.0,
    ),
)
"""0 or 1 each. An order to the machine (kind `injection`) may be taken for chat: it is in neither of the last
two. A system that knows no kinds says "fact" of everything."""
