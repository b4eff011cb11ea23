"""Questions to press: their buttons, and what a press does in the browser.

A press sends the button's own words, as if they had been typed.
"""

from __future__ import annotations

from collections.abc import Iterable

from .escaping import escape


def render_examples(questions: Iterable[str]) -> str:
    """Questions over the box; nothing where there are none."""
    return _group(questions, "Example questions")


def render_suggestions(questions: Iterable[str], title: str) -> str:
    """Questions under an answer, with a line that says what they are; nothing where there are none."""
    buttons = _group(questions, title)
    return f'<p class="byline-nearest" aria-hidden="true">{escape(title)}</p>{buttons}' if buttons else ""


def _group(questions: Iterable[str], name: str) -> str:
    buttons = "".join(
        f'<button type="button" class="byline-suggestion" dir="auto">{escape(question)}</button>'
        for question in questions
    )
    return (
        f'<div class="byline-questions" role="group" aria-label="{escape(name)}">{buttons}</div>'
        if buttons
        else ""
    )
