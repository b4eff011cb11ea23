"""Spans of articles in, links out that show them (`js/article.js`)."""

from __future__ import annotations

from .escaping import escape


def link(article_id: str, start: int, end: int, text: str, kind: str = "", label: str = "") -> str:
    """A link that shows an article and highlights its code points `[start, end)`, none if they are equal.

    :param article_id: the empty string stands for the list of articles.
    :param kind: a CSS class.
    :param label: what a screen reader says in place of `text`.
    """
    spoken = f' aria-label="{escape(label)}"' if label else ""
    name = " ".join(filter(None, ("byline-link", kind)))
    where = f'data-article="{escape(article_id)}" data-start="{start}" data-end="{end}"'
    return f'<a class="{name}" href="#byline-article" {where}{spoken}>{escape(text)}</a>'
