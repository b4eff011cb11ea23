"""The risk-coverage curve against the mean over every order that the confidences allow."""

from itertools import pairwise, permutations
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Point, aurc, excess_aurc, risk_coverage
from eval.metrics.selective import selective_row
from eval.records import Reply

from .make import GOLD, abstention, answer, asked, cite, question, unanswerable

answers = st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1, max_size=6)


def naive_risks(pairs) -> list[float]:
    """Expected risk of the first k over all orders by falling confidence."""
    orders = [o for o in permutations(pairs) if all(a[0] >= b[0] for a, b in pairwise(o))]
    return [fmean(sum(w for _, w in order[:k]) / k for order in orders) for k in range(1, len(pairs) + 1)]


@given(answers)
def test_the_curve_is_the_expected_risk_over_ties(pairs) -> None:
    points = risk_coverage(*zip(*pairs, strict=True))
    assert [point.coverage for point in points] == [k / len(pairs) for k in range(1, len(pairs) + 1)]
    assert [point.risk for point in points] == pytest.approx(naive_risks(pairs))
    assert aurc(*zip(*pairs, strict=True)) == pytest.approx(fmean(naive_risks(pairs)))


@given(answers, st.randoms())
def test_neither_the_order_of_questions_nor_a_rescaling_matters(pairs, random) -> None:
    confidences, wrong = zip(*random.sample(pairs, len(pairs)), strict=True)
    assert aurc(confidences, wrong) == aurc(*zip(*pairs, strict=True))
    assert aurc([c**3 for c in confidences], wrong) == aurc(confidences, wrong)


@given(answers)
def test_the_excess_is_above_the_best_order(pairs) -> None:
    confidences, wrong = zip(*pairs, strict=True)
    best = fmean(naive_risks([(-float(w), w) for w in wrong]))
    assert excess_aurc(confidences, wrong) == pytest.approx(aurc(confidences, wrong) - best)
    assert 0 <= excess_aurc(confidences, wrong) <= aurc(confidences, wrong) <= 1


def test_by_hand() -> None:
    # risks 0, 1/2, 1/3; the best order has 0, 0, 1/3
    assert aurc([0.9, 0.8, 0.1], [False, True, False]) == pytest.approx((1 / 2 + 1 / 3) / 3)
    assert excess_aurc([0.9, 0.8, 0.1], [False, True, False]) == pytest.approx(1 / 6)
    assert risk_coverage([0.9, 0.8], [False, True], questions=4) == (Point(0.25, 0.0), Point(0.5, 0.5))
    assert aurc([0.5] * 4, [True, False, False, False]) == pytest.approx(0.25)


def test_without_answers_there_is_no_area() -> None:
    assert risk_coverage([], []) == ()
    assert aurc([], []) is None
    assert excess_aurc([], []) is None


def test_an_abstention_stands_with_what_it_withheld() -> None:
    right, beside = answer("Ann.", citations=[cite()]), answer("Bo.")
    assert selective_row(asked(question(), Reply(abstention(0.2), forced=right), GOLD)) == (0.2, 0.0)
    assert selective_row(asked(question(), Reply(abstention(0.2), forced=beside), GOLD)) == (0.2, 1.0)
    assert selective_row(asked(unanswerable(), Reply(abstention(0.2), forced=right))) == (0.2, 1.0)
    assert selective_row(asked(question(), answer("Ann.", citations=[cite()]), GOLD)) == (0.5, 0.0)


def test_what_has_no_answer_or_no_label_has_no_place_in_the_curve() -> None:
    assert selective_row(asked(question(), abstention(), GOLD)) is None
    assert selective_row(asked(question(), Reply(abstention(), forced=abstention()), GOLD)) is None
    assert selective_row(asked(question(), None, GOLD)) is None
    assert selective_row(asked(question(answerable=None), answer("Ann."))) is None
