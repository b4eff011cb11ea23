"""Two runs of the same questions: what differs, how sure that is, and which questions flipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rag.errors import BylineError

from .intervals import LEVEL, RESAMPLES, Interval, interval
from .metrics.correct import CORRECT
from .metrics.measure import Measure, SetMeasure
from .records import Asked
from .runs import Run
from .summary import measures

Verdict = Literal["better", "worse", "not shown"]
FEWEST = 5
"""Articles, or questions of one article, from which on a difference can be shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How a measure changes from the first run to the second, on the questions that both answer for.

    `change` is second minus first. The verdict is "better" or "worse" where the 95 % interval of the change
    leaves out 0, in the measure's own direction; "not shown" does not mean that they are equal. It needs five
    articles, or five questions of one: from fewer, resampling makes too much.
    """

    measure: Measure | SetMeasure
    first: float
    second: float
    change: float
    interval: Interval | None
    count: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run got right and the other did not."""

    first: Asked
    second: Asked
    gained: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first` and `second` are the systems' names; `alone` counts questions that only one run has.

    `processors` are those of the two runs, "" where a run does not state it.
    """

    first: str
    second: str
    processors: tuple[str, str]
    questions: int
    alone: int
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]


def compare(first: Run, second: Run, resamples: int = RESAMPLES) -> Comparison:
    """Compare two runs question by question.

    :raises BylineError: if they share no question, or one of the same id differs between them.
    """
    pairs = _pairs(first, second)
    both = zip(measures(first.asked), measures(second.asked), strict=True)
    measured = [_difference(one, other, pairs, resamples) for one, other in both]
    return Comparison(
        first.manifest.system,
        second.manifest.system,
        (first.manifest.processor, second.manifest.processor),
        len(pairs),
        len(first.asked) + len(second.asked) - 2 * len(pairs),
        tuple(difference for difference in measured if difference),
        tuple(_flips(pairs)),
    )


def _pairs(first: Run, second: Run) -> list[tuple[Asked, Asked]]:
    others = {asked.question.id: asked for asked in second.asked}
    pairs = [(a, others[a.question.id]) for a in first.asked if a.question.id in others]
    if not pairs:
        raise BylineError("the runs share no question: expected two runs of the same set")
    for a, b in pairs:
        if a.article_id != b.article_id or _content(a) != _content(b):
            raise BylineError(f"question {a.question.id} is not the same in both runs: run one of them again")
    return sorted(pairs, key=lambda pair: pair[0].question.id)


def _content(asked: Asked) -> dict[str, object]:
    """The question but for its article's name, which may be spelt in many ways."""
    return asked.question.model_dump(exclude={"article"})


def _difference(
    measure: Measure | SetMeasure,
    other: Measure | SetMeasure,
    pairs: Sequence[tuple[Asked, Asked]],
    resamples: int,
) -> Difference | None:
    """None where the measure is not defined for both.

    :param other: the same measure of the second run.
    """
    rows, clusters = [], []
    for a, b in pairs:
        first, second = _row(measure, a), _row(other, b)
        if first is not None and second is not None:
            rows.append((*first, *second))
            clusters.append(a.article_id)
    if not rows:
        return None
    array = np.array(rows, dtype=float)
    ends = _ends(measure, array)
    if ends is None:
        return None

    def change(drawn: np.ndarray) -> float | None:
        values = _ends(measure, drawn)
        return None if values is None else values[1] - values[0]

    spread = interval(array, clusters, change, resamples)
    drawn = len(set(clusters)) if len(set(clusters)) > 1 else len(rows)
    verdict = _verdict(measure, spread) if drawn >= FEWEST else "not shown"
    return Difference(measure, *ends, ends[1] - ends[0], spread, len(rows), verdict)


def _row(measure: Measure | SetMeasure, asked: Asked) -> tuple[float, ...] | None:
    if isinstance(measure, SetMeasure):
        return measure.row(asked)
    value = measure.value(measure.score(asked))
    return None if value is None else (value,)


def _ends(measure: Measure | SetMeasure, rows: np.ndarray) -> tuple[float, float] | None:
    """The measure of the first run's columns and of the second's."""
    half = rows.shape[1] // 2
    if isinstance(measure, Measure):
        return float(rows[:, 0].mean()), float(rows[:, 1].mean())
    first, second = measure.of(rows[:, :half]), measure.of(rows[:, half:])
    return None if first is None or second is None else (first, second)


def _verdict(measure: Measure | SetMeasure, spread: Interval | None) -> Verdict:
    if spread is None or spread.low <= 0 <= spread.high or measure.better == "neither":
        return "not shown"
    rises = spread.low > 0
    return "better" if rises == (measure.better == "higher") else "worse"


def _flips(pairs: Sequence[tuple[Asked, Asked]]) -> list[Flip]:
    flips = []
    for first, second in pairs:
        before, after = (CORRECT.value(CORRECT.score(asked)) for asked in (first, second))
        if before is not None and after is not None and before != after:
            flips.append(Flip(first, second, gained=after > before))
    return flips


def report(found: Comparison) -> str:
    """A comparison as text for a terminal."""
    lines = [
        f"{found.questions} questions in both"
        + (f", {found.alone} in one only" if found.alone else "")
        + f"; a: {found.first}, b: {found.second}",
        *_elsewhere(*found.processors),
        "",
        f"{'':24} {'a':>8} {'b':>8} {'b - a':>8}  {f'{LEVEL:.0%} interval':18} {'of':>4}",
    ]
    for d in found.differences:
        span = f"[{d.interval.low:+.3f}, {d.interval.high:+.3f}]" if d.interval else "unknown"
        word = "" if d.verdict == "not shown" else f"  b is {d.verdict}"
        values = f"{d.first:8.3f} {d.second:8.3f} {d.change:+8.3f}"
        lines.append(f"{d.measure.name:24} {values}  {span:18} {d.count:4}{word}")
    chance = max(1, round((1 - LEVEL) * len(found.differences)))
    lines += [
        "",
        "Paired, by bootstrap, over the questions that have a part in both: others are in neither column.",
        "No word: no difference is shown, which is not to say that there is none.",
        f"Of {len(found.differences)} measures, about {chance} will differ by chance alone.",
        "",
        f"flipped: {len(found.flips)}",
    ]
    for flip in found.flips:
        q = flip.second.question
        sign = "+ only b is right" if flip.gained else "- only a is right"
        lines.append(f"  {sign}  {q.id}  ({q.kind})  {q.question}")
    return "\n".join(lines)


def _elsewhere(first: str, second: str) -> list[str]:
    """A warning where two runs are of processors that differ, or that nobody stated."""
    if first == second and first:
        return []
    return [
        "The runs are of different processors, or it is not known: a difference may be theirs.",
        f"  a: {first or 'not stated'}",
        f"  b: {second or 'not stated'}",
    ]
