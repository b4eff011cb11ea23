"""Questions to a whole library: JSON Lines in, questions out; fields as `sets/README.md` says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.answer import Kind
from rag.errors import BylineError

Half = Literal["seen", "unseen"]
HALVES: tuple[Half, ...] = ("seen", "unseen")


class LibraryQuestion(BaseModel):
    """One question. `articles` are the addresses of those that answer it, any of them by itself unless it is
    a comparison; () where the library does not answer. `keys` are as in `eval.questions.Question`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: Annotated[str, Field(min_length=1)]
    asks: Kind
    articles: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    keys: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] = ()
    speaker: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether an article of the library answers it."""
        return bool(self.articles)

    @property
    def half(self) -> Half:
        """By a hash of the first gold address: questions about one article are in one half. What is fitted
        or looked at is the seen half alone.
        """
        key = self.articles[0] if self.articles else self.question
        return HALVES[int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2]


def load(path: Path) -> tuple[LibraryQuestion, ...]:
    """Read a set.

    :raises BylineError: naming the line, if one is not a question, or an id stands twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BylineError(f"question set {path} cannot be read: {error}") from error
    found: dict[str, LibraryQuestion] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = LibraryQuestion.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise BylineError(f"{path}:{number}: {where}: {first['msg']}") from error
        if not bool(one.articles) == bool(one.quotes) == bool(one.keys):
            raise BylineError(f"{path}:{number}: expected articles, quotes and keys, or none of them")
        if one.id in found:
            raise BylineError(f"{path}:{number}: id {one.id!r} stands twice")
        found[one.id] = one
    return tuple(found.values())
