"""Some measurements of one thing: their median, 95th percentile and spread."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which a share (0 to 1) of the values lies, between two of them by their distances.

    As NumPy's default does (Hyndman and Fan, 1996, type 7, https://doi.org/10.2307/2684934).

    :raises ValueError: if there are no values, or the share is not 0 to 1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"expected values and a share of 0 to 1, got {len(values)} and {share}")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of whom, several times: `values`, at least one, in `unit` ("s", "MB", "words/s").

    `note` says what the reader must know to compare it; "" where there is nothing to say.
    """

    what: str
    who: str
    values: tuple[float, ...]
    unit: str = "s"
    note: str = ""

    @property
    def median(self) -> float:
        """Half of the values are at most this."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """Ninety-five in a hundred are at most this; of a few values, nearly the largest."""
        return percentile(self.values, 0.95)

    @property
    def spread(self) -> float:
        """From the first to the third quartile: where the middle half lies; 0 for a single value."""
        return percentile(self.values, 0.75) - percentile(self.values, 0.25)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe, with the figures beside the values that they come from."""
        return {
            "what": self.what,
            "who": self.who,
            "unit": self.unit,
            "median": self.median,
            "p95": self.p95,
            "spread": self.spread,
            "values": list(self.values),
            "note": self.note,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Measured:
        """The inverse of `to_dict`; the figures are taken anew from the values."""
        return cls(data["what"], data["who"], tuple(data["values"]), data["unit"], data["note"])


def seconds(work: Callable[[], object]) -> float:
    """What a call takes, without a collection of garbage that others left."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
