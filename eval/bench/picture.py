"""Plots of the benches as SVG files: bars with their spread, and lines on logarithmic axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, SOFT, RULE, ACCENT, OTHERS = "#1c1c1c", "#5c5c5c", "#d9d9d9", "#1f6f54", "#b08a3c"
COLOURS = (ACCENT, OTHERS, "#4a6fa5", "#9c4f64", "#7a7a7a", "#6b8e23", "#8a5fbf")
_LOOK: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "byline",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "legend.frameon": False,
}


def save(path: Path, onto: Callable[[Sequence[Axes]], None], columns: int = 1, height: float = 3.4) -> None:
    """Write a picture of some axes side by side; the same bytes for the same drawing.

    :param onto: draws on the axes, from left to right.
    :param height: inches; each column is 5.2 wide.
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_LOOK):
        figure = Figure(figsize=(5.2 * columns, height), layout="constrained", facecolor="white")
        axes = figure.subplots(1, columns, squeeze=False)[0]
        onto(list(axes))
        figure.savefig(path, format="svg", metadata={"Date": None})
