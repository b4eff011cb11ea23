"""An answer that its reader judged in, a line of a file on this machine out, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import platformdirs
from pydantic import ConfigDict, TypeAdapter, ValidationError

from index import Settings

from .answer import Answer
from .errors import BylineError

SCHEMA = 2
"""1 knew neither answers that are right nor notes, and still loads."""
FILE = "feedback.jsonl"
Verdict = Literal["right", "wrong"]
MAX_BYTES = 64 * 2**20
"""At which a feedback file is full: whoever reaches the page can press, and each press is a line."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """That a reader held an answer for wrong, or for right, or no longer does.

    `history` holds the turns before it, (question, text of the answer), oldest first. `articles` are the
    ids that were asked, () for all. `at` is an ISO 8601 time. `withdrawn` takes back one earlier press on
    the same answer, with the same `verdict`. `note` is what the reader said of it, in their own words; a
    line with one adds the note to a press before it, and is no press itself.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    question: str
    history: tuple[tuple[str, str], ...]
    articles: tuple[str, ...]
    answer: Answer
    at: str
    withdrawn: bool = False
    verdict: Verdict = "wrong"
    note: str = ""

    @property
    def article_id(self) -> str | None:
        """The article that it is about; see `about`."""
        return about(self.answer, self.articles)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe and lossless: `Feedback.from_dict(feedback.to_dict()) == feedback`."""
        return {"schema": SCHEMA, **asdict(self), "answer": self.answer.to_dict()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Feedback:
        """The inverse of `to_dict`, also after a way through JSON.

        An older schema lacks the newer fields, which then have their defaults.

        :raises BylineError: if the data is of a newer schema, or a field is unknown, missing or of a
            wrong type.
        """
        if data.get("schema") not in range(1, SCHEMA + 1):
            raise BylineError(f"expected feedback of schema 1 to {SCHEMA}, got {data.get('schema')!r}")
        if not isinstance(data.get("answer"), dict):
            raise BylineError(f"answer: expected the fields of an answer, got {data.get('answer')!r}")
        plain = {**data, "answer": asdict(Answer.from_dict(data["answer"]))}
        del plain["schema"]
        try:
            return _FEEDBACK.validate_json(json.dumps(plain), strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            raise BylineError(f"{'.'.join(map(str, first['loc']))}: {first['msg'].lower()}") from error


_FEEDBACK = TypeAdapter(Feedback)


def about(answer: Answer, articles: tuple[str, ...] = ()) -> str | None:
    """Id of the one article that an answer is about.

    :param articles: ids that were asked; () for all.
    :return: the article asked where it was one, else that of the first citation, else that of the nearest
        passage; None where there is none of these.
    """
    if len(articles) == 1:
        return articles[0]
    shown = [citation.article_id for citation in answer.citations]
    shown += [passage.article_id for passage in answer.passages]
    return shown[0] if shown else None


def feedback_file(settings: Settings) -> Path:
    """Where feedback is kept: in the store's folder or, for a Chroma server, the platform's for user data.

    The latter is not the folder of the default store, which must hold nothing else before there is one.
    """
    if not settings.is_remote:
        return Path(settings.store).expanduser() / FILE
    folder = Path(platformdirs.user_data_dir("byline-feedback", appauthor=False))
    return folder / f"{settings.server_name}.jsonl"


def append(path: Path, feedback: Feedback) -> None:
    """Add one line to a file, which is made where it is missing; whole, from any number of threads.

    :raises BylineError: if it cannot be written, or the file would exceed `MAX_BYTES`.
    """
    line = json.dumps(feedback.to_dict()).encode("ascii") + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:  # appends in a single write
            if file.tell() + len(line) > MAX_BYTES:
                raise BylineError(f"{path} is full, over {MAX_BYTES >> 20} MiB: move it away")
            written = file.write(line)
    except OSError as error:
        raise BylineError(f"{path} cannot be written: {error.strerror or error}") from error
    if written != len(line):
        raise BylineError(f"{path} took {written} of {len(line)} bytes: is the disk full?")
