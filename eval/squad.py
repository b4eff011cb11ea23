"""SQuAD 2.0 (Rajpurkar et al., 2018, https://arxiv.org/abs/1806.03822) as articles and questions of ours."""

from __future__ import annotations

import json
import random
from functools import lru_cache
from pathlib import Path

from index import Article
from index.sentences import spans
from rag.errors import BylineError

from .questions import Question


def squad_article(path: Path, title: str) -> Article:
    """One article: its paragraphs, a blank line between.

    :raises BylineError: if the file holds none of this title.
    """
    paragraphs = [" ".join(p["context"].split()) for p in _entry(path, title)["paragraphs"]]
    return Article("\n\n".join(paragraphs), title=title.replace("_", " "), source=f"{path.name}#{title}")


def squad_titles(path: Path) -> tuple[str, ...]:
    """The titles of a file's articles, in order.

    :raises BylineError: if it is not a SQuAD file.
    """
    return tuple(str(entry["title"]) for entry in _entries(path))


def squad_questions(
    path: Path, name: str, title: str, limit: int | None = None, seed: int = 0
) -> tuple[Question, ...]:
    """The questions of an article; an answer's quote is its sentence.

    :param name: what the questions call the article.
    :param limit: at most so many, drawn with the seed; None: all, in the file's order.
    """
    rows = [(p["context"], qa) for p in _entry(path, title)["paragraphs"] for qa in p["qas"]]
    drawn = rows if limit is None else random.Random(seed).sample(rows, min(limit, len(rows)))
    return tuple(_question(name, context, qa) for context, qa in drawn)


@lru_cache(maxsize=2)
def _entries(path: Path) -> tuple[dict, ...]:  # type: ignore[type-arg]
    try:
        entries = tuple(json.loads(path.read_text(encoding="utf-8"))["data"])
        if all("title" in entry and "paragraphs" in entry for entry in entries):
            return entries
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BylineError(f"{path} is not a SQuAD file: {error}") from error
    raise BylineError(f"{path} is not a SQuAD file: expected 'title' and 'paragraphs' in each of its 'data'")


def _entry(path: Path, title: str) -> dict:  # type: ignore[type-arg]
    for entry in _entries(path):
        if entry["title"] == title:
            return entry
    raise BylineError(f"{path} holds no article {title!r}")


def _question(name: str, context: str, qa: dict) -> Question:  # type: ignore[type-arg]
    answers = qa["answers"]
    quotes = {
        " ".join(context[start:end].split())
        for answer in answers
        for start, end in spans(context)
        if start <= answer["answer_start"] < end
    }
    return Question(
        id=qa["id"],
        article=name,
        question=qa["question"].strip(),
        kind="unanswerable" if qa["is_impossible"] else "fact",
        quotes=tuple(sorted(quotes)),
        keys=(tuple(sorted({answer["text"] for answer in answers})),) if answers else (),
        answerable=not qa["is_impossible"],
    )
