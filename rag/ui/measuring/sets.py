"""The question sets that can be run from the page: shipped ones, what readers turned down, and uploads."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from index import Settings
from rag.errors import BylineError
from rag.feedback import feedback_file

SHIPPED = {"article": "The shipped article", "reports": "Reports of all kinds"}
"""By the names of their files, without the ending."""
MAX_CHARS = 2_000_000
"""Of an uploaded set."""
OWN = "library#"
ALLOWED = "shipped"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set's file, what it is called, and how many questions it has."""

    path: Path
    label: str
    count: int


def folder() -> Path | None:
    """Where the shipped sets are; None where `eval` is not installed, or came without them."""
    found = find_spec("eval")
    places = list(found.submodule_search_locations or ()) if found else []
    sets = Path(places[0]) / "sets" if places else None
    return sets if sets and sets.is_dir() else None


def known(settings: Settings) -> tuple[QuestionSet, ...]:
    """The sets that are there now."""
    shipped = folder()
    files = {shipped / f"{name}.jsonl": label for name, label in SHIPPED.items()} if shipped else {}
    if shipped:
        files[feedback_file(settings)] = "What readers turned down"
    found = (QuestionSet(path, label, _lines(path)) for path, label in files.items() if path.exists())
    return tuple(one for one in found if one.count)


def taken(text: str, name: str, at: Path, articles: Collection[str]) -> QuestionSet:
    """An uploaded set, kept in a file.

    :param at: the file, in a folder that is made here.
    :param articles: ids that its questions may be about, as `library#ID`, beside the shipped article; a
        file's name would have any file of this machine read.
    :raises BylineError: if it is no set, is too long, or is about something else; nothing is kept then.
    """
    if len(text) > MAX_CHARS:
        raise BylineError(f"{name} has {len(text):,} characters: expected {MAX_CHARS:,} at most")
    from eval.load import load_sets

    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(text, encoding="utf-8", errors="replace")
    try:
        questions = load_sets([at])
        for question in questions:
            of = question.article.removeprefix(OWN)
            if question.article != ALLOWED and not (question.article.startswith(OWN) and of in articles):
                raise BylineError(
                    f"question {question.id!r} is about {question.article!r}: expected {ALLOWED!r}, or "
                    f"'{OWN}ID' with the id of an article of the library"
                )
    except BylineError as error:
        at.unlink()
        with contextlib.suppress(OSError):  # another set of the same second lies there
            at.parent.rmdir()
        raise BylineError(str(error).replace(str(at.parent), "").replace(f"/{at.name}", name)) from error
    return QuestionSet(at, name, len(questions))


def short(path: str) -> str:
    """A set's name as a part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", Path(path).stem.lower()).strip("-")[:40] or "set"


def _lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for line in lines if line.strip())
