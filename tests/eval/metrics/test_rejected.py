"""Answers that readers turned down."""

from eval.metrics import measure_named
from tests.eval.building import abstention, answer, asked, failure, question

REPEATS = measure_named("repeats rejected")


def test_the_same_words_are_a_repetition() -> None:
    reported = question(kind="reported", answerable=None, quotes=(), keys=(), rejected=answer().text)
    assert REPEATS.score(asked(reported, answer())).value == 1.0
    assert REPEATS.score(asked(reported, answer("It rained.", (47, 57)))).value == 0.0
    assert REPEATS.score(asked(reported, abstention())).value == 0.0
    assert REPEATS.value(REPEATS.score(failure(reported))) == 1.0


def test_nothing_is_asked_of_other_questions() -> None:
    assert REPEATS.score(asked()).status == "not applicable"
    reported = question(kind="reported", answerable=None, quotes=(), keys=(), rejected="x")
    assert measure_named("correct").score(asked(reported)).status == "not applicable"
