"""The articles that a question set is about: the shipped one, or news of the development data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from index import Article, Library, shipped_articles
from index.clean import clean
from rag.errors import BylineError

from .questions import Question
from .squad import squad_article

SHIPPED = "shipped"


def stock(library: Library, questions: Iterable[Question], data: Path | None) -> dict[str, Article]:
    """Add the articles that the questions name to a library; returns them by that name.

    :param data: folder of the development data; needed for names such as `realtimeqa/<file>#<url>`.
    :raises BylineError: if an article cannot be found.
    """
    found = {}
    for name in sorted({question.article for question in questions}):
        if name == SHIPPED:
            found[name] = library.add(shipped_articles()[0])
        else:
            found[name] = library.add(_development(name, data))
    return found


def _development(name: str, data: Path | None) -> Article:
    file, _, url = name.partition("#")
    if data is None:
        raise BylineError(f"article {name} is not shipped: name the folder of the data with --data")
    if file.startswith("squad2/"):
        return squad_article(data / file, url)
    path = data / (file if file.endswith(".jsonl") else f"{file}.jsonl")
    try:
        with path.open(encoding="utf-8") as lines:
            pages = [page for line in lines for page in json.loads(line)["search_result"]]
    except (OSError, ValueError, KeyError) as error:
        raise BylineError(f"{path} cannot be read: {error}") from error
    for page in pages:
        if page["url"] == url:
            return clean(page["text"], title=page["title"], source=url)
    raise BylineError(f"{path} holds no page {url}")
