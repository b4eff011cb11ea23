"""Ratios in a TOML file, and which of them a report does not keep."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import BylineError

if TYPE_CHECKING:
    from .suite import Report

RATIOS = Path(__file__).with_name("ratios.toml")
KEYS = {"what", "to", "at_most", "why"}


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of `what` may be at most `at_most` times that of `to`; both are a thing and who did it."""

    what: tuple[str, str]
    to: tuple[str, str]
    at_most: float
    why: str

    def of(self, report: Report) -> float | None:
        """The ratio in a report; None where one of the two was not measured."""
        above, below = report.find(*self.what), report.find(*self.to)
        return above.median / below.median if above and below and below.median else None

    def __str__(self) -> str:
        return f"{': '.join(self.what)} / {': '.join(self.to)}"


def load_ratios(path: Path = RATIOS) -> tuple[Ratio, ...]:
    """The ratios of a file.

    :raises BylineError: if it cannot be read, or does not hold ratios as ours does.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))["ratio"]
        return tuple(_ratio(table) for table in tables)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BylineError(
            f"{path} cannot be read: expected tables as in {RATIOS.name} ({error!r})"
        ) from error


def _ratio(table: dict[str, Any]) -> Ratio:
    if set(table) != KEYS:
        raise ValueError(f"expected the keys {sorted(KEYS)}, got {sorted(table)}")
    at_most = float(table["at_most"])
    if not 0 < at_most < math.inf:
        raise ValueError(f"at_most must be over 0, got {at_most}")
    return Ratio(_pair(table["what"]), _pair(table["to"]), at_most, str(table["why"]))


def _pair(names: list[str]) -> tuple[str, str]:
    what, who = names
    return what, who


def verdict(report: Report, ratios: Sequence[Ratio]) -> tuple[list[str], bool]:
    """A line for each ratio, and whether all that could be taken are kept; none taken is not kept."""
    lines, taken, kept = [], 0, True
    for ratio in ratios:
        found = ratio.of(report)
        if found is None:
            lines.append(f"gate: {ratio}: not measured")
            continue
        taken += 1
        holds = found <= ratio.at_most
        kept = kept and holds
        mark = "kept" if holds else f"OVER: {ratio.why}"
        lines.append(f"gate: {ratio}: {found:.3g}, at most {ratio.at_most:g} ({mark})")
    return lines, kept and taken > 0
