"""Whatever can go wrong at an endpoint in, one of a few kinds of error out, each in words for people."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

Kind = Literal[
    "unreachable", "slow", "key", "model", "busy", "server", "cut", "overflow", "refused", "garbage", "empty"
]
_SAYS: dict[Kind, str] = {
    "unreachable": "cannot be reached at its address: is the server running, and llm_base_url right",
    "slow": "did not finish within {seconds:g} s (llm_timeout)",
    "key": "does not take the key: check llm_api_key",
    "model": "is not known at the endpoint: `byline doctor` lists the models that are",
    "busy": "is asked too much at the moment (HTTP 429)",
    "server": "failed at its server (HTTP {status})",
    "cut": "broke off in the middle of its reply",
    "overflow": "has too small a window for this question: lower k, or raise the server's context",
    "refused": "refused the request (HTTP {status})",
    "garbage": "sent something that is no chat completion: does llm_base_url end in /v1",
    "empty": "sent no reply: is it made for chats, and does llm_base_url end in /v1",
}
_PASSING: frozenset[Kind] = frozenset({"busy", "server", "unreachable"})
_OVERFLOW = (
    "context length",
    "context size",
    "context_length",
    "context window",
    "too many tokens",
    "exceed",
)


class CallError(Exception):
    """One call failed; never seen outside this package.

    `status` is HTTP's, 0 where there was none. `wait`: seconds after which the server wants to be asked
    again; None where it is silent.
    """

    def __init__(self, kind: Kind, status: int = 0, wait: float | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = status
        self.wait = wait

    @property
    def passes(self) -> bool:
        """Whether the same call may succeed a moment later."""
        return self.kind in _PASSING

    def told(self, seconds: float) -> str:
        """The rest of a sentence that begins with the model's name; nothing that the server sent is in it."""
        return _SAYS[self.kind].format(seconds=round(seconds, 1), status=self.status)


def error_of(error: Exception) -> CallError:
    """What an error of the client, of HTTP or of reading a reply means."""
    import httpx
    from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError

    if isinstance(error, APIStatusError):
        return of_status(error.status_code, error.response.headers.get("retry-after"), _told(error))
    if isinstance(error, (APITimeoutError, httpx.TimeoutException, TimeoutError)):
        return CallError("slow")
    wrapped = isinstance(error, APIConnectionError)
    cause = error.__cause__ if wrapped else error
    if isinstance(cause, (httpx.LocalProtocolError, UnicodeEncodeError)):
        return CallError("key")  # no header can hold it
    if isinstance(cause, httpx.RemoteProtocolError) or isinstance(error, httpx.ReadError):
        return CallError("cut")
    if wrapped or isinstance(error, (httpx.HTTPError, httpx.InvalidURL, OSError)):
        return CallError("unreachable")
    if isinstance(error, APIError):  # sent where a piece of the reply should be
        return CallError("overflow" if _overflows(_told(error)) else "cut")
    return CallError("garbage")


def of_status(status: int, retry_after: str | None, says: str) -> CallError:
    """What an HTTP status means; `says` is the server's own word, which is read but not repeated."""
    if status in (401, 403):
        return CallError("key", status)
    if status == 404:
        return CallError("model", status)
    if status == 429:
        return CallError("busy", status, seconds_of(retry_after))
    if status >= 500:
        return CallError("server", status, seconds_of(retry_after))
    if _overflows(says):
        return CallError("overflow", status)
    if "model" in says.lower() and "not found" in says.lower():
        return CallError("model", status)
    return CallError("refused", status)


def seconds_of(retry_after: str | None) -> float | None:
    """A `Retry-After` header (RFC 9110, section 10.2.3): seconds from now, at least 0; None if unreadable."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def secretless(text: str, secret: str | None) -> str:
    """A text with every occurrence of a secret replaced."""
    return text.replace(secret, "…") if secret else text


def _overflows(says: str) -> bool:
    return any(mark in says.lower() for mark in _OVERFLOW)


def _told(error: Any) -> str:
    body = error.body
    return body if isinstance(body, str) else json.dumps(body, default=str)
