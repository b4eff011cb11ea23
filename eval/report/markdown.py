"""A run and its figures in, Markdown for the comment of a pull request out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..intervals import Interval
from ..metrics.measure import Measure, SetMeasure
from ..records import Asked
from ..runs import Run
from ..summary import Figure, Summary
from .numbers import NONE, counted, shown
from .outcome import FAILURES, complaint, outcome

MAX_LISTED = 20
_LONGEST = 200
_SPECIAL = re.compile(r"([\\`*_\[\]|#~]|(?<!\w)@)|(&)|(<)|(>)")


def render_markdown(run: Run, summary: Summary, others: Sequence[Summary] = ()) -> str:
    """The figures with their intervals, the kinds, and at most 20 of the failures, folded.

    Safe for GitHub: text of questions and answers makes no markup, no mention and no HTML.
    """
    failed = [one for one in run.asked if outcome(one) in FAILURES]
    parts = [
        f"## Evaluation: {escape(summary.system)}",
        f"{counted(summary.questions, 'question')} about {counted(summary.articles, 'article')}, judged by "
        f"{escape(summary.judge)}; sets: {escape(', '.join(summary.sets))}; "
        f"commit {escape(run.manifest.commit or 'unknown')}.",
        _figures(summary, others),
        escape(summary.how_sure),
        "### Kinds of question",
        _kinds(summary),
        _failures(failed),
    ]
    if not run.complete:
        parts.insert(1, f"**Unfinished: {len(run.asked)} of {run.manifest.count} questions were asked.**")
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Text as one line of plain Markdown, also inside a table."""
    flat = " ".join(text.split())
    return _SPECIAL.sub(_escaped, flat)


def _escaped(match: re.Match[str]) -> str:
    mark, ampersand, less, _ = match.groups()
    if mark == "@":
        return "@\u200b"  # a zero-width space: nobody is mentioned
    if mark:
        return f"\\{mark}"
    if ampersand:
        return "&amp;"
    return "&lt;" if less else "&gt;"


def _figures(summary: Summary, others: Sequence[Summary]) -> str:
    names = [escape(other.system) for other in others]
    rows = [
        [
            f"{escape(figure.measure.name)} {_arrow(figure.measure)}",
            f"**{shown(figure.value)}**{_unit(figure)}",
            _interval(figure.interval),
            str(figure.count),
            ", ".join(f"{count} {status}" for status, count in figure.left_out),
            *(_beside(other, figure.measure.name) for other in others),
        ]
        for figure in summary.figures
    ]
    return _table(["Measure", escape(summary.system), "95 % interval", "n", "Left out", *names], rows)


def _beside(other: Summary, name: str) -> str:
    figure = next((f for f in other.figures if f.measure.name == name), None)
    if figure is None:
        return NONE
    return f"{shown(figure.value)} ({_interval(figure.interval)})" if figure.interval else shown(figure.value)


def _kinds(summary: Summary) -> str:
    rows = [
        [escape(k.name), f"{k.right} of {k.count}", shown(k.right / k.count), _interval(k.interval)]
        for k in summary.kinds
    ]
    return _table(["Kind", "Right", "Share", "95 % interval"], rows)


def _failures(failed: Sequence[Asked]) -> str:
    if not failed:
        return "No question failed."
    listed = failed[:MAX_LISTED]
    title = f"Not right: {counted(len(failed), 'question')}"
    title += f", the first {MAX_LISTED} of them" if len(failed) > MAX_LISTED else ""
    lines = [
        f"- **{outcome(one)}** `{_code(one.question.id)}` {escape(_short(one.question.question))}: "
        f"{escape(_short(complaint(one)))}"
        for one in listed
    ]
    return "\n".join([f"<details><summary>{title}</summary>", "", *lines, "", "</details>"])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    right = ["---"] + ["---:" if name in ("n", "Right", "Share") else "---" for name in head[1:]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, right, *rows))


def _arrow(measure: Measure | SetMeasure) -> str:
    return {"higher": "↑", "lower": "↓", "neither": ""}[measure.better]


def _unit(figure: Figure) -> str:
    return f" {escape(figure.measure.unit)}" if figure.measure.unit and figure.value is not None else ""


def _interval(ends: Interval | None) -> str:
    return f"{shown(ends.low)} – {shown(ends.high)}" if ends else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _code(text: str) -> str:
    """For between backticks, where nothing can be escaped."""
    return " ".join(text.split()).replace("`", "'").replace("|", "/")
