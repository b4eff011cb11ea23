"""How figures are written: the same in the page, in Markdown and in JUnit."""

from __future__ import annotations

import math

NONE = "–"


def shown(value: float | None) -> str:
    """Two decimals, three near 0 and 1; never rounded up to 1 or down to 0.

    So that a quote integrity of 0.9996 does not read as perfect. A dash where there is no number.
    """
    if value is None or not math.isfinite(value):
        return NONE
    if value == int(value) and abs(value) >= 10:
        return f"{value:.0f}"
    if abs(value) >= 100:
        return f"{value:.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    if 0.99 < value < 1:
        return f"{min(value, 0.999):.3f}"
    if 0 < abs(value) < 0.1:
        return f"{value:.3f}" if abs(value) >= 0.001 else f"{value:.1g}"
    return f"{value:.2f}"


def counted(count: int, noun: str) -> str:
    """A number and its noun, in the plural but for 1."""
    return f"{count} {noun}" + ("" if count == 1 else "s")
