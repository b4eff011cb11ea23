"""The body of a refusal in, what the server complains of out, whichever form its words have.

OpenAI, Azure, Ollama and llama.cpp send `{"error": {"message", "type", "param", "code"}}`, vLLM and Mistral
the same without the outer object, text-generation-inference and LM Studio `{"error": "…"}`, servers built on
pydantic `{"detail": [{"type", "loc", "msg"}]}`, and gateways one of these as a text inside another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_WORDS = ("message", "msg", "error", "detail", "title", "errors", "reason")
_CODES = ("code", "type", "error_type", "status", "innererror")
_LONGEST = 4000
"""Characters of a complaint that are read."""
_INDEX = re.compile(r"\[\d+\]|\.\d+(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a server says is wrong. It is read, and never repeated to anyone.

    `status`: HTTP's, else the body's own, else 400. `text`: its words. `codes`: of what kind it
    says the mistake is, in lower case. `fields`: which parts of the request it names, such as `seed` or
    `messages.role`. `is_api`: whether it is JSON, so that an API wrote it. `wait`: seconds, or None.
    """

    status: int
    text: str = ""
    codes: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    is_api: bool = False
    wait: float | None = None

    @classmethod
    def of(cls, status: int, body: str, wait: float | None = None) -> Complaint:
        """What the body of a response complains of."""
        found = _parsed(body)
        if found is None:
            return cls(status, body[:_LONGEST], wait=wait)
        return cls.of_row(found, status, wait)

    @classmethod
    def of_row(cls, row: Any, status: int = 0, wait: float | None = None) -> Complaint:
        """What JSON complains of, as where a piece of a stream should be."""
        told = list(_walk(row))
        codes = {value.lower() for kind, value in told if kind == "code"}
        numbers = [int(code) for code in codes if code.isdigit() and 400 <= int(code) < 600]
        return cls(
            status or next(iter(numbers), 400),
            "\n".join(value for kind, value in told if kind == "words")[:_LONGEST],
            frozenset(codes),
            tuple(dict.fromkeys(value for kind, value in told if kind == "field")),
            True,
            wait,
        )


def complains(row: Any) -> bool:
    """Whether a piece of JSON is a complaint and no part of a reply."""
    if not isinstance(row, dict):
        return False
    return bool(row.get("error")) or str(row.get("object", row.get("type"))).lower() == "error"


def _walk(row: Any) -> Iterator[tuple[str, str]]:
    """The words, codes and names of fields in a body, wherever they stand in it."""
    if isinstance(row, list):
        for one in row:
            yield from _walk(one)
    elif isinstance(row, str):
        inner = _parsed(row)
        yield from [("words", row)] if inner is None else _walk(inner)
    elif isinstance(row, dict):
        for key in _CODES:
            if isinstance(row.get(key), str | int):
                yield "code", str(row[key])
        if isinstance(row.get("param"), str):
            yield from (("field", _field(name)) for name in row["param"].split(", "))
        if isinstance(row.get("loc"), list):
            yield "field", _field(".".join(str(one) for one in row["loc"]))
        for key in _WORDS:
            if isinstance(row.get(key), str | list | dict):
                yield from _walk(row[key])


def _field(name: str) -> str:
    """A field's path without the body's name and without places in lists."""
    return _INDEX.sub("", name.removeprefix("body.")).strip()


def _parsed(text: str) -> Any:
    """What a text holds as JSON; None where it is none, or only a bare value."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
