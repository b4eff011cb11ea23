"""Intervals, against scipy's bootstrap, a naive loop and Wilson's formula."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap

from eval.intervals import interval, mean_interval

VALUES = [0.1, 0.9, 0.4, 0.8, 0.3, 0.7, 0.2, 0.5]


def mean(rows: np.ndarray) -> float:
    return float(rows.mean())


def test_a_question_an_article_is_scipys_bootstrap_of_the_mean() -> None:
    theirs = bootstrap(
        (np.array(VALUES),), np.mean, n_resamples=1000, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    ours = mean_interval(VALUES, range(len(VALUES)), resamples=1000, seed=0)
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))
    assert ours.method == "articles"


def test_whole_articles_are_drawn() -> None:
    clusters = ["x", "x", "x", "y", "y", "z", "z", "z"]
    rng, rows, means = np.random.default_rng(5), np.array(VALUES), []
    for _ in range(20_000):
        drawn = rng.choice(["x", "y", "z"], 3)
        means.append(np.concatenate([rows[np.array(clusters) == name] for name in drawn]).mean())
    ours = mean_interval(VALUES, clusters, resamples=20_000)
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx(tuple(np.percentile(means, [2.5, 97.5])), abs=0.02)


def test_questions_that_stand_together_widen_the_interval() -> None:
    values = [0.0] * 20 + [1.0] * 20
    alone = mean_interval(values, range(40))
    together = mean_interval(values, [place // 10 for place in range(40)])
    assert alone is not None
    assert together is not None
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_one_article_draws_its_questions_and_says_so() -> None:
    one, each = mean_interval(VALUES, ["x"] * 8), mean_interval(VALUES, range(8))
    assert one is not None
    assert each is not None
    assert one.method == "questions"
    assert one[:2] == each[:2]


@pytest.mark.parametrize(("share", "count"), [(1.0, 30), (0.0, 12)])
def test_all_alike_has_wilsons_interval(share: float, count: int) -> None:
    z = 1.959963984540054
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    found = mean_interval([share] * count, range(count))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half))
    assert found.method == "wilson"


def test_values_that_are_no_shares_and_all_alike_have_none() -> None:
    assert mean_interval([1.0] * 9, range(9), share=False) is None
    assert mean_interval([0.5] * 9, range(9)) is None


def test_nothing_is_said_of_one_question_or_of_an_undefined_figure() -> None:
    assert mean_interval([], []) is None
    assert mean_interval([0.5], ["x"]) is None
    assert interval(np.ones((9, 1)), range(9), lambda rows: None) is None


def test_a_figure_that_some_resamples_leave_undefined_has_an_interval_of_the_others() -> None:
    rows = np.array([[1.0]] * 5 + [[0.0]] * 5)
    found = interval(rows, range(10), lambda r: mean(r) if r.mean() > 0.2 else None)
    assert found is not None
    assert 0.2 < found.low < 0.5 < found.high


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.integers(1, 5))
def test_the_same_data_give_the_same_interval_within_the_range(values: list[float], articles: int) -> None:
    clusters = [place % articles for place in range(len(values))]
    found = mean_interval(values, clusters, resamples=50)
    if found is None:
        assert len(set(values)) == 1
        return
    assert found == mean_interval(values, clusters, resamples=50)
    assert min(values) - 1e-12 <= found.low <= found.high <= max(values) + 1e-12 or found.method == "wilson"
