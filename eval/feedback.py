"""What readers of the page said of its answers (`rag.feedback`) in, questions of kind `reported` out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

from rag.errors import BylineError
from rag.feedback import Feedback

from .corpus import OWN
from .questions import Question


def is_feedback(path: Path) -> bool:
    """Whether a file holds feedback, of whatever schema, by its first line; not so if it cannot be read."""
    try:
        with path.open(encoding="utf-8") as lines:
            row = json.loads(next(filter(str.strip, lines), ""))
    except (OSError, ValueError):  # ValueError: neither UTF-8 nor JSON
        return False
    return isinstance(row, dict) and {"schema", "answer"} <= row.keys()


def reported(path: Path) -> tuple[Question, ...]:
    """The answers of a feedback file that still stand as judged, as questions, oldest first.

    Presses on the same answer to the same question make one question, which is left out once each of them
    was taken back. `article` is `library#<id>`. Of an answer held for wrong, `rejected` is its text with its
    markers, and there is no gold, since nobody has said what is right. One held for right is its own gold:
    its quotes, any of which is enough, or that the article does not answer. `note` is what the reader said
    last. The id is a hash of question, history, article, answer and, of right ones, that they are.

    :raises BylineError: naming the line, if one is not feedback or names no article.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BylineError(f"feedback {path} cannot be read: {error}") from error
    questions: dict[str, Question] = {}
    presses: Counter[str] = Counter()
    notes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            feedback = _feedback(line)
            question = _question(feedback)
        except BylineError as error:
            raise BylineError(f"{path}:{number}: {error}") from error
        if feedback.note:
            notes[question.id] = feedback.note
            continue
        questions[question.id] = question
        presses[question.id] += -1 if feedback.withdrawn else 1
    return tuple(
        question.model_copy(update={"note": notes.get(key)})
        for key, question in questions.items()
        if presses[key] > 0
    )


def _feedback(line: str) -> Feedback:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BylineError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BylineError(f"expected an object, got {line[:40]!r}")
    return Feedback.from_dict(row)


def _question(feedback: Feedback) -> Question:
    if feedback.article_id is None:
        raise BylineError("the answer names no article: all were asked, and it cites and read nothing")
    article, answer = f"{OWN}{feedback.article_id}", feedback.answer
    content: list[object] = [feedback.question, feedback.history, article, answer.text]
    right = feedback.verdict == "right"
    quotes = tuple(dict.fromkeys(one.quote for one in answer.citations if one.quote.strip()))
    gold = {"quotes": quotes, "answerable": not answer.abstained if quotes or answer.abstained else None}
    digest = hashlib.sha256(json.dumps([*content, "right"] if right else content).encode()).hexdigest()
    return Question(
        id=f"reported-{digest[:16]}",
        article=article,
        question=feedback.question,
        kind="reported",
        history=feedback.history,
        **(gold if right else {"answerable": None, "rejected": answer.text}),
    )
