"""The articles that a question set is about, found by the names that it calls them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from index import Article, Library, Settings, shipped_articles
from index.clean import clean
from index.read import read
from rag.errors import BylineError

from .questions import Question, is_file
from .squad import squad_article

SHIPPED = "shipped"
OWN = "library#"
"""Before the id of an article in the user's own library."""


def articles(
    questions: Iterable[Question], data: Path | None = None, settings: Settings | None = None
) -> dict[str, Article]:
    """The articles that the questions name, by name.

    :param data: folder of the development data; for names such as `realtimeqa/<file>#<url>`.
    :param settings: of the user's own library, for names such as `library#<id>`; None: the environment's.
    :raises BylineError: if an article cannot be found.
    """
    return {name: _article(name, data, settings) for name in sorted({q.article for q in questions})}


def stock(library: Library, questions: Iterable[Question], data: Path | None) -> dict[str, Article]:
    """Add the articles that the questions name to a library; returns them as stored, by that name.

    :raises BylineError: if an article cannot be found or stored.
    """
    return {name: library.add(article) for name, article in articles(questions, data).items()}


def _article(name: str, data: Path | None, settings: Settings | None) -> Article:
    if name == SHIPPED:
        return read(shipped_articles()[0], settings or Settings())
    if name.startswith(OWN):
        return Library(settings or Settings()).get(name.removeprefix(OWN))
    if is_file(name):
        return read(Path(name), settings or Settings())
    file, _, part = name.partition("#")
    path = Path(file)
    if not path.exists():
        if data is None:
            raise BylineError(f"article {name} is not shipped: name the folder of the data with --data")
        path = data / (file if path.suffix in (".json", ".jsonl") else f"{file}.jsonl")
    return squad_article(path, part) if path.suffix == ".json" else _search_result(path, part)


def _search_result(path: Path, url: str) -> Article:
    """A page of RealTime QA's search results (Kasai et al., 2023, https://arxiv.org/abs/2207.13332)."""
    try:
        with path.open(encoding="utf-8") as lines:
            pages = [page for line in lines for page in json.loads(line)["search_result"]]
    except (OSError, ValueError, KeyError) as error:
        raise BylineError(f"{path} cannot be read: {error}") from error
    for page in pages:
        if page["url"] == url:
            return clean(page["text"], title=page["title"], source=url)
    raise BylineError(f"{path} holds no page {url}")
