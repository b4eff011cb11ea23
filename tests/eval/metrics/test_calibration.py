"""Calibration by hand and against its definition."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Bin, brier_score, calibration_error, reliability
from eval.metrics.calibration import CALIBRATION, probability_row

from .make import abstention, answer, asked, question, unanswerable

forecasts = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=15)


def columns(pairs):
    return [c for c, _ in pairs], [o for _, o in pairs]


def test_by_hand() -> None:
    # one bin holds .81 and .89, half of them true; another .1, false: (|1 - 1.70| + |0 - .1|) / 3
    assert calibration_error([0.81, 0.89, 0.1], [True, False, False]) == pytest.approx(0.8 / 3)
    assert calibration_error([1.0, 0.0], [True, False]) == 0.0
    assert brier_score([0.8, 0.4], [True, False]) == pytest.approx((0.04 + 0.16) / 2)


@given(forecasts)
def test_against_the_definition(pairs) -> None:
    error = 0.0
    for number in range(10):
        inside = [(c, o) for c, o in pairs if min(int(c * 10), 9) == number]
        if inside:
            error += len(inside) * abs(fmean(o for _, o in inside) - fmean(c for c, _ in inside))
    assert calibration_error(*columns(pairs)) == pytest.approx(error / len(pairs))
    assert brier_score(*columns(pairs)) == pytest.approx(fmean((c - o) ** 2 for c, o in pairs))


@given(forecasts, st.randoms())
def test_the_order_of_questions_changes_not_a_bit(pairs, random) -> None:
    shuffled = random.sample(pairs, len(pairs))
    assert calibration_error(*columns(shuffled)) == calibration_error(*columns(pairs))
    assert brier_score(*columns(shuffled)) == brier_score(*columns(pairs))
    assert 0 <= calibration_error(*columns(pairs)) <= 1


def test_the_diagram_shows_empty_bins_and_closes_the_last() -> None:
    bins = reliability([0.1, 0.3, 1.0], [False, True, True], bins=2)
    assert bins == (Bin(0.0, 0.5, 2, pytest.approx(0.2), 0.5), Bin(0.5, 1.0, 1, 1.0, 1.0))
    assert reliability([], [], bins=2)[1] == Bin(0.5, 1.0, 0, None, None)


def test_without_questions_there_is_no_figure() -> None:
    assert calibration_error([], []) is None
    assert brier_score([], []) is None


def test_all_with_a_probability_and_a_label_take_part() -> None:
    assert probability_row(asked(question(), abstention(0.2))) == (0.2, 1.0)
    assert probability_row(asked(unanswerable(), answer("Ann.", confidence=0.7))) == (0.7, 0.0)
    assert probability_row(asked(question(), None)) is None
    assert probability_row(asked(question(answerable=None), abstention())) is None
    for odd in (1.5, -0.1, float("nan"), float("inf")):
        assert probability_row(asked(question(), answer("Ann.", confidence=odd))) is None
    assert {measure.better for measure in CALIBRATION} == {"lower"}
