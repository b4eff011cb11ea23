"""The buttons of a turn: edit the question, copy the answer, and link to the question."""

from __future__ import annotations

from rag.answer import Answer

from .copied import copied
from .escaping import escape

_EDIT = '<path d="M4 16l.7-3.3L13.6 3.8a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.3 15.3z"/>'
_COPY = '<path d="M7.5 7.5h9v9h-9z"/><path d="M12.5 7.5v-4h-9v9h4"/>'
_LINK = (
    '<path d="M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 '
    '4.3 4.3l1-1"/>'
)


def tool(name: str, label: str, glyph: str, more: str = "") -> str:
    """A round button with a drawing; `label` is what it does, for a tooltip and a screen reader.

    :param name: of its class, `byline-<name>`.
    :param glyph: what stands in an SVG of 20 by 20.
    :param more: further attributes, escaped.
    """
    return (
        f'<button type="button" class="byline-tool byline-{name}" aria-label="{label}" title="{label}"{more}>'
        f'<svg viewBox="0 0 20 20" aria-hidden="true">{glyph}</svg></button>'
    )


EDIT = tool("edit", "Edit and ask again", _EDIT)


def render_tools(answer: Answer) -> str:
    """Copy and link, for the line below an answer."""
    words = f' data-copy="{escape(copied(answer))}"'
    return tool("copy", "Copy with citations", _COPY, words) + tool("share", "Copy a link", _LINK)
