"""A conversation as one web page: the answers, and the articles with the quoted words marked.

Nothing in it runs, and nothing is asked of any server: its policy forbids both.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer import Answer, Citation

from .conversation import Conversation, Source
from .marked import Line, Span, marked
from .said import Section, clean, origin, place, sections, voice

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation as the page shows it; `link` is the name of its place in the article, None where that is not
    at hand or has other words there.
    """

    label: str
    citation: Citation
    source: Source
    voice: str
    place: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, what is said to it, and the quotes behind it; `names` has the labels of their numbers."""

    question: str
    sections: tuple[Section, ...]
    quotes: tuple[Quote, ...]
    notes: tuple[str, ...]
    names: dict[int, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as the page shows it; `lines` is () where its text is not at hand."""

    source: Source
    about: tuple[str, ...]
    lines: tuple[Line, ...]


def render(conversation: Conversation) -> bytes:
    """HTML in UTF-8, complete in itself."""
    style = (FOLDER / "page.css").read_text("utf-8")
    page = _template().render(
        turns=[_turn(conversation, n, answer) for n, answer in enumerate(conversation.answers, 1)],
        articles=list(_articles(conversation)),
        made=conversation.made.date().isoformat(),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return page.encode("utf-8")


def _turn(conversation: Conversation, number: int, answer: Answer) -> Turn:
    quotes = tuple(_quote(conversation, number, citation) for citation in answer.citations)
    names = {quote.citation.number: quote.label for quote in quotes}
    return Turn(answer.question, sections(answer), quotes, answer.notes, names)


def _quote(conversation: Conversation, turn: int, c: Citation) -> Quote:
    label = conversation.label(turn, c.number)
    source = conversation.source(c)
    there = source.article is not None and source.article.text[c.start : c.end] == c.quote
    return Quote(label, c, source, voice(c), place(c), f"in-{label}" if there else None)


def _articles(conversation: Conversation) -> Iterator[Shown]:
    for source in conversation.sources:
        article = source.article
        spans = [
            Span(c.start, c.end, f"in-{conversation.label(turn, c.number)}")
            for turn, answer in enumerate(conversation.answers, 1)
            for c in answer.citations
            if article and c.article_id == source.article_id and article.text[c.start : c.end] == c.quote
        ]
        yield Shown(source, origin(source), tuple(marked(article, spans)) if article else ())


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_finalized, trim_blocks=True, lstrip_blocks=True
    )
    return made.from_string((FOLDER / "page.html.jinja").read_text("utf-8"))


def _finalized(value: object) -> object:
    """Every text that goes into the page, without what HTML cannot hold."""
    return clean(value) if type(value) is str else value
