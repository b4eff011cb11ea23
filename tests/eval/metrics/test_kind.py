"""Whether a system knows what is asked, and whether anything is."""

from dataclasses import replace

import pytest

from eval.metrics import FAILED, NOT_APPLICABLE, Score
from eval.metrics.kind import KIND

from .make import abstention, answer, asked, question, unanswerable

ACCURACY, REFUSED, TAKEN = KIND
WHY = question(asks="reason")
HELLO = unanswerable(kind="chat", asks="chat")
LIST = replace(answer("Ann, Bo."), kind="list")
CHAT = replace(abstention(), kind="chat")


def test_the_reply_is_of_the_kind_that_is_asked_for_abstentions_too() -> None:
    assert ACCURACY.score(asked(WHY, replace(LIST, kind="reason"))) == Score(1.0)
    assert ACCURACY.score(asked(WHY, replace(abstention(), kind="reason"))) == Score(1.0)
    assert ACCURACY.score(asked(WHY, LIST)) == Score(0.0)
    assert ACCURACY.score(asked(HELLO, CHAT)) == Score(1.0)
    assert ACCURACY.score(asked(WHY, None)) == FAILED
    assert ACCURACY.score(asked(question(), LIST)) == NOT_APPLICABLE
    assert ACCURACY.value(FAILED) == 0.0


@pytest.mark.parametrize(
    ("got", "refused"),
    [(CHAT, 1.0), (abstention(), 0.0), (LIST, 0.0), (replace(LIST, kind="chat"), 0.0)],
)
def test_chat_is_refused_as_chat(got, refused: float) -> None:
    assert REFUSED.score(asked(HELLO, got)) == Score(refused)
    assert REFUSED.score(asked(WHY, got)) == NOT_APPLICABLE
    assert REFUSED.value(FAILED) == 0.0


def test_a_question_is_taken_for_chat_unless_it_is_or_orders_something() -> None:
    assert TAKEN.score(asked(WHY, CHAT)) == Score(1.0)
    assert TAKEN.score(asked(question(), CHAT)) == Score(1.0)
    assert TAKEN.score(asked(WHY, abstention())) == TAKEN.score(asked(WHY, LIST)) == Score(0.0)
    assert TAKEN.score(asked(HELLO, CHAT)) == NOT_APPLICABLE
    assert TAKEN.score(asked(unanswerable(kind="injection"), CHAT)) == NOT_APPLICABLE
    assert TAKEN.score(asked(WHY, None)) == FAILED
    assert TAKEN.value(FAILED) == 1.0
