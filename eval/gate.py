"""Floors in a TOML file, and what fell below them by more than chance."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.errors import BylineError

from .compare import Comparison
from .metrics import measure_named
from .metrics.measure import Measure, SetMeasure
from .summary import Figure, Summary

GATES = Path(__file__).parent / "gates.toml"
EVERY = "every"
"""The table of the floors that hold for any set."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure that is worse than its floor, or than its ceiling where lower is better, and not by chance.

    `value` is None where the figure is not defined: what cannot be measured does not pass. `why` says how it
    is known that it fell.
    """

    name: str
    value: float | None
    bound: float
    why: str = ""

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name}: not measured, expected {self.bound:g}"
        off = abs(self.value - self.bound)
        return f"{self.name}: {self.value:.3f}, expected {self.bound:g} (off by {off:.3f}; {self.why})"


def load_gates(path: Path, sets: tuple[str, ...]) -> dict[str, float]:
    """The bounds, by measure, that hold for a run: those for every set, then those for its own.

    :param sets: the run's sets; a table is named as its file is, without the ending.
    :raises BylineError: if the file cannot be read, names an unknown measure, or holds none for these sets.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BylineError(f"{path} cannot be read: {error}") from error
    bounds: dict[str, float] = {}
    for name, table in tables.items():
        if not isinstance(table, Mapping):
            raise BylineError(f"{path}: expected tables such as [{EVERY}], got {name} = {table!r}")
        for measure, bound in table.items():
            if measure_named(measure).better == "neither":
                raise BylineError(f"{path}: [{name}] {measure}: neither more nor less of it is better")
            number = isinstance(bound, int | float) and not isinstance(bound, bool)
            if not number or not math.isfinite(bound):
                raise BylineError(f"{path}: [{name}] {measure}: expected a number, got {bound!r}")
    for name in (EVERY, *(Path(s).stem for s in sets)):
        bounds |= {measure: float(bound) for measure, bound in tables.get(name, {}).items()}
    if not bounds:
        raise BylineError(f"{path} holds no floor for {', '.join(sets)}")
    return bounds


def fallen(
    summary: Summary, bounds: Mapping[str, float], since: Comparison | None = None
) -> tuple[Fallen, ...]:
    """The figures that do not keep their bounds, in the file's order.

    A bound at the best that a measure can be, such as a quote integrity of 1, is an invariant: one question
    that misses it is a loss. Any other falls only where the figure's whole 95 % interval is beyond it, or,
    without an interval, the figure is; or where `since` shows the figure worse than it was.

    :param since: the comparison of a kept run with this one, in this order; None: there is no kept run.
    """
    worse = {d.measure.name: d for d in since.differences if d.verdict == "worse"} if since else {}
    found = []
    for name, bound in bounds.items():
        figure = summary.figure(name)
        value, why = figure.value, _beyond(figure, bound)
        if why is None and (change := worse.get(name)) and change.interval:
            ends = f"{change.interval.low:+.3f} to {change.interval.high:+.3f}"
            why, value, bound = f"paired with the kept run {ends}", change.second, change.first
        if value is None or why is not None:
            found.append(Fallen(name, value, bound, why or ""))
    return tuple(found)


def unsure(summary: Summary, bounds: Mapping[str, float]) -> tuple[str, ...]:
    """The figures that are worse than their bounds by no more than chance may do, each in a line."""
    found = []
    for name, bound in bounds.items():
        figure = summary.figure(name)
        if figure.value is None or figure.interval is None or _beyond(figure, bound) is not None:
            continue
        if _worse(figure.measure, figure.value, bound):
            ends = f"{figure.interval.low:.3f} to {figure.interval.high:.3f}"
            found.append(f"{name}: {figure.value:.3f} instead of {bound:g} may be chance ({ends})")
    return tuple(found)


def _beyond(figure: Figure, bound: float) -> str | None:
    """How it is known that a figure is worse than its bound; None: it is not, or may not be."""
    measure, value = figure.measure, figure.value
    if value is None or not _worse(measure, value, bound):
        return None
    if bound == (measure.low if measure.better == "lower" else measure.high):
        return "no question may miss it"
    if figure.interval is None:
        return "it has no interval"
    nearest = figure.interval.low if measure.better == "lower" else figure.interval.high
    if not _worse(measure, nearest, bound):
        return None
    return f"its interval ends at {nearest:.3f}"


def _worse(measure: Measure | SetMeasure, value: float, bound: float) -> bool:
    return value > bound if measure.better == "lower" else value < bound
