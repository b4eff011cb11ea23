"""Blocks or raw text in, `Article` out.

Page furniture leaves the text, as `furniture` tells it; what it says becomes metadata. What is left is the
snapshot.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .article import Article, Heading
from .document import Block, Document
from .furniture import Found, is_heading, is_prose, strip
from .lines import blocks, flat, visible


def clean(
    raw: str,
    *,
    title: str = "",
    outlet: str | None = None,
    section: str | None = None,
    author: str | None = None,
    published: str | None = None,
    language: str | None = None,
    translation: str | None = None,
    source: str | None = None,
) -> Article:
    """Turn raw page text into an article.

    Metadata given as arguments wins over what the text's furniture says; None (or the empty title)
    leaves it to the text. Without any title, the name is the start of the first sentence.

    :param raw: plain text, one paragraph a line or paragraphs parted by blank lines.
    :return: the article; its text has one paragraph or heading a line, with a blank line between.
    :raises ArticleError: if nothing but furniture is left.
    """
    document = Document(blocks(raw), title, outlet, section, author, published, language, translation)
    return article_of(document, source)


def article_of(document: Document, source: str | None = None, known: dict[str, str] | None = None) -> Article:
    """Turn what a reader returned into an article, as `clean` does.

    :param known: metadata, by field of `Article`, that wins over the document's and the text's own.
    :raises ArticleError: if nothing but furniture is left.
    """
    given = known or {}
    title = given.get("title", document.title)
    found = Found(title=flat(title))
    left = strip([tidy for block in document.blocks if (tidy := _tidy(block)).text], found)
    text, headings, pages = _compose(left)
    fields: dict[str, Any] = {
        "outlet": document.outlet or found.outlet,
        "section": document.section or found.section,
        "author": document.author or found.author,
        "published": document.published or found.published,
        "language": document.language,
        "translation": document.translation or found.translation,
        "url": document.url,
        "place": document.place or found.place,
        "source": source,
    }
    return Article(
        text=text,
        headings=headings,
        pages=pages,
        **(fields | given | {"title": found.title or _short(text)}),
    )


def _tidy(block: Block) -> Block:
    """The block in composed letters and single spaces, with its pages' offsets moved along."""
    if len(block.pages) < 2:
        return replace(block, text=flat(visible(block.text).replace("\n", " ")))
    text = ""
    pages = []
    ends = [offset for offset, _ in block.pages[1:]] + [len(block.text)]
    for (start, page), end in zip(block.pages, ends, strict=True):
        part = visible(block.text[start:end]).replace("\n", " ")
        gap = " " if text and (text != text.rstrip() or part != part.lstrip()) else ""
        text = text.rstrip() + gap
        pages.append((len(text), page))
        text += flat(part) + (" " if part != part.rstrip() else "")
    return replace(block, text=text.strip(), pages=tuple(pages))


def _compose(left: list[Block]) -> tuple[str, tuple[Heading, ...], tuple[tuple[int, int], ...]]:
    """The snapshot, its headings, and where each page begins in it."""
    headings = []
    pages: list[tuple[int, int]] = []
    at = 0
    for number, block in enumerate(left):
        following = left[number + 1] if number + 1 < len(left) else None
        marked = block.kind == "heading"
        if following and (marked or (is_heading(block) and is_prose(following.text))):
            headings.append(Heading(at, at + len(block.text)))
        for offset, page in block.pages:
            if not pages or pages[-1][1] != page:
                pages.append((at + offset, page))
        at += len(block.text) + 2
    return "\n\n".join(block.text for block in left), tuple(headings), tuple(pages)


def _short(text: str, limit: int = 80) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= limit else first[:limit].rsplit(" ", 1)[0] + "…"
