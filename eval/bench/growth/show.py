"""Sizes as a Markdown table with their exponents, and as a picture on logarithmic axes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..picture import COLOURS, save
from ..speed.show import shown
from .grow import TOP, Size
from .law import Law, fitted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TIMES = ("question", "dense search", "lexical search", "added article", "start")
COLUMNS = (*TIMES, "memory")
LEAST = 50
"""Fewest passages that count for an exponent."""


def laws(sizes: Sequence[Size]) -> dict[str, Law]:
    """The power law of each column by medians, over the sizes of a library and not of a single article."""
    sizes = [size for size in sizes if size.passages >= LEAST]
    found: dict[str, Law | None] = {}
    for name in COLUMNS:
        # what starts for search alone starts otherwise
        having = [s for s in sizes if _has(s, name) and not (s.alone and name in ("start", "memory"))]
        found[name] = fitted([(size.passages, size.find(name).median) for size in having])
    found["disk"] = fitted([(size.passages, size.disk_mb) for size in sizes])
    return {name: law for name, law in found.items() if law is not None}


def _has(size: Size, name: str) -> bool:
    return any(one.what == name for one in size.measured)


def table(sizes: Sequence[Size]) -> str:
    """A row for each size, and the exponents in the last one."""
    names = ["passages", *COLUMNS, "disk", f"recall@{TOP}", "filled, a passage", "vectors made up"]
    rows = [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    for size in sizes:
        cells = [f"{size.passages}{', search alone' if size.alone else ''}"]
        for name in COLUMNS:
            one = next((one for one in size.measured if one.what == name), None)
            cells.append(f"{shown(one.median, one.unit)} ({shown(one.p95, one.unit)})" if one else "")
        cells += [f"{size.disk_mb:.0f} MB", "" if size.recall is None else f"{size.recall:.3f}"]
        cells += [shown(size.filled, "s"), str(size.made_up)]
        rows.append(f"| {' | '.join(cells)} |")
    found = laws(sizes)
    if found:
        exponents = [f"{found[name].exponent:.2f}" if name in found else "" for name in (*COLUMNS, "disk")]
        rows.append(f"| exponent | {' | '.join(exponents)} | | | |")
    return "\n".join(rows)


def page(sizes: Sequence[Size], about: str, computed: int) -> str:
    """The whole as Markdown."""
    asked = [size for size in sizes if not size.alone]
    least, most = (asked or sizes)[0], (asked or sizes)[-1]
    parts = [
        f"# Growth\n\n{about}",
        f"Medians, 95th percentiles in brackets. The first {computed} vectors are computed; a further one "
        "is one of them with noise (cosine about 0.9), so that recall there says how the search copes with "
        "many near passages, not how good the embedding is. Where vectors are made up, an article is added "
        "without the time to embed it.",
        table(sizes),
    ]
    if asked:
        question, start = (most.find(w).median - least.find(w).median for w in ("question", "start"))
        parts.append(
            f"A question over {most.passages} passages takes {1000 * question:+.0f} ms more than over "
            f"{least.passages}, a start {start:+.2f} s."
        )
    return "\n\n".join(parts) + "\n"


def plot(sizes: Sequence[Size], path: Path) -> None:
    """Write the picture as SVG: times on the left, memory and disk on the right."""
    found = laws(sizes)

    def onto(axes: Sequence[Axes]) -> None:
        left, right = axes
        for number, name in enumerate(TIMES):
            points = [(size.passages, size.find(name).median) for size in sizes if _has(size, name)]
            _line(left, points, name, found.get(name), COLOURS[number])
        points = [(size.passages, size.find("memory").median) for size in sizes if _has(size, "memory")]
        _line(right, points, "memory", found.get("memory"), COLOURS[0])
        points = [(size.passages, size.disk_mb) for size in sizes]
        _line(right, points, "disk", found.get("disk"), COLOURS[1])
        for axis, unit in ((left, "seconds"), (right, "MB")):
            axis.set(xscale="log", yscale="log", xlabel="passages", ylabel=unit)
            axis.legend(fontsize=7)

    save(path, onto, columns=2, height=3.8)


def _line(axis: Axes, points: Sequence[tuple[float, float]], name: str, law: Law | None, colour: str) -> None:
    label = name if law is None else f"{name}, exponent {law.exponent:.2f}"
    axis.plot(
        [x for x, _ in points], [y for _, y in points], marker="o", markersize=4, color=colour, label=label
    )
