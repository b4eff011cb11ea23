"""An `Article` in, safe HTML out, with the offsets that `js/article.js` needs to find a quote again.

Every block of text carries `data-start`, the code point of the snapshot at which it begins, and holds
nothing but that text: no markup, no trimming, no Markdown.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from index import Article

from .escaping import escape
from .links import link


def render_article(article: Article, among: int = 1) -> str:
    """The article as a readable page.

    :param among: how many articles the library holds; with more than one there is a way to their list.
    """
    title = article.title or "Untitled"
    way_back = f'<p class="byline-up">{link("", 0, 0, "All articles")}</p>' if among > 1 else ""
    said = article.translation
    note = f'<p class="byline-note">{escape(_sentence(said))}</p>' if said else ""
    return (
        f'<article class="byline-article" data-shown="{escape(article.id)}"{_language(article)}>'
        f'{way_back}<header><p class="byline-meta">{" · ".join(about(article))}</p>'
        f'<h2 dir="auto">{escape(title)}</h2>{note}</header>'
        f'<div class="byline-text">{"".join(_blocks(article))}</div></article>'
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


def _blocks(article: Article) -> Iterator[str]:
    headings = {heading.start for heading in article.headings}
    start = 0
    for line in article.text.split("\n"):
        if line.strip():
            tag = "h3" if start in headings else "p"
            yield f'<{tag} dir="auto" data-start="{start}">{escape(line)}</{tag}>'
        start += len(line) + 1


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
    return f' lang="{escape(article.language)}"' if article.language else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
