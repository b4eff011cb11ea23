"""What a visitor sees until Gradio has drawn the page: the same header and article, as plain HTML.

It stands in the first response, and goes as soon as the article's pane is filled (`js/first.js`).
"""

from __future__ import annotations

from functools import cache

from rag.doors.shelf import Shelf
from rag.errors import BylineError

from .article import render_article, render_contents
from .buttons import BUTTONS
from .chat import WELCOME
from .look import css

CLAIM = "Ask the news: every sentence of an answer shows the words behind it."
STYLE = (
    "#byline-first{position:fixed;inset:0;z-index:50;display:flex;flex-direction:column;overflow:auto;"
    "background:var(--by-desk);color:var(--by-ink);line-height:1.5}"
    "#byline-first *{box-sizing:border-box}"
    "#byline-first a{pointer-events:none}"
)


def first_paint(shelf: Shelf) -> str:
    """The header, and the article or the list of several, for the body of the page.

    Nothing, where the library cannot be opened: what is wrong is said when the page is drawn.
    """
    try:
        found = shelf.articles()
    except BylineError:
        return ""
    article = render_contents(found)
    if len(found) == 1:
        article = render_article(found[0], sentences=shelf.library.sentences(found[0].id))
    article = article.replace("data-shown=", "data-first=")
    return (
        f'<div id="byline-first" aria-hidden="true" inert><style>{_style()}</style>'
        '<div id="byline-header"><div class="html-container">'
        f"<div><h1>Byline</h1><p>{CLAIM}</p>{BUTTONS}</div></div>"
        f'</div><div id="byline-panes"><div id="byline-chat">{WELCOME}</div>'
        f'<div id="byline-article">{article}</div></div></div>'
    )


@cache
def _style() -> str:
    """The page's own, dark where the browser is, since nothing has put `.dark` on the body yet."""
    text = css()
    start = text.index(".dark {")
    dark = text[start : text.index("}", start) + 1].replace(".dark", ":root")
    return f"{text}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n{STYLE}".replace("</", "<\\/")
