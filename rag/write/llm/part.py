"""One JSON object of a reply in, what it adds to the reply out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_THOUGHTS = ("reasoning_content", "reasoning", "reasoning_text", "thinking", "thought")
"""Fields in which servers send what a model thinks, apart from what it says."""
_CUT = frozenset({"length", "max_tokens", "model_length", "max_output_tokens"})
_BROKEN = frozenset({"error", "abort", "aborted", "cancelled"})
_NONE = frozenset({"null", "none"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one piece of a reply adds.

    `text`: of the answer. `thought`: whether it held thoughts. `finish`: `stop`, `length` for want of tokens,
    `content_filter`, `error`; None where the reply goes on.
    """

    text: str = ""
    thought: bool = False
    finish: str | None = None


def part_of(row: Any) -> Part | None:
    """What a piece says: of a stream, or a whole reply; None for one that is neither.

    A piece without choices, such as a ping, a count of tokens or a filter's findings, adds nothing.
    """
    if not isinstance(row, dict):
        return None
    choices = row.get("choices")
    if not isinstance(choices, list):
        return Part() if "usage" in row or row.get("type") == "ping" else None
    if not choices or not isinstance(choices[0], dict):
        return Part()
    choice = choices[0]
    said = choice.get("delta") or choice.get("message") or {}
    if not isinstance(said, dict):
        return None
    told = list(_texts(said.get("content", choice.get("text"))))
    return Part(
        "".join(text for text, is_thought in told if not is_thought),
        any(is_thought for _, is_thought in told) or any(said.get(name) for name in _THOUGHTS),
        _finish(choice.get("finish_reason")),
    )


def _texts(content: Any) -> Iterator[tuple[str, bool]]:
    """The texts of a content, which may be a list of parts, each with whether it is a thought."""
    if isinstance(content, str):
        yield content, False
    elif isinstance(content, dict):
        kind = str(content.get("type", "text"))
        text = content.get("text", content.get("content"))
        if kind in ("text", "output_text") and isinstance(text, str):
            yield text, False
        elif "think" in kind or "reason" in kind:
            yield "", True
    elif isinstance(content, list):
        for one in content:
            yield from _texts(one)


def _finish(reason: Any) -> str | None:
    """Why a reply ends, in OpenAI's words."""
    if not isinstance(reason, str) or not reason or reason.lower() in _NONE:
        return None
    name = reason.lower()
    if name in _CUT:
        return "length"
    return "error" if name in _BROKEN else "content_filter" if "filter" in name else "stop"
