"""An `Answer` that answers nothing in, safe HTML out: a refusal, or a friendly line."""

from __future__ import annotations

import textwrap

from rag.answer import Answer, ScoredPassage

from .escaping import escape
from .footnote import render_footnote
from .links import link
from .suggestions import render_suggestions

NEAREST = 3


def is_chat(answer: Answer) -> bool:
    """Whether it replies to a text that asks nothing of the articles."""
    return answer.kind == "chat" and answer.abstained and not answer.parts


def render_chat(answer: Answer, aside: str = "") -> str:
    """A line that says what Byline does, and what may be asked instead; no verdict on the article."""
    foot = f'<div class="byline-foot"><span></span>{aside}</div>' if aside else ""
    return (
        f'<div class="byline-reply"><p class="byline-prose" dir="auto">{escape(answer.text)}</p>'
        f"{render_suggestions(answer.suggestions, 'You could ask')}{foot}</div>"
    )


def render_refusal(answer: Answer, aside: str = "") -> str:
    """That the article does not say, why, what comes nearest, and what it does answer."""
    rows = "".join(f"<li>{_passage(passage)}</li>" for passage in answer.passages[:NEAREST])
    nearest = (
        f'<p class="byline-nearest">Nearest in the text, but no answer</p><ul>{rows}</ul>' if rows else ""
    )
    instead = render_suggestions(answer.suggestions, "What it does answer")
    return (
        f'<div class="byline-refusal" role="note" aria-label="No answer">{_verdict(answer)}{nearest}{instead}'
        f"{render_footnote(answer, aside)}</div>"
    )


def render_unanswered(part: Answer) -> str:
    """The same of one question among several, in short."""
    return f'<div class="byline-unanswered">{_verdict(part)}</div>'


def heading(part: Answer) -> str:
    """A part's question as it stands over its answer."""
    question = part.question.strip()
    return f'<h3 class="byline-part" dir="auto">{escape(question[:1].upper() + question[1:])}</h3>'


def _verdict(answer: Answer) -> str:
    if is_chat(answer):
        return f'<p class="byline-reason" dir="auto">{escape(answer.text)}</p>'
    why = answer.reason or ""
    says = answer.text.removesuffix(why).strip() or answer.text
    reason = f'<p class="byline-reason" dir="auto">{escape(why)}</p>' if why else ""
    each = "".join(
        f'{heading(part)}<p class="byline-reason" dir="auto">{escape(part.reason or part.text)}</p>'
        for part in answer.parts
    )
    return f'<p class="byline-verdict" dir="auto">{escape(says)}</p>{each or reason}'


def _passage(passage: ScoredPassage) -> str:
    short = textwrap.shorten(passage.text, 150, placeholder=" …")
    return link(passage.article_id, passage.start, passage.end, short, "byline-passage")
