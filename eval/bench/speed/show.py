"""A report as a Markdown table, with the stages of a question below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..times import Measured
from .suite import Report

PER_PASSAGE = "indexing"


def table(measured: Iterable[Measured]) -> str:
    """A row for each thing and who did it: median, 95th percentile, spread, and how often it was measured."""
    rows = ["| what | who | median | 95th percentile | spread | runs | |", "|---|---|---|---|---|---|---|"]
    for one in measured:
        figures = (shown(value, one.unit) for value in (one.median, one.p95, one.spread))
        cells = [one.what, one.who, *figures, str(len(one.values)), one.note]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def shown(value: float, unit: str) -> str:
    """A figure of three digits with its unit, seconds below one as milliseconds."""
    if unit == "s" and value < 1:
        value, unit = 1000 * value, "ms"
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def stages(profiles: Mapping[str, Mapping[str, float]]) -> str:
    """Where the time goes: a column for each profile, a row for each stage, in milliseconds."""
    names = list(dict.fromkeys(stage for profile in profiles.values() for stage in profile))
    rows = [f"| stage, ms | {' | '.join(profiles)} |", "|---" * (len(profiles) + 1) + "|"]
    for name in names:
        cells = (f"{1000 * profile[name]:.0f}" if name in profile else "" for profile in profiles.values())
        rows.append(f"| {name} | {' | '.join(cells)} |")
    rows.append(f"| together | {' | '.join(f'{1000 * sum(p.values()):.0f}' for p in profiles.values())} |")
    return "\n".join(rows)


def speeds(report: Report) -> str:
    """The indexing as passages a second, of the same passages for everyone."""
    found = [one for one in report.measured if one.what == PER_PASSAGE]
    rates = ", ".join(f"{one.who} {report.passages / one.median:.0f}" for one in found)
    return f"Passages a second, of {report.passages} passages as Byline cuts them: {rates}."


def page(report: Report, about: str) -> str:
    """The whole as Markdown."""
    parts = [
        f"# Speed, {report.plan}\n\n{about}",
        table(report.measured),
        speeds(report),
        "## Where the time goes",
        stages(report.profiles),
    ]
    return "\n\n".join(parts) + "\n"
