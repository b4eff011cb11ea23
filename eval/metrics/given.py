"""What there is to score of a question: its answer, what that says, or why there is none."""

from __future__ import annotations

import re

from rag import Answer

from ..records import Asked
from .measure import ABSTAINED, FAILED, Score

_MARKER = re.compile(r"\s*\[\d+(?:\s*[,;–-]\s*\d+)*\]")


def given(asked: Asked) -> Answer | Score:
    """The answer; FAILED where the system failed, ABSTAINED where it declined."""
    if asked.answer is None:
        return FAILED
    return ABSTAINED if asked.answer.abstained else asked.answer


def said(answer: Answer) -> str:
    """The answer's own words, without markers: its sentences, or else its text without `[1]` and the like.

    "According to …" at the start of a sentence is part of it, since it answers who said something.
    """
    if answer.sentences:
        return " ".join(sentence.text for sentence in answer.sentences)
    return written(answer)


def written(answer: Answer) -> str:
    """The answer's text without markers, what no sentence of the article says included."""
    return _MARKER.sub("", answer.text).strip()
