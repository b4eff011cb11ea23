"""Two runs of the same questions as HTML: what differs, how sure that is, and which questions flipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..escaping import escape

if TYPE_CHECKING:
    from eval.compare import Comparison, Difference
    from eval.runs import Run

WORDS = {"better": "B is better", "worse": "B is worse", "not shown": ""}


def render_changes(first: Run, second: Run) -> str:
    """What `byline eval compare` says of two runs.

    :raises BylineError: if they share no question, or one differs between them.
    """
    from eval.compare import compare

    found = compare(first, second)
    sure = [one for one in found.differences if one.verdict != "not shown"]
    rest = [one for one in found.differences if one.verdict == "not shown"]
    head = _table(sure) if sure else "<p>No difference is shown, which is not to say that there is none.</p>"
    return (
        f'<section class="byline-figures"><p class="byline-effect">{_about(found)}</p>{head}'
        f"<details><summary>{len(rest)} measures without a difference that is shown</summary>{_table(rest)}"
        f"</details>{_flips(found)}</section>"
    )


def _about(found: Comparison) -> str:
    from eval.report.numbers import counted

    alone = f", and {found.alone} in one only" if found.alone else ""
    other = "" if found.processors[0] == found.processors[1] else " They ran on different processors."
    return escape(f"{counted(found.questions, 'question')} in both{alone}. Paired, by bootstrap.{other}")


def _table(differences: list[Difference]) -> str:
    from eval.report.numbers import shown

    rows = ""
    for one in differences:
        span = f"{one.interval.low:+.3f} to {one.interval.high:+.3f}" if one.interval else "unknown"
        rows += (
            f'<tr><th scope="row" title="{escape(one.measure.about)}">{escape(one.measure.name)}</th>'
            f"<td>{shown(one.first)}</td><td>{shown(one.second)}</td><td>{one.change:+.3f}</td>"
            f"<td>{escape(span)}</td><td>{WORDS[one.verdict]}</td></tr>"
        )
    return (
        '<div class="byline-scroll" tabindex="0" role="region" aria-label="Differences"><table><thead><tr>'
        '<th scope="col">Measure</th><th scope="col">A</th><th scope="col">B</th><th scope="col">B − A</th>'
        '<th scope="col">95 % interval</th><th scope="col"><span class="byline-unseen">Verdict</span></th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _flips(found: Comparison) -> str:
    rows = "".join(
        f'<li dir="auto"><strong>Only {"B" if flip.gained else "A"} is right</strong> '
        f"{escape(flip.second.question.question)}</li>"
        for flip in found.flips
    )
    return f"<h3>Flipped: {len(found.flips)}</h3>" + (f"<ul>{rows}</ul>" if rows else "")
