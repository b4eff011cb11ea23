"""Question sets: JSON Lines in, questions with resolved gold quotes out; schema in `sets/README.md`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index import Article
from rag.errors import BylineError

Kind = Literal[
    "fact", "attribution", "yes_no", "list", "why", "multi_hop", "paraphrase", "keyword", "unanswerable",
    "false_premise", "injection", "follow_up", "other_language", "reported",
]  # fmt: skip


class Question(BaseModel):
    """One question of a set; unknown fields are refused. `sets/README.md` says what each field is.

    `answerable` is None, and there is no gold, where nobody has said whether the article answers it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    article: str
    question: str
    kind: Kind
    quotes: tuple[str, ...] = ()
    any: bool = True
    keys: tuple[tuple[str, ...], ...] = ()
    speaker: str | None = None
    answerable: bool | None
    history: tuple[tuple[str, str], ...] = ()
    same_as: str | None = None
    rejected: str | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """Where a gold quote stands: one `(start, end)` in the snapshot for each time that it occurs."""

    quote: str
    places: tuple[tuple[int, int], ...]

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a span shares at least half of the shorter of the two with some occurrence."""
        return end > start and any(
            min(end, stop) - max(start, begin) >= 0.5 * min(end - start, stop - begin)
            for begin, stop in self.places
        )


def load(path: Path) -> tuple[Question, ...]:
    """Read a set.

    :raises BylineError: naming the line, if one is not a question; or if an id stands twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # a quote may hold other line breaks
    except (OSError, UnicodeDecodeError) as error:
        raise BylineError(f"question set {path} cannot be read: {error}") from error
    questions: list[Question] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise BylineError(f"{path}:{number}: {where}: {first['msg']}") from error
        if question.id in seen:
            raise BylineError(f"{path}:{number}: id {question.id!r} stands twice")
        seen.add(question.id)
        questions.append(question)
    return tuple(questions)


def resolve(question: Question, article: Article) -> tuple[Gold, ...]:
    """Find the gold quotes in the article.

    :raises BylineError: if one is not there word for word.
    """
    golds = []
    for quote in question.quotes:
        places, at = [], article.text.find(quote)
        while at >= 0:
            places.append((at, at + len(quote)))
            at = article.text.find(quote, at + 1)
        if not places:
            raise BylineError(f"question {question.id}: quote is not in the article: {quote[:60]!r}")
        golds.append(Gold(quote, tuple(places)))
    return tuple(golds)
