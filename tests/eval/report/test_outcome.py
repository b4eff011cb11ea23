from __future__ import annotations

from dataclasses import replace

import pytest

from eval.metrics.correct import CORRECT
from eval.questions import Gold
from eval.report.outcome import complaint, golds_cited, keys_found, outcome
from tests.eval.building import answer, asked, question
from tests.eval.report.making import mixed

EXPECTED = {
    "right": ("right", ""),
    "wrong": ("wrong", "the answer lacks 'Ann' or 'Anna'; it cites no gold quote"),
    "shy": ("abstained", "abstained, though the article answers"),
    "broken": ("failed", "the system failed: it broke"),
    "none": ("right", ""),
    "invented": ("wrong", "answered, though the article does not answer"),
    "open": ("unlabelled", ""),
}


@pytest.mark.parametrize("one", mixed(), ids=lambda one: one.question.id)
def test_every_question_has_an_outcome_and_failures_say_what_went_wrong(one) -> None:
    assert (outcome(one), complaint(one)) == EXPECTED[one.question.id]


def test_right_are_as_many_as_the_measure_counts() -> None:
    counted = sum(CORRECT.value(CORRECT.score(one)) or 0 for one in mixed())
    assert sum(outcome(one) == "right" for one in mixed()) == counted


def test_a_question_that_needs_all_golds_says_how_many_are_cited() -> None:
    both = question(quotes=("Ann sold the shop.", "Ann sold the shop."), any=False)
    half = replace(
        asked(both), golds=(Gold("Ann sold the shop.", ((0, 18),)), Gold("It rained.", ((46, 56),)))
    )
    assert golds_cited(half) == (True, False)
    assert complaint(half) == "it cites only 1 of 2 gold quotes"


def test_a_gold_of_another_article_is_not_cited() -> None:
    assert golds_cited(asked(question(), article="id-b")) == (False,)


def test_keys_are_found_word_by_word() -> None:
    of = question(keys=(("ann",), ("sho",)))
    assert keys_found(asked(of, answer("Ann sold the shop."))) == (True, False)
