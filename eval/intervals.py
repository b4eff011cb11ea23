"""How sure a figure is: 95 % intervals by bootstrap over articles.

Questions about one article stand or fall together, so whole articles are drawn (the cluster bootstrap; Field
and Welsh, 2007, https://doi.org/10.1111/j.1467-9868.2007.00593.x). Where all questions are about one article
they are drawn themselves, and the interval says nothing about other articles.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

RESAMPLES = 1000
LEVEL = 0.95
SEED = 0
MIN_DEFINED = 0.5
"""Least share of the resamples in which a figure must be defined, for an interval to be given."""


Method = Literal["articles", "questions", "wilson"]


class Interval(NamedTuple):
    """Ends of an interval, and how it was come by.

    "articles" and "questions": bootstrap percentiles over these. "wilson": a share that is 0 or 1 in every
    question, which no resample can vary, has Wilson's score interval instead.
    """

    low: float
    high: float
    method: Method


def interval(
    rows: np.ndarray,
    clusters: Sequence[Hashable],
    of: Callable[[np.ndarray], float | None],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval | None:
    """The 95 % interval of a figure, by the percentiles of `scipy.stats.bootstrap`.

    :param rows: array [questions, numbers].
    :param clusters: the article of each row.
    :param of: the figure of such an array; None where it is not defined.
    :return: None with fewer than two rows, or where most resamples leave the figure undefined.
    """
    if len(rows) < 2:
        return None
    members, method = _members(clusters)
    alone = len(members) == len(rows)

    def figure(drawn: np.ndarray) -> float:
        value = of(rows[drawn] if alone else rows[np.concatenate([members[int(i)] for i in drawn])])
        return float("nan") if value is None else value

    return _percentiles(len(members), figure, resamples, seed, method)


def mean_interval(
    values: Sequence[float],
    clusters: Sequence[Hashable],
    resamples: int = RESAMPLES,
    seed: int = SEED,
    *,
    share: bool = True,
) -> Interval | None:
    """The 95 % interval of a mean.

    Shares that are all 0, or all 1, have Wilson's, as if questions stood alone: whether those about one
    article do, such data cannot show.

    :param share: whether the values are shares, 0 to 1.
    :return: None with fewer than two values, or where all are alike otherwise.
    """
    from scipy.stats import binomtest

    if len(values) < 2:
        return None
    if share and set(values) in ({0.0}, {1.0}):
        ends = binomtest(round(sum(values)), len(values)).proportion_ci(LEVEL, method="wilson")
        return Interval(float(ends.low), float(ends.high), "wilson")
    if len(set(values)) == 1:
        return None
    members, method = _members(clusters)
    array = np.asarray(values, dtype=float)
    sums = np.array([array[places].sum() for places in members])
    counts = np.array([len(places) for places in members])

    def mean(drawn: np.ndarray, axis: int = -1) -> np.ndarray:
        found: np.ndarray = sums[drawn].sum(axis) / counts[drawn].sum(axis)
        return found

    return _percentiles(len(members), mean, resamples, seed, method, vectorized=True)


def _percentiles(
    count: int,
    figure: Callable[..., Any],
    resamples: int,
    seed: int,
    method: Method,
    *,
    vectorized: bool = False,
) -> Interval | None:
    """The interval of a figure of `count` things that are drawn.

    :param figure: of their places, an integer array; NaN where it is not defined.
    """
    from scipy.stats import DegenerateDataWarning, bootstrap

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # of its own interval, which is not asked for
        spread = bootstrap(
            (np.arange(count),),
            figure,
            vectorized=vectorized,
            n_resamples=resamples,
            method="percentile",
            rng=np.random.default_rng(seed),
        ).bootstrap_distribution
    defined = spread[~np.isnan(spread)]
    if len(defined) < MIN_DEFINED * resamples:
        return None
    low, high = np.percentile(defined, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Interval(float(low), float(high), method)


def _members(clusters: Sequence[Hashable]) -> tuple[list[np.ndarray], Literal["articles", "questions"]]:
    """The rows of each cluster, in the order in which the clusters first stand."""
    found: dict[Hashable, list[int]] = {}
    for place, cluster in enumerate(clusters):
        found.setdefault(cluster, []).append(place)
    if len(found) == 1:
        return [np.array([place]) for place in range(len(clusters))], "questions"
    return [np.array(places) for places in found.values()], "articles"
