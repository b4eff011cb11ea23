"""Question sets: JSON Lines in, questions with resolved gold quotes out; schema in `sets/README.md`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from index import Article
from index.read import endings
from rag.answer import Kind as Asks
from rag.errors import BylineError

log = logging.getLogger(__name__)

Kind = Literal[
    "fact", "attribution", "yes_no", "list", "why", "multi_hop", "paraphrase", "keyword", "unanswerable",
    "false_premise", "injection", "follow_up", "other_language", "reported", "near_miss", "double", "about",
    "people", "metadata", "compare", "chat", "order", "definition",
]  # fmt: skip


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError(f"expected text, got {text!r}")
    return text


ARTICLE_FILES = endings()
"""Endings, with the dot, of a set's `article` that is a file beside the set."""
_Text = Annotated[str, AfterValidator(_not_blank)]


class Part(BaseModel):
    """One of several questions asked in one; fields as in `Question`, whose quotes include these."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: _Text
    asks: Asks
    quotes: tuple[_Text, ...] = ()
    any: bool = True
    keys: tuple[Annotated[tuple[_Text, ...], Field(min_length=1)], ...] = ()
    answerable: bool


class Question(BaseModel):
    """One question of a set; unknown fields, and blank quotes and keys, are refused.

    `sets/README.md` says what each field is. `answerable` is None, and there is no gold, where nobody has
    said whether the article answers it. `asks` is None where nobody has said what is asked for, or where it
    is several things, which are `parts`. `yes` is None where neither "Yes" nor "No" opens an honest answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    article: str
    question: str
    kind: Kind
    quotes: tuple[_Text, ...] = ()
    any: bool = True
    keys: tuple[Annotated[tuple[_Text, ...], Field(min_length=1)], ...] = ()
    speaker: str | None = None
    answerable: bool | None
    history: tuple[tuple[str, str], ...] = ()
    same_as: str | None = None
    rejected: str | None = None
    note: str | None = None
    forbidden: tuple[_Text, ...] = ()
    asks: Asks | None = None
    yes: bool | None = None
    parts: tuple[Part, ...] = ()


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
    """Read a set; a byte order mark before it is no part of it.

    :return: its questions; an `article` that is a file's name has the set's folder before it.
    :raises BylineError: naming the line, if one is not a question, is blank where it must not be, names
        itself as `same_as`, forbids what its gold says, or has parts that do not fit it; or if an id stands
        twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # a quote may hold other line breaks
    except (OSError, UnicodeDecodeError) as error:
        raise BylineError(f"question set {path} cannot be read: {error}") from error
    questions: dict[str, Question] = {}
    numbers: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise BylineError(f"{path}:{number}: {where}: {first['msg']}") from error
        if fault := _fault(question):
            raise BylineError(f"{path}:{number}: {fault}")
        if question.id in questions:
            raise BylineError(f"{path}:{number}: id {question.id!r} stands twice")
        if is_file(question.article):
            question = question.model_copy(update={"article": str(path.parent / question.article)})
        questions[question.id], numbers[question.id] = question, number
    for question in questions.values():
        if question.same_as is not None and question.same_as not in questions:
            where = f"{path}:{numbers[question.id]}"
            log.warning("%s: same_as %r is not in the set: it is not compared", where, question.same_as)
    return tuple(questions.values())


def is_file(article: str) -> bool:
    """Whether a question's `article` is the name of a file that holds nothing but this article."""
    return "#" not in article and Path(article).suffix.lower() in ARTICLE_FILES


def _fault(question: Question) -> str | None:
    """What is wrong with a question of a set, after the field's name; None if nothing is."""
    asked = [("id", question.id), ("question", question.question)]
    asked += [(f"history.{place}", before) for place, (before, _) in enumerate(question.history)]
    for name, text in asked:
        if not text.strip():
            return f"{name}: expected text, got {text!r}"
    if question.same_as == question.id:
        return f"same_as: expected another question's id, got its own, {question.id!r}"
    gold = [*question.quotes, *(key for group in question.keys for key in group)]
    for place, text in enumerate(question.forbidden):
        if any(text.casefold() in told.casefold() for told in gold):
            return f"forbidden.{place}: {text!r} stands in the gold, so that no answer could be right"
    return _unfit(question)


def _unfit(question: Question) -> str | None:
    """What is wrong with a question's parts, or with its `yes`; None if nothing is."""
    if question.yes is not None and question.asks != "yes_no":
        return f"yes: expected null, since what is asked for is {question.asks}, got {question.yes}"
    if len(question.parts) == 1:
        return "parts: expected none, or two and more, got 1"
    for number, part in enumerate(question.parts):
        if not part.answerable and (part.quotes or part.keys):
            return f"parts.{number}: expected neither quotes nor keys, since it is not answerable"
        if part.answerable and not (part.quotes or part.keys):
            return f"parts.{number}: expected quotes or keys, since it is answerable, got neither"
        for place, quote in enumerate(part.quotes):
            if quote not in question.quotes:
                where = f"parts.{number}.quotes.{place}"
                return f"{where}: expected one of the question's own, got {quote[:60]!r}"
    return None


def resolve(question: Question, article: Article) -> tuple[Gold, ...]:
    """Find the gold quotes in the article, those of the parts among them.

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
