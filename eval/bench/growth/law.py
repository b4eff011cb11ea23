"""Points in, a power law out: how fast something grows, as the slope of a line on logarithmic axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """y = factor * x ** exponent; an exponent of 0 is flat, of 1 in proportion."""

    factor: float
    exponent: float

    def at(self, x: float) -> float:
        """What the law says for an x over 0."""
        return float(self.factor * x**self.exponent)


def fitted(points: Sequence[tuple[float, float]]) -> Law | None:
    """The law through points by least squares of their logarithms; None for fewer than two different x.

    :param points: x and y, all over 0.
    :raises ValueError: if one of them is not.
    """
    if any(x <= 0 or y <= 0 for x, y in points):
        raise ValueError(f"a power law is over 0 everywhere, got {points}")
    logs = [(math.log(x), math.log(y)) for x, y in points]
    if len({x for x, _ in logs}) < 2:
        return None
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)
    return Law(math.exp(mean_y - slope * mean_x), slope)
