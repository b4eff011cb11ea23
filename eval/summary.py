"""A run in, its figures out, each with its interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .intervals import RESAMPLES, Interval, interval, mean_interval
from .metrics import MEASURES, SET_MEASURES, paraphrase_consistency
from .metrics.correct import CORRECT
from .metrics.measure import Group, Measure, SetMeasure
from .records import Asked
from .runs import Run

GROUPS: tuple[Group, ...] = ("answer", "faithfulness", "citation", "retrieval", "abstention", "cost")
"""In the order in which they are shown."""
ENOUGH = 10
"""Articles from which on a bootstrap over articles is taken at its word."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over a set.

    `value` is None where the measure is not defined for the set. `count` questions are in it; `left_out` says
    how many are not, by status. `interval` is None with fewer than two questions, or where
    no resample varies it.
    """

    measure: Measure | SetMeasure
    value: float | None
    interval: Interval | None
    count: int
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: how many of how many were right, with an interval."""

    name: str
    right: int
    count: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run."""

    system: str
    judge: str
    sets: tuple[str, ...]
    questions: int
    articles: int
    figures: tuple[Figure, ...]
    kinds: tuple[Kind, ...]

    def figure(self, name: str) -> Figure:
        """One figure, by its measure's name.

        :raises KeyError: if there is no such measure.
        """
        for figure in self.figures:
            if figure.measure.name == name:
                return figure
        raise KeyError(name)

    @property
    def how_sure(self) -> str:
        """What the intervals are, in a sentence."""
        methods = {figure.interval.method for figure in self.figures if figure.interval}
        if not methods:
            return "There are too few questions for intervals."
        if "articles" not in methods:
            how = "Intervals are 95 % by bootstrap over the questions, all of one article"
        elif self.articles < ENOUGH:
            how = (
                f"Intervals are 95 % by bootstrap over whole articles; with only {self.articles}, too narrow"
            )
        else:
            how = "Intervals are 95 % by bootstrap over whole articles"
        return how + (
            "; where all count 0, or all count 1, they are Wilson's." if "wilson" in methods else "."
        )


def summarise(run: Run, resamples: int = RESAMPLES) -> Summary:
    """All measures, and each kind, of a run."""
    asked, about = run.asked, run.manifest
    return Summary(
        system=about.system,
        judge=about.judge,
        sets=about.sets,
        questions=len(asked),
        articles=len({one.article_id for one in asked}),
        figures=tuple(figure(measure, asked, resamples) for measure in measures(asked)),
        kinds=_kinds(asked, resamples),
    )


def measures(asked: Sequence[Asked]) -> tuple[Measure | SetMeasure, ...]:
    """All measures, those of one group together; one of them is of these very questions."""
    found: tuple[Measure | SetMeasure, ...] = (*MEASURES, paraphrase_consistency(asked), *SET_MEASURES)
    return tuple(sorted(found, key=lambda measure: GROUPS.index(measure.group)))


def figure(measure: Measure | SetMeasure, asked: Sequence[Asked], resamples: int = RESAMPLES) -> Figure:
    """One measure of some questions; the same whatever else is measured, and in whatever order they stand."""
    asked = sorted(asked, key=lambda one: one.question.id)
    if isinstance(measure, SetMeasure):
        return _of_set(measure, asked, resamples)
    scores = [(one.article_id, measure.score(one)) for one in asked]
    counted = [(article, value) for article, s in scores if (value := measure.value(s)) is not None]
    out = Counter(s.status for _, s in scores if measure.value(s) is None)
    values = [value for _, value in counted]
    return Figure(
        measure,
        float(np.mean(values)) if values else None,
        mean_interval(
            values,
            [article for article, _ in counted],
            resamples,
            share=(measure.low, measure.high) == (0, 1),
        ),
        len(values),
        tuple(sorted(out.items())),
    )


def _of_set(measure: SetMeasure, asked: Sequence[Asked], resamples: int) -> Figure:
    taken = [(one, measure.row(one)) for one in asked]
    rows = [(one.article_id, row) for one, row in taken if row is not None]
    why = Counter("failed" if one.reply is None else "not applicable" for one, row in taken if row is None)
    out = tuple(sorted(why.items()))
    if not rows:
        return Figure(measure, None, None, 0, out)
    array = np.array([row for _, row in rows], dtype=float)
    value = measure.of(array)
    ends = None if value is None else interval(array, [a for a, _ in rows], measure.of, resamples)
    if ends and ends.low == ends.high:
        ends = None  # no resample varies it, which says nothing of how sure it is
    return Figure(measure, value, ends, len(rows), out)


def _kinds(asked: Sequence[Asked], resamples: int) -> tuple[Kind, ...]:
    rows = []
    for name in dict.fromkeys(one.question.kind for one in asked):
        mine = [one for one in asked if one.question.kind == name]
        found = figure(CORRECT, mine, resamples)
        if found.value is not None:
            rows.append(Kind(name, round(found.value * found.count), found.count, found.interval))
    return tuple(rows)
