"""The questions of a run that were not answered rightly, each with a way into the chat."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..escaping import escape

if TYPE_CHECKING:
    from eval.records import Asked
    from eval.runs import Run

MOST = 100
"""Questions shown."""
HOME = "./"
"""The chat's address, from the evaluation's."""


def render_failing(run: Run, articles: Collection[str]) -> str:
    """What went wrong with each, what was wanted, and a link that asks it in the chat.

    :param articles: ids of the library's; a question about another cannot be asked there.
    """
    from eval.report.outcome import FAILURES, outcome

    wrong = [asked for asked in run.asked if outcome(asked) in FAILURES]
    if not wrong:
        return '<section class="byline-failing"><p>Every question was answered rightly.</p></section>'
    rows = "".join(_question(asked, articles) for asked in wrong[:MOST])
    more = f"<p>And {len(wrong) - MOST} more, in the report.</p>" if len(wrong) > MOST else ""
    return (
        f'<section class="byline-failing"><h3>Not answered rightly: {len(wrong)} of {len(run.asked)}</h3>'
        f"<ul>{rows}</ul>{more}</section>"
    )


def link(question: str, article_id: str) -> str:
    """The address that asks a question of an article in the chat."""
    return f"{HOME}#q={quote(question, safe='')}&article={quote(article_id, safe='')}"


def _question(asked: Asked, articles: Collection[str]) -> str:
    from eval.report.outcome import complaint

    question = asked.question
    said = asked.answer.text if asked.answer else "Nothing: it failed."
    golds = "".join(f'<blockquote dir="auto">{escape(one)}</blockquote>' for one in question.quotes[:3])
    wanted = f"<dt>What answers it</dt><dd>{golds}</dd>" if golds else ""
    before = "".join(f"<dt>Asked before</dt><dd>{escape(one)}</dd>" for one, _ in question.history)
    return (
        f'<li><details><summary><span dir="auto">{escape(question.question)}</span>'
        f"<small>{escape(complaint(asked))}</small></summary>"
        f'<dl>{before}<dt>Answer</dt><dd dir="auto">{escape(said)}</dd>{wanted}</dl>{_way(asked, articles)}'
        "</details></li>"
    )


def _way(asked: Asked, articles: Collection[str]) -> str:
    question = asked.question
    if asked.article_id not in articles:
        return '<p class="byline-effect">Its article is not in the library, so the chat cannot be asked.</p>'
    if question.history:
        return '<p class="byline-effect">It leans on the question before it: ask that in the chat first.</p>'
    address = escape(link(question.question, asked.article_id))
    return f'<a class="byline-open" href="{address}">Open in the chat</a>'
