"""A server's response in, a stream of plain chunks of the answer out, in OpenAI's form: `Reply`.

It is what llama-index's client reads. Whatever the server sends, the chunks hold the answer's text and, last,
why it ends; thoughts are in none.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Protocol

import httpx

from .call_error import CallError, Kind
from .complaint import Complaint, complains
from .events import Events
from .habits import Thinking
from .listener import Listener
from .meaning import meaning
from .part import part_of

DONE = b"data: [DONE]\n\n"
_NOTHING: dict[str, Kind] = {"length": "starved", "content_filter": "filtered"}
"""What it means that a reply ends for this reason without an answer."""
_LITTLE = 500
"""Characters of a chunk."""
_TOLD_LATE: tuple[Kind, ...] = ("overflow", "filtered", "quota", "memory")
"""Faults that say more than that the reply broke off."""


class Caller(Protocol):
    """Who made the call: it learns from what comes."""

    def complete(self, thinks: Thinking) -> None:
        """A reply has come to its end; by it the model thinks in this way."""

    def amend(self, told: Complaint) -> bool:
        """Whether the server may reply to another form of the request than the one that it complains of."""


class Reply(httpx.AsyncByteStream):
    """Reads a response.

    :param response: with its body still to come; it is closed with this.
    :param listener: decides what of it is the answer.
    :param is_last: whether this is the last call for the answer; else one that ends for want of tokens before
        its answer is a fault, and there is more room for the next.
    """

    def __init__(self, response: httpx.Response, listener: Listener, is_last: bool, caller: Caller) -> None:
        self._response = response
        self._listener = listener
        self._is_last = is_last
        self._caller = caller
        self._events = Events()
        self._begun = self._odd = self._thought = self._text = False
        self._finish: str | None = None

    async def aclose(self) -> None:
        """End the call."""
        await self._response.aclose()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        unmarked = "length"  # no end is marked: what is whole of it stands
        async for event in self._all():
            if event.strip() == "[DONE]":
                unmarked = "stop"
                break
            for chunk in _chunks(self._read(event)):
                yield chunk
            if self._finish:
                break
        for chunk in self._ended(unmarked):
            yield chunk

    async def _all(self) -> AsyncIterator[str]:
        """The events of the response."""
        async for data in self._response.aiter_bytes():
            for event in self._events.feed(data):
                yield event
        for event in self._events.end():
            yield event

    def _read(self, event: str) -> str:
        """The text of the answer in an event."""
        try:
            row = json.loads(event)
        except ValueError:
            self._odd = True
            return ""
        if complains(row):
            raise self._fault(Complaint.of_row(row))
        part = part_of(row)
        if part is None:
            self._odd = True
            return ""
        self._thought |= part.thought
        self._text |= bool(part.text)
        self._begun |= self._thought or self._text
        self._finish = part.finish
        return self._listener.add(part)

    def _fault(self, told: Complaint) -> CallError:
        """What an error means that stands where a piece of the reply should be."""
        fault = meaning(told)
        if self._begun and fault.kind not in _TOLD_LATE:
            return CallError("cut")
        if fault.kind in ("refused", "server") and self._caller.amend(told):
            return CallError("again")
        return fault

    def _ended(self, unmarked: str) -> list[bytes]:
        """The last chunks.

        :param unmarked: why a reply ends that does not say.
        """
        finish, listener = self._finish or unmarked, self._listener
        if not self._begun and not self._finish:
            raise CallError("garbage" if self._odd else "empty")
        if finish == "error":
            raise CallError("cut")
        is_cut = finish == "length"
        if is_cut and self._finish and listener.is_open and not self._is_last:
            if not self._text:
                self._caller.complete("apart")  # it thinks where nobody sees it
            raise CallError("starved")
        text = "" if is_cut and listener.is_doubtful else listener.end()
        if not listener.said and (listener.thinks != "no" or finish != "stop"):
            raise CallError(_NOTHING.get(finish, "thoughts") if self._finish or not is_cut else "cut")
        if not self._text:
            raise CallError("empty")
        self._caller.complete(listener.thinks)
        last = _chunk(None, "stop" if finish == "stop" else "length")
        return [*_chunks(text), last, DONE]


def _chunks(text: str) -> Iterator[bytes]:
    """A text that was held back, a little at a time, so that who reads it can stop."""
    for start in range(0, len(text), _LITTLE):
        yield _chunk(text[start : start + _LITTLE])


def _chunk(text: str | None, finish: str | None = None) -> bytes:
    delta = {} if text is None else {"role": "assistant", "content": text}
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    body = {"id": "0", "object": "chat.completion.chunk", "created": 0, "model": "", "choices": choices}
    return f"data: {json.dumps(body)}\n\n".encode()
