"""A report's picture: who takes how long, and where a question's time goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..picture import ACCENT, COLOURS, INK, OTHERS, SOFT, save
from .show import shown
from .suite import Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot(report: Report, path: Path) -> None:
    """Write the picture as SVG."""
    timed = [one for one in report.measured if one.unit == "s"]

    def onto(axes: Sequence[Axes]) -> None:
        left, right = axes
        places = range(len(timed), 0, -1)
        colours = [ACCENT if one.who == "Byline" else SOFT if "limit" in one.who else OTHERS for one in timed]
        left.barh(list(places), [one.median for one in timed], color=colours, height=0.7)
        for place, one in zip(places, timed, strict=True):
            left.plot([one.median, max(one.p95, one.median)], [place, place], color=INK, linewidth=1)
            left.annotate(f" {shown(one.median, 's')}", (one.p95, place), va="center", fontsize=7, color=INK)
        left.set(xscale="log", xlabel="seconds: median, and to the 95th percentile")
        left.set_yticks(list(places), [f"{one.what}: {one.who}" for one in timed], fontsize=7)
        left.grid(visible=False, axis="y")
        names = list(dict.fromkeys(stage for found in report.profiles.values() for stage in found))
        rows = list(report.profiles)
        done = [0.0] * len(rows)
        for number, name in enumerate(names):
            parts = [report.profiles[row].get(name, 0.0) / sum(report.profiles[row].values()) for row in rows]
            right.barh(rows, parts, left=done, color=_colour(number), label=name, height=0.55)
            done = [before + part for before, part in zip(done, parts, strict=True)]
        right.set(xlim=(0, 1), xlabel="share of the time")
        right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=5, fontsize=7)
        right.grid(visible=False)

    save(path, onto, columns=2, height=max(3.4, 0.24 * len(timed)))


def _colour(number: int) -> tuple[str, float]:
    """A colour, paler the second time around."""
    return COLOURS[number % len(COLOURS)], 1.0 if number < len(COLOURS) else 0.5
