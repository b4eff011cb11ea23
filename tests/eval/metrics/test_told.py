"""Statements told as facts and speakers swapped; all names are invented."""

from __future__ import annotations

import pytest

from eval.metrics.measure import ABSTAINED, NOT_APPLICABLE, Score
from eval.metrics.told import SPEAKERS_SWAPPED, TOLD_AS_FACTS, told
from rag import Answer
from tests.eval.metrics.make import GOLD, abstention, answer, asked, cite, question

SAYS = "It will close, Ann Lee said."


def shares(given: Answer, label: str | None = None) -> tuple[Score, Score]:
    one = asked(question(speaker=label), given, GOLD)
    return TOLD_AS_FACTS.score(one), SPEAKERS_SWAPPED.score(one)


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("According to Ann Lee: it will close.", "named"),
        ("Lee says that it will close.", "named"),
        ("Ann Lee.", "named"),
        ("She said that it would close.", "named"),
        ("It will close.", "as a fact"),
        ("Bo Ray said that it will close.", "swapped"),
        ("According to Bo Ray, Lee's mill will close.", "swapped"),
    ],
)
def test_a_sentence_tells_a_statement_in_one_of_three_ways(sentence: str, how: str) -> None:
    assert told(sentence, "Ann Lee") == how


def test_shares_are_of_the_sentences_that_rest_on_one_speakers_statement() -> None:
    given = answer(
        ("It will close.", (1,)),
        ("Ann Lee said that it will close.", (1,)),
        ("It rained.", (2,)),
        ("It will close, and it rained.", (1, 2)),
        citations=(cite(1, speaker="Ann Lee", quote=SAYS), cite(2, at=(300, 340))),
    )
    assert shares(given) == (Score(0.5), Score(0.0))


def test_the_questions_label_stands_for_a_system_that_names_nobody() -> None:
    given = answer("Bo Ray said that it will close.", citations=(cite(1, quote=SAYS),))
    assert shares(given) == (NOT_APPLICABLE, NOT_APPLICABLE)
    assert shares(given, "Ann Lee") == (Score(0.0), Score(1.0))


def test_an_abstention_tells_nothing() -> None:
    assert shares(abstention(), "Ann Lee") == (ABSTAINED, ABSTAINED)
