"""SQuAD 2.0 (Rajpurkar et al., 2018, https://arxiv.org/abs/1806.03822) as articles and questions of ours."""

from __future__ import annotations

import json
import random
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


def squad_questions(path: Path, name: str, title: str, limit: int, seed: int = 0) -> tuple[Question, ...]:
    """At most `limit` questions of an article, drawn with a seed; an answer's quote is its sentence.

    :param name: what the questions call the article.
    """
    rows = [(p["context"], qa) for p in _entry(path, title)["paragraphs"] for qa in p["qas"]]
    drawn = random.Random(seed).sample(rows, min(limit, len(rows)))
    return tuple(_question(name, context, qa) for context, qa in drawn)


def _entry(path: Path, title: str) -> dict:  # type: ignore[type-arg]
    try:
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
    except (OSError, ValueError, KeyError) as error:
        raise BylineError(f"{path} is not a SQuAD file: {error}") from error
    for entry in data:
        if entry["title"] == title:
            return dict(entry)
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
