"""Byline's reader of pages and others to stand beside it: bytes in, text and metadata out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from index import ArticleError
from index.read.body import Body
from index.read.source import parse


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader made of a page; "" and None where it found nothing."""

    text: str = ""
    title: str | None = None
    author: str | None = None
    date: str | None = None


def byline(html: bytes) -> Found:
    """The reader that `Library.add` uses."""
    try:
        article = parse(Body(html, "page.html"), ".html")
    except ArticleError:
        return Found()
    return Found(article.text, article.title, article.author, article.published)


def _trafilatura(**settings: bool) -> Callable[[bytes], Found]:
    def read(html: bytes) -> Found:
        import trafilatura

        found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, **settings)
        return Found(found.text or "", found.title, found.author, found.date) if found else Found()

    return read


def _readability(html: bytes) -> Found:
    from lxml.html import fromstring
    from readability import Document

    try:
        page = Document(html.decode("utf-8", "replace"))
        text = "\n".join(fromstring(page.summary()).itertext())
        return Found(text, page.short_title(), page.author())
    except Exception:  # noqa: BLE001 - what makes another tool stumble counts as nothing found
        return Found()


def _resiliparse(html: bytes) -> Found:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(html, "utf-8")
    return Found(extract_plain_text(tree, main_content=True, alt_texts=False, links=False), tree.title)


def _newspaper(html: bytes) -> Found:
    import newspaper

    page: Any = newspaper.Article("http://page.example/")
    try:
        page.download(input_html=html.decode("utf-8", "replace"))
        page.parse()
    except Exception:  # noqa: BLE001 - what makes another tool stumble counts as nothing found
        return Found()
    date = page.publish_date.isoformat() if page.publish_date else None
    return Found(page.text, page.title, ", ".join(page.authors), date)


READERS: dict[str, tuple[str, Callable[[bytes], Found]]] = {
    "byline": ("index", byline),
    "trafilatura": ("trafilatura", _trafilatura()),
    "trafilatura, precision": ("trafilatura", _trafilatura(favor_precision=True)),
    "trafilatura, recall": ("trafilatura", _trafilatura(favor_recall=True)),
    "readability-lxml": ("readability", _readability),
    "resiliparse": ("resiliparse", _resiliparse),
    "newspaper4k": ("newspaper", _newspaper),
}
"""Name -> the package that it needs, and the reader."""
