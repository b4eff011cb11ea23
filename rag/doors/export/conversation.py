"""Answers and a library in, the record out that every format is written from."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Protocol

from index import Article, Library
from rag.answer import Answer, Citation
from rag.errors import ArticleError

WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Source:
    """An article that is cited, and what is known about it; None where nobody said, "" for an unknown title.

    `published` is as the article has it, an ISO date in most cases. `url` is a web address only: where a file
    lies on somebody's disk is nobody else's business. `article` is None where the library lacks it.
    """

    article_id: str
    sha256: str
    title: str
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    article: Article | None = None

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of the authors, each for itself."""
        return tuple(filter(None, (name.strip() for name in (self.author or "").split(","))))


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions with their answers, oldest first, and the articles that they cite, in order of first mention.

    `made` is when it was written down, in UTC, to the second.
    """

    answers: tuple[Answer, ...]
    sources: tuple[Source, ...]
    made: datetime.datetime

    def source(self, citation: Citation) -> Source:
        """The article of a citation."""
        return next(one for one in self.sources if one.article_id == citation.article_id)

    def label(self, turn: int, number: int) -> str:
        """What tells a citation from those of other turns, counted from 1: "2", or "3-2" of several turns."""
        return f"{turn}-{number}" if len(self.answers) > 1 else str(number)


class Articles(Protocol):
    """Whoever gives an article by its id, as a library does."""

    def get(self, article_id: str) -> Article:
        """The article; raises `ArticleError` if there is none."""
        ...


def conversation(answers: Answer | Sequence[Answer], library: Articles | None = None) -> Conversation:
    """Write answers down, with what their library knows of the articles that they cite.

    :param answers: one answer, or the turns of a conversation, oldest first.
    :param library: None: the default library.
    """
    turns = (answers,) if isinstance(answers, Answer) else tuple(answers)
    cited: dict[str, Citation] = {}
    for answer in turns:
        for citation in answer.citations:
            cited.setdefault(citation.article_id, citation)
    made = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    if not cited:
        return Conversation(turns, (), made)
    with nullcontext(library) if library else Library() as known:
        return Conversation(turns, tuple(_source(one, known) for one in cited.values()), made)


def _source(citation: Citation, library: Articles) -> Source:
    try:
        article = library.get(citation.article_id)
    except ArticleError:  # taken out since: what the citation says of it stands
        return Source(citation.article_id, citation.sha256, citation.title)
    address = article.url or article.source or ""
    return Source(
        article.id,
        article.sha256,
        article.title or citation.title,
        article.author,
        article.outlet,
        article.published,
        article.language,
        address if address.startswith(WEB) else None,
        article,
    )
