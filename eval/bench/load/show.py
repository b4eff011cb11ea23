"""Levels as a Markdown table and a picture: rate and latency by clients, memory over time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..picture import ACCENT, COLOURS, OTHERS, save
from ..speed.show import shown
from .levels import Level

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = (
    "clients", "questions a second", "median", "95th percentile", "told to wait", "failed", "memory",
    "memory, MB a minute",
)  # fmt: skip
BUSY = 429


def table(levels: Sequence[Level]) -> str:
    """A row for each number of clients."""
    rows = [f"| {' | '.join(_COLUMNS)} |", "|---" * len(_COLUMNS) + "|"]
    for level in levels:
        took, waiting = level.latency, level.failed.get(BUSY, 0)
        cells = [
            str(level.clients),
            f"{level.rate:.2f}",
            shown(took.median, "s") if took else "",
            shown(took.p95, "s") if took else "",
            str(waiting),
            str(sum(level.failed.values()) - waiting),
            f"{level.memory[-1][1]:.0f} MB" if level.memory else "",
            "" if level.growth is None else f"{level.growth:+.1f}",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def plot(levels: Sequence[Level], path: Path) -> None:
    """Write the picture as SVG."""

    def onto(axes: Sequence[Axes]) -> None:
        left, middle, right = axes
        some = [(level, level.latency) for level in levels]
        clients = [level.clients for level, took in some if took]
        left.plot([level.clients for level in levels], [level.rate for level in levels], "o-", color=ACCENT)
        left.set(xscale="log", xlabel="clients", ylabel="questions a second")
        left.set_ylim(bottom=0)
        medians = [took.median for _, took in some if took]
        highs = [took.p95 for _, took in some if took]
        middle.plot(clients, medians, "o-", color=ACCENT, label="median")
        middle.plot(clients, highs, "o--", color=OTHERS, label="95th percentile")
        middle.set(xscale="log", yscale="log", xlabel="clients", ylabel="seconds for an answer")
        middle.legend(fontsize=7)
        for number, level in enumerate(levels):
            colour = COLOURS[number % len(COLOURS)]
            x, y = [point[0] for point in level.memory], [point[1] for point in level.memory]
            right.plot(x, y, color=colour, label=f"{level.clients} clients")
        right.set(xlabel="seconds", ylabel="MB of all app processes")
        right.set_ylim(bottom=0)
        right.legend(fontsize=7)

    save(path, onto, columns=3)
