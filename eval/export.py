"""A run's questions in, the layout of another tool out: Ragas' JSON Lines, or a flat CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import BylineError

from .metrics import MEASURES
from .metrics.confidence import confidence_of
from .metrics.given import said
from .records import Asked
from .report.outcome import outcome

NO_ANSWER = "The article does not say."
"""The reference of a question that the article does not answer."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "id", "article", "kind", "question", "answerable", "outcome", "answer", "abstained", "confidence",
    "error",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RagasRow:
    """A `SingleTurnSample` of Ragas' `EvaluationDataset.from_jsonl`.

    https://docs.ragas.io/en/stable/concepts/components/eval_dataset/. `reference` is None where nobody has
    said what is right; every other field is always there, since Ragas asks the first row which there are.
    """

    user_input: str
    response: str
    retrieved_contexts: list[str]
    reference: str | None
    reference_contexts: list[str]


def ragas_rows(asked: Iterable[Asked]) -> tuple[RagasRow, ...]:
    """One row a question.

    The response is without citation markers, which Ragas would take for claims, and "" where the system
    failed, so that no failure drops out of a mean. Earlier turns of a conversation stand before the question.
    The reference is the gold quotes, of which the first where any one is enough.
    """
    return tuple(_ragas(one) for one in asked)


def to_ragas(asked: Iterable[Asked], path: Path) -> None:
    """Write Ragas' JSON Lines.

    :raises BylineError: if the file cannot be written.
    """
    rows = (
        {key: value for key, value in asdict(row).items() if value is not None} for row in ragas_rows(asked)
    )
    _write(path, (json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def to_csv(asked: Sequence[Asked], path: Path) -> None:
    """Write a table for spreadsheets: a row a question, with every measure's value and status.

    A text that a spreadsheet would run as a formula, since it starts with `=`, `+`, `-`, `@`, a tab or a
    carriage return, has an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection); so
    texts are for reading, and `results.jsonl` is what holds them unchanged. Numbers are as they are.

    :raises BylineError: if the file cannot be written.
    """
    head = [*_COLUMNS, *(name for m in MEASURES for name in (m.name, f"{m.name} status"))]
    table = io.StringIO(newline="")
    csv.writer(table).writerows([head, *([*map(_cell, _flat(one))] for one in asked)])
    _write(path, [table.getvalue()])


def _ragas(asked: Asked) -> RagasRow:
    question, answer = asked.question, asked.answer
    turns = [line for before, reply in question.history for line in (f"Q: {before}", f"A: {reply}")]
    return RagasRow(
        user_input="\n".join([*turns, f"Q: {question.question}"]) if turns else question.question,
        response=said(answer) if answer else "",
        retrieved_contexts=[passage.text for passage in answer.passages] if answer else [],
        reference=_reference(asked),
        reference_contexts=[gold.quote for gold in asked.golds],
    )


def _reference(asked: Asked) -> str | None:
    if asked.question.answerable is None:
        return None
    golds = asked.golds[:1] if asked.question.any else asked.golds
    return " ".join(gold.quote for gold in golds) if golds else _keys_or_none(asked)


def _keys_or_none(asked: Asked) -> str | None:
    if not asked.question.answerable:
        return NO_ANSWER
    return ", ".join(key[0] for key in asked.question.keys if key) or None


def _flat(asked: Asked) -> Iterator[str | float | bool | None]:
    question, answer = asked.question, asked.answer
    yield from (question.id, question.article, question.kind, question.question, question.answerable)
    yield outcome(asked)
    yield from (answer.text, answer.abstained) if answer else (None, None)
    yield confidence_of(asked)
    yield asked.error
    for measure in MEASURES:
        score = measure.score(asked)
        yield score.value
        yield score.status


def _cell(value: str | float | bool | None) -> str | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if text.startswith(_FORMULA) else text
    return value


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            file.writelines(lines)
    except OSError as error:
        raise BylineError(f"{path} cannot be written: {error.strerror}") from error
