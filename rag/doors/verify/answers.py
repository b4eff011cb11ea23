"""A JSON file in, its answers out: one answer, a conversation as exported, a list, or one a line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rag.answer import Answer
from rag.errors import BylineError

STDIN = "-"
MAX_BYTES = 64 * 2**20
_EXPECTED = "an answer, as `byline ask --json` gives it, or an exported conversation"


def read_answers(path: str | Path) -> tuple[Answer, ...]:
    """The answers of a file, oldest first; of any schema that `Answer.from_dict` loads.

    :param path: `-` stands for standard input.
    :raises BylineError: if it cannot be read, or is no such file.
    """
    name = "standard input" if str(path) == STDIN else str(path)
    text = _text(path, name)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        data = _lines(text)
        if data is None:
            raise BylineError(f"{name} is not JSON ({error}): expected {_EXPECTED}") from error
    rows = data.get("answers", [data]) if isinstance(data, dict) else data
    if not isinstance(rows, list) or not rows:
        raise BylineError(f"{name} holds no answer: expected {_EXPECTED}")
    return tuple(_answer(row, name, number, len(rows)) for number, row in enumerate(rows, 1))


def _text(path: str | Path, name: str) -> str:
    try:
        if str(path) == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).expanduser().open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except (OSError, RuntimeError, ValueError) as error:
        raise BylineError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > MAX_BYTES:
        raise BylineError(f"{name} has more than {MAX_BYTES >> 20} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BylineError(f"{name} is not UTF-8 text: expected JSON") from error


def _lines(text: str) -> list[Any] | None:
    """What stands on each line, as a chat with --json prints it; None where that is no JSON either."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()] or None
    except (ValueError, RecursionError):
        return None


def _answer(row: Any, name: str, number: int, count: int) -> Answer:
    where = f"{name}, answer {number}" if count > 1 else name
    if not isinstance(row, dict):
        raise BylineError(f"{where}: expected the fields of an answer, got {type(row).__name__}")
    try:
        loaded = Answer.from_dict(row)
        return _ANSWER.validate_json(json.dumps(asdict(loaded)), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BylineError(f"{where}: {place}: {first['msg'].lower()}") from error
    except BylineError as error:
        raise BylineError(f"{where}: {error}") from error


_ANSWER = TypeAdapter(Answer)
