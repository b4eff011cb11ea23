"""An `Article` in, safe HTML out: what is known of it, who speaks, and its text (`blocks`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from index import Article, Sentence

from .blocks import blocks
from .escaping import escape
from .links import link
from .people import render_speakers, speakers

_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd ug ur yi".split())
"""Languages that are written from right to left, of those that have a script of their own."""


def render_article(article: Article, among: int = 1, sentences: Sequence[Sentence] = ()) -> str:
    """The article as a readable page.

    :param among: how many articles the library holds; with more than one there is a way to their list.
    :param sentences: all of the article's, with their speakers; () to mark nobody.
    """
    title = article.title or "Untitled"
    way_back = f'<p class="byline-up">{link("", 0, 0, "All articles")}</p>' if among > 1 else ""
    said = article.translation
    note = f'<p class="byline-note">{escape(_sentence(said))}</p>' if said else ""
    people = speakers(sentences)
    return (
        f'<article class="byline-article" data-shown="{escape(article.id)}"{_language(article)}>'
        f'{way_back}<header><p class="byline-meta">{" · ".join(about(article))}</p>'
        f'<h2 dir="auto">{escape(title)}</h2>{note}</header>'
        f"{_tools(render_speakers(people, article.id))}"
        f'<div class="byline-text">{"".join(blocks(article, people))}</div></article>'
    )


_STEPS = (
    '<div class="byline-steps" hidden><span class="byline-count" role="status"></span>'
    '<button type="button" class="byline-prev" aria-label="Previous">↑</button>'
    '<button type="button" class="byline-next" aria-label="Next">↓</button>'
    '<button type="button" class="byline-done" aria-label="Show the whole article again">×</button></div>'
)


def _tools(people: str) -> str:
    """What finds its way in the text (`js/reading.js`)."""
    return (
        '<div class="byline-reading" lang="en" dir="ltr"><form class="byline-find" role="search">'
        '<input type="search" placeholder="Find in the article" aria-label="Find in the article" '
        f'autocomplete="off" maxlength="200"></form>{people}{_STEPS}</div>'
    )


def render_contents(articles: Sequence[Article]) -> str:
    """The table of contents of a library, each entry a link that shows its article."""
    if not articles:
        return (
            '<section class="byline-article" data-shown=""><h2>No articles yet</h2>'
            "<p>Add one with <code>byline index add PATH-or-URL</code>, then load this page again.</p>"
            "</section>"
        )
    entries = "".join(
        f"<li>{link(article.id, 0, 0, article.title or 'Untitled')}"
        f'<p class="byline-meta">{" · ".join(about(article))}</p></li>'
        for article in articles
    )
    return (
        f'<section class="byline-article" data-shown=""><p class="byline-meta">{len(articles)} articles</p>'
        f'<h2>In the library</h2><ul class="byline-contents">{entries}</ul></section>'
    )


def about(article: Article, brief: bool = False) -> Iterator[str]:
    """Outlet, section, author, date and address, as far as the source says them.

    :param brief: without section and author.
    """
    between = () if brief else (article.section, article.author)
    for part in (article.outlet, *between, day(article.published)):
        if part:
            yield f"<span>{escape(part)}</span>"
    if article.source and article.source.startswith(("http://", "https://")):
        yield f'<a href="{escape(article.source)}" target="_blank" rel="noopener noreferrer">original</a>'


def day(published: str | None) -> str:
    """An ISO date as `9 February 2026`; anything else as it is."""
    try:
        day = datetime.datetime.fromisoformat(published or "")
    except ValueError:
        return published or ""
    return f"{day.day} {day:%B %Y}"


def _language(article: Article) -> str:
    if not article.language:
        return ""
    main = article.language.split("-")[0].lower()
    direction = ' dir="rtl"' if main in _RIGHT_TO_LEFT else ""
    return f' lang="{escape(article.language)}"{direction}'


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
