"""Floors in a TOML file, and what fell below them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.errors import BylineError

from .metrics import measure_named
from .summary import Summary

GATES = Path(__file__).parent / "gates.toml"
EVERY = "every"
"""The table of the floors that hold for any set."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure on the wrong side of its floor, or of its ceiling where lower is better.

    `value` is None where the figure is not defined: what cannot be measured does not pass.
    """

    name: str
    value: float | None
    bound: float

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name}: not measured, expected {self.bound:g}"
        off = abs(self.value - self.bound)
        return f"{self.name}: {self.value:.3f}, expected {self.bound:g} (off by {off:.3f})"


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


def fallen(summary: Summary, bounds: Mapping[str, float]) -> tuple[Fallen, ...]:
    """The figures that do not keep their bounds, in the file's order."""
    found = []
    for name, bound in bounds.items():
        figure = summary.figure(name)
        value = figure.value
        lower_is_better = figure.measure.better == "lower"
        if value is None or (value > bound if lower_is_better else value < bound):
            found.append(Fallen(name, value, bound))
    return tuple(found)
