"""Summaries as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from .intervals import LEVEL
from .report.numbers import counted
from .summary import Figure, Kind, Summary

ARROWS = {"higher": "↑", "lower": "↓", "neither": " "}
COLUMN = 22
"""Characters of a further system's column."""


def show(summaries: Sequence[Summary]) -> str:
    """One system's figures with their intervals; further systems stand beside it, figures alone.

    :param summaries: of the same questions, the system in question first; at least one.
    """
    first, *others = summaries
    wide = 5 + max(len(figure.measure.name) for figure in first.figures)
    asked, about = counted(first.questions, "question"), counted(first.articles, "article")
    head = f"{first.system}: {asked} about {about}; judge: {first.judge}"
    names = "".join(f"{other.system[:COLUMN]:>{COLUMN + 2}}" for other in others)
    lines = [head, "", f"{'':{wide}}{'value':>8}  {f'{LEVEL:.0%} interval':16} {'of':>5}{names}"]
    group = ""
    for place, figure in enumerate(first.figures):
        if figure.measure.group != group:
            group = figure.measure.group
            lines.append(group)
        beside = "".join(f"{_value(other.figures[place]):>{COLUMN + 2}}" for other in others)
        lines.append(f"{_figure(figure, wide)}{beside}")
    lines += ["", first.how_sure, "", "right, by kind"]
    lines += [_kind(kind, others, wide) for kind in first.kinds]
    return "\n".join(lines)


def _figure(figure: Figure, wide: int) -> str:
    arrow = ARROWS[figure.measure.better]
    span = f"[{figure.interval.low:.3f}, {figure.interval.high:.3f}]" if figure.interval else ""
    name = f"  {figure.measure.name} {arrow}"
    return f"{name:{wide}}{_value(figure):>8}  {span:16} {figure.count:5}"


def _value(figure: Figure) -> str:
    return "-" if figure.value is None else f"{figure.value:.3f}"


def _kind(kind: Kind, others: Sequence[Summary], wide: int) -> str:
    span = f"[{kind.interval.low:.2f}, {kind.interval.high:.2f}]" if kind.interval else ""
    beside = ""
    for other in others:
        found = next((k for k in other.kinds if k.name == kind.name), None)
        beside += f"{found.right if found else '-':>{COLUMN + 2}}"
    return f"  {kind.name:{wide - 2}}{kind.right:8}  {span:16} {kind.count:5}{beside}"
