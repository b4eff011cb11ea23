"""Model servers as they are: what each refuses, and in which words, and in which form it replies.

Bodies and streams are those that their documentation and their users' reports give, with invented numbers. A
`model` is an act of `scripted.Server` that looks at what is asked before it replies.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .scripted import DONE, Act, Wire, answers, chunk, sse

Asked = dict[str, Any]
Rule = Callable[[Asked], Act | None]
"""What a server refuses: an act in place of a reply; None for what it takes."""


def model(reply: Act, *rules: Rule) -> Callable[[Wire, Asked], None]:
    """A server that replies to what none of its rules refuses."""

    def act(wire: Wire, asked: Asked) -> None:
        refusal = next((found for rule in rules if (found := rule(asked))), None)
        (refusal or reply)(wire)

    act.reads_request = True  # type: ignore[attr-defined]
    return act


def if_sent(field: str, refusal: Act, value: object = ...) -> Rule:
    """Refuse a field; with a value, only this one."""
    return lambda asked: refusal if field in asked and value in (..., asked[field]) else None


def if_role(refusal: Act, role: str = "system") -> Rule:
    """Refuse a turn of a role."""
    return lambda asked: refusal if any(one["role"] == role for one in asked["messages"]) else None


def if_longer(characters: int, refusal: Act) -> Rule:
    """Refuse what is longer."""
    return lambda asked: (
        refusal if sum(len(one["content"]) for one in asked["messages"]) > characters else None
    )


def if_tokens_under(tokens: int, reply: Act) -> Rule:
    """Reply otherwise to who allows fewer tokens than the model thinks."""

    def rule(asked: Asked) -> Act | None:
        allowed = asked.get("max_completion_tokens", asked.get("max_tokens", tokens))
        return reply if allowed < tokens else None

    return rule


# --- refusals, in each server's words ---------------------------------------------------------------------


def openai(message: str, code: str | None = None, param: str | None = None, status: int = 400) -> Act:
    """OpenAI, Azure and most that imitate them."""
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return answers(status, {"error": error})


def vllm(message: str, status: int = 400, kind: str = "BadRequestError", param: str | None = None) -> Act:
    """vLLM until 0.10; since then the same inside `error`."""
    return answers(
        status, {"object": "error", "message": message, "type": kind, "param": param, "code": status}
    )


def mistral(*path: str | int) -> Act:
    """Mistral's platform: a list of what pydantic found, inside a message."""
    found = [{"type": "extra_forbidden", "loc": ["body", *path], "msg": "Extra inputs are not permitted"}]
    return answers(
        422,
        {"object": "error", "message": {"detail": found}, "type": "invalid_request_error", "param": None},
    )


def mistral_text(*path: str | int) -> Act:
    """The same as a gateway passes it on: JSON inside a text."""
    found = [{"type": "extra_forbidden", "loc": ["body", *path], "msg": "Extra inputs are not permitted"}]
    message = json.dumps({"detail": found})
    return answers(
        422, {"object": "error", "message": message, "type": "internal_error_proxy", "code": "1000"}
    )


def fastapi(*path: str | int, message: str = "Extra inputs are not permitted") -> Act:
    """A server built on FastAPI and pydantic."""
    return answers(422, {"detail": [{"type": "extra_forbidden", "loc": ["body", *path], "msg": message}]})


def tgi(message: str, kind: str = "validation", status: int = 422) -> Act:
    """text-generation-inference."""
    return answers(status, {"error": message, "error_type": kind})


def llama_cpp(message: str, kind: str = "invalid_request_error", status: int = 400, **more: Any) -> Act:
    """llama.cpp's server."""
    return answers(status, {"error": {"code": status, "message": message, "type": kind, **more}})


def ollama(message: str, kind: str = "invalid_request_error", status: int = 400) -> Act:
    """Ollama's OpenAI-compatible paths."""
    return answers(status, {"error": {"message": message, "type": kind, "param": None, "code": None}})


def lm_studio(message: str, status: int = 400) -> Act:
    """LM Studio, which says that a path is unknown with HTTP 200."""
    return answers(status, {"error": message})


def anthropic(kind: str, message: str, status: int = 400) -> Act:
    """A gateway to Anthropic's models that passes on their errors."""
    return answers(status, {"type": "error", "error": {"type": kind, "message": message}})


def azure(code: str, message: str, status: int) -> Act:
    """Azure's own errors, before a model is reached."""
    return answers(status, {"error": {"code": code, "message": message}})


# --- replies, in each server's form -----------------------------------------------------------------------


def event(**body: Any) -> bytes:
    """An event with a body of one's own."""
    return f"data: {json.dumps(body)}\n\n".encode()


def delta(finish: str | None = None, **fields: Any) -> bytes:
    """A chunk whose delta has these fields."""
    return event(
        id="1",
        object="chat.completion.chunk",
        created=0,
        model="m",
        choices=[{"index": 0, "delta": fields, "finish_reason": finish}],
    )


def whole(text: str, **message: Any) -> Act:
    """A reply that is not streamed."""
    said = {"role": "assistant", "content": text, **message}
    choice = {"index": 0, "message": said, "finish_reason": "stop"}
    return answers(
        200, {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    )


def thinks(*thoughts: str, then: str, field: str) -> Act:
    """Thoughts in a field of their own, then the answer."""
    return sse(
        *(delta(role="assistant", content=None, **{field: one}) for one in thoughts),
        chunk(then),
        chunk(finish="stop"),
        DONE,
    )


FILTERED = {"hate": {"filtered": False, "severity": "safe"}}
EMPTY_FIRST = event(id="", object="", created=0, model="", choices=[], prompt_filter_results=[FILTERED])
"""What Azure's filter found, before the first word."""
USAGE = event(id="1", object="chat.completion.chunk", choices=[], usage={"total_tokens": 9})
