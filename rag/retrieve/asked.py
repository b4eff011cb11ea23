"""Whether a sentence of an article asks, and so tells nothing: an interviewer's, or the article's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Sentence

_ASKER = re.compile(r"^\W*(?:Q|Question|Frage|Pregunta|В|Вопрос)\s*[:.]\s", re.I)
"""The label of an interviewer's turn. It stands for nobody, so that no speaker tells it from the answers."""
_CLOSED = re.compile(r"[\s\"'”’»)\]]*$")


def asked_in(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Numbers of the sentences that ask.

    They are those that end with a question mark, and what else an interviewer says in their turns, if it is
    in nobody's mouth. Somebody's question is what they said, and what an interviewer tells of somebody ("Lee
    says the mill is empty") is told.
    """
    found: set[int] = set()
    turn: int | None = None
    for number, sentence in enumerate(sentences):
        if _ASKER.match(sentence.text):
            turn = sentence.paragraph
        asks = _CLOSED.sub("", sentence.text).endswith("?") or sentence.paragraph == turn
        if asks and not sentence.speaker:
            found.add(number)
    return frozenset(found)
