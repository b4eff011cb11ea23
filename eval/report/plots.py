"""The report's four plots, as inline SVG, or the sentence that says why there is none."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..metrics import Bin, Point
from ..records import Asked
from ..summary import Summary
from .curves import reliability_bins, retrieval_shares, risk_points
from .svg import ACCENT, INK, SOFT, WASH, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SPREAD = 20
"""Longest time over the shortest from which the times are binned on a log scale."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot for the page: `svg` is None where there is nothing to draw, and `note` says why.

    Otherwise `note` says how to read it.
    """

    name: str
    title: str
    svg: str | None
    note: str


def plots(asked: Sequence[Asked], summary: Summary) -> tuple[Plot, ...]:
    """The four plots of a run, in the order of the page."""
    return (
        reliability_plot(reliability_bins(asked)),
        risk_plot(risk_points(asked), _value(summary, "AURC")),
        retrieval_plot(retrieval_shares(asked)),
        latency_plot([one.seconds for one in asked if one.reply]),
    )


def _value(summary: Summary, name: str) -> float | None:
    return next((figure.value for figure in summary.figures if figure.measure.name == name), None)


def reliability_plot(bins: Sequence[Bin]) -> Plot:
    """Share of answerable questions against the mean confidence of each bin; empty bins are not drawn."""
    title = "Reliability of the confidence"
    dots = [
        (one.mean_confidence, one.share, one.count)
        for one in bins
        if one.mean_confidence is not None and one.share is not None
    ]
    if not dots:
        return Plot("reliability", title, None, "No question has both a confidence and a label.")
    most = max(count for _, _, count in dots)

    def onto(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (3, 3)))
        for confidence, share, count in dots:
            size = 24 + 176 * count / most  # in points, of area
            axes.plot([confidence] * 2, [confidence, share], color=ACCENT, linewidth=1.2)
            axes.scatter([confidence], [share], s=size, color=ACCENT, linewidth=0, zorder=3)
            above = share >= confidence  # away from the line to the diagonal
            axes.annotate(
                str(count),
                (confidence, share),
                xytext=(0, (size**0.5 / 2 + 3) * (1 if above else -1)),
                textcoords="offset points",
                ha="center",
                va="bottom" if above else "top",
                fontsize=8.5,
                color=SOFT,
            )
        axes.set(xlim=(-0.04, 1.04), ylim=(-0.1, 1.12), yticks=[0, 0.25, 0.5, 0.75, 1])
        axes.set(xlabel="mean confidence", ylabel="share answerable")

    described = "; ".join(f"confidence {c:.2f}: {share:.2f} of {n} answerable" for c, share, n in dots)
    note = (
        "Each dot is a bin of confidence, with the number of its questions; its distance from the "
        "dotted line is the miscalibration. Under the line, the system is too sure."
    )
    return Plot("reliability", title, draw("reliability", title, described, onto), note)


def risk_plot(points: Sequence[Point], area: float | None = None) -> Plot:
    """Share of wrong answers among the surest, against the share that is answered.

    :param area: the measure "AURC"; None leaves it out of the note.
    """
    title = "Risk and coverage"
    if not points:
        return Plot("risk", title, None, "No answer has both a confidence and a verdict of right or wrong.")

    def onto(axes: Axes) -> None:
        x, y = [p.coverage for p in points], [p.risk for p in points]
        axes.fill_between(x, y, color=WASH, linewidth=0)
        axes.plot(x, y, color=ACCENT, linewidth=1.8)
        axes.set(xlim=(0, 1.02), ylim=(0, max(0.1, 1.15 * max(y))))
        axes.set(xlabel="share of questions answered, surest first", ylabel="share of them wrong")

    last = points[-1]
    described = f"At a coverage of {last.coverage:.2f}, {last.risk:.2f} are wrong; " + "; ".join(
        f"at {p.coverage:.2f}, {p.risk:.2f}" for p in points[:: max(1, len(points) // 8)]
    )
    mean = "" if area is None else f" The mean over the curve, AURC, is {area:.3f}."
    note = f"What abstaining buys: how many answers are wrong if only the surest are given.{mean}"
    return Plot("risk", title, draw("risk", title, described, onto), note)


def retrieval_plot(shares: Sequence[float]) -> Plot:
    """Recall at k against k, from k = 1; () where no question with gold says what was retrieved."""
    title = "Retrieval"
    if not shares:
        return Plot("retrieval", title, None, "No question with a gold quote says what was retrieved.")
    ranks = list(range(1, len(shares) + 1))

    def onto(axes: Axes) -> None:
        axes.plot(ranks, shares, color=ACCENT, linewidth=1.8, marker="o", markersize=4.5)
        for rank in (1, len(shares)):
            axes.annotate(
                f"{shares[rank - 1]:.2f}",
                (rank, shares[rank - 1]),
                xytext=(0, 8),
                textcoords="offset points",
                ha="center",
                color=INK,
            )
        axes.set(xlim=(0.5, len(shares) + 0.5), ylim=(0, 1.1), xticks=ranks)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.set(xlabel="k, spans read", ylabel="gold quotes found")

    described = "; ".join(f"recall at {k}: {share:.2f}" for k, share in zip(ranks, shares, strict=True))
    note = "Share of a question's gold quotes among the first k spans that the system ranked, as a mean."
    return Plot("retrieval", title, draw("retrieval", title, described, onto), note)


def latency_plot(seconds: Sequence[float]) -> Plot:
    """How the seconds of the replies spread, with the median; on a log scale where they spread far."""
    title = "Seconds for a question"
    if not seconds:
        return Plot("latency", title, None, "No question got a reply.")
    import numpy as np
    from matplotlib.ticker import MaxNLocator

    least, most, median = min(seconds), max(seconds), statistics.median(seconds)
    high = float(np.percentile(seconds, 95))
    wide = least > 0 and most > _SPREAD * least
    bins = np.geomspace(least, most, 21) if wide else np.linspace(0, most or 1.0, 21)

    def onto(axes: Axes) -> None:
        axes.hist(seconds, bins=list(bins), color=ACCENT, rwidth=0.86)
        top = axes.get_ylim()[1]
        for value, label, side in ((median, "median ", "right"), (high, " 95 %", "left")):
            axes.axvline(value, color=INK, linewidth=1, linestyle=(0, (3, 3)))
            axes.annotate(
                label,
                (value, top),
                xytext=(0, 3),
                textcoords="offset points",
                ha=side,
                fontsize=8.5,
                color=SOFT,
            )
        axes.set(xlabel="seconds", ylabel="questions", ylim=(0, top))
        axes.grid(visible=False, axis="x")
        axes.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
        if wide:
            axes.set_xscale("log")
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
            axes.xaxis.set_minor_formatter(lambda value, _: "")

    described = f"{len(seconds)} questions took {least:.3f} to {most:.3f} seconds."
    note = f"Half of the questions took at most {median:.3f} s, 95 in a hundred at most {high:.3f} s."
    return Plot("latency", title, draw("latency", title, described, onto), note)
