"""A question to a library, put to an engine, and what came of it: what the figures are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index import Article
from rag import Answer, Engine
from rag.errors import BylineError

from ..metrics.given import said
from ..metrics.gold import cites_gold, holds_keys
from ..questions import Gold
from ..records import Span
from .questions import LibraryQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer.

    `rank` is the place, from 1, of the first article among those read that is a gold one; None where none is,
    or where nothing answers. `cited`: whether a gold quote is; `right`: whether it is, and every key is held.
    Where nothing answers, an abstention is right.
    """

    question: LibraryQuestion
    answer: Answer
    rank: int | None
    cited: bool
    right: bool


def ask(engine: Engine, question: LibraryQuestion, articles: Mapping[str, Article]) -> Asked:
    """Ask the whole library.

    :param articles: the stored articles by address.
    """
    answer = engine.query(question.question)
    ids = {articles[url].id for url in question.articles}
    read = list(dict.fromkeys(passage.article_id for passage in answer.passages))
    rank = next((place for place, article_id in enumerate(read, 1) if article_id in ids), None)
    cited = any(_cites(answer, articles[url], question.quotes) for url in question.articles)
    if not question.answerable:
        return Asked(question, answer, None, False, answer.abstained)
    right = cited and not answer.abstained and holds_keys(said(answer), question.keys)
    return Asked(question, answer, rank, cited, right)


def _cites(answer: Answer, article: Article, quotes: Sequence[str]) -> bool:
    spans = [Span(c.article_id, c.start, c.end) for c in answer.citations]
    golds = [Gold(quote, found) for quote in quotes if (found := places(quote, article.text))]
    return cites_gold(spans, golds, article.id, need_all=False)


def places(quote: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where a quote stands in a text: the start and end of each time that it occurs."""
    found, at = [], text.find(quote)
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return tuple(found)


def check(questions: Sequence[LibraryQuestion], articles: Mapping[str, Article]) -> None:
    """Refuse gold that is not there.

    :raises BylineError: if an article is not in the library, or a quote in none of its question's articles.
    """
    for question in questions:
        for url in question.articles:
            if url not in articles:
                raise BylineError(f"question {question.id}: the library has no article {url}")
        texts = [articles[url].text for url in question.articles]
        for quote in question.quotes:
            if not any(quote in text for text in texts):
                raise BylineError(f"question {question.id}: quote is in none of its articles: {quote[:60]!r}")
