"""A run's figures as HTML, by the code that `eval run` prints them with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..escaping import escape
from .kept import asked_in

if TYPE_CHECKING:
    from eval.runs import Run
    from eval.summary import Figure, Summary

ARROWS = {"higher": "higher is better", "lower": "lower is better", "neither": "neither is better"}


def load(folder: Path) -> Run:
    """A run as it stands.

    :raises BylineError: if the folder holds none, or one that cannot be read.
    """
    from eval.runs import load_run

    return load_run(folder)


def render_figures(folder: Path) -> str:
    """The figures that matter most, and all of them folded away; without those that the set does not define.

    :raises BylineError: as `load` does.
    """
    from eval.report.numbers import counted
    from eval.report.page import HEADLINE

    summary = _summary(folder, asked_in(folder))
    known = [figure for figure in summary.figures if figure.value is not None]
    first = [figure for name in HEADLINE for figure in known if figure.measure.name == name]
    about = f"{counted(summary.questions, 'question')} about {counted(summary.articles, 'article')}"
    return (
        f'<section class="byline-figures"><p class="byline-effect">{escape(about)}. '
        f"{escape(summary.how_sure)}</p>{_table(first, 'The figures that matter most')}"
        f"<details><summary>All {len(known)} figures, and each kind of question</summary>"
        f"{_table(known, 'All figures')}{_kinds(summary)}</details></section>"
    )


@lru_cache(maxsize=8)
def _summary(folder: Path, asked: int) -> Summary:
    """A run's summary, which takes seconds; a run that has gone on has another.

    :param asked: questions that it has asked.
    """
    from eval.summary import summarise

    return summarise(load(folder))


def _table(figures: Iterable[Figure], name: str) -> str:
    rows = "".join(_row(figure) for figure in figures)
    return (
        f'<div class="byline-scroll" tabindex="0" role="region" aria-label="{name}"><table><thead><tr>'
        '<th scope="col">Measure</th><th scope="col">Value</th><th scope="col">95 % interval</th>'
        f'<th scope="col">Questions</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(figure: Figure) -> str:
    from eval.report.numbers import shown

    measure, ends = figure.measure, figure.interval
    unit = f" {measure.unit}" if measure.unit else ""
    span = f"{shown(ends.low)} to {shown(ends.high)}" if ends else "–"
    return (
        f'<tr><th scope="row" title="{escape(measure.about)}">{escape(measure.name)}'
        f"<small>{ARROWS[measure.better]}</small></th>"
        f"<td>{escape(shown(figure.value) + unit)}</td>"
        f"<td>{_bar(figure)}{escape(span)}</td><td>{figure.count}</td></tr>"
    )


def _bar(figure: Figure) -> str:
    """The interval on a line from the worst to the best; nothing where there is no end to it."""
    measure, ends = figure.measure, figure.interval
    if ends is None or figure.value is None or measure.high is None:
        return ""

    def at(value: float) -> str:
        assert measure.high is not None
        share = (value - measure.low) / (measure.high - measure.low)
        return f"{100 * min(1.0, max(0.0, share)):.1f}"

    value = at(figure.value)
    return (
        '<svg class="byline-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<line class="byline-bar-all" x1="0" x2="100" y1="4" y2="4"/>'
        f'<line class="byline-bar-sure" x1="{at(ends.low)}" x2="{at(ends.high)}" y1="4" y2="4"/>'
        f'<line class="byline-bar-value" x1="{value}" x2="{value}" y1="0" y2="8"/></svg>'
    )


def _kinds(summary: Summary) -> str:
    from eval.report.numbers import shown

    rows = ""
    for kind in summary.kinds:
        ends = kind.interval
        span = f"{shown(ends.low)} to {shown(ends.high)}" if ends else "–"
        rows += (
            f'<tr><th scope="row">{escape(kind.name.replace("_", " "))}</th>'
            f"<td>{kind.right} of {kind.count}</td><td>{span}</td></tr>"
        )
    return (
        '<div class="byline-scroll" tabindex="0" role="region" aria-label="Right, by kind"><table><thead><tr>'
        '<th scope="col">Kind of question</th><th scope="col">Right</th><th scope="col">95 % interval</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )
