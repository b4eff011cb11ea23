"""One call of a language model, through llama-index: messages in, pieces of the reply out, as they come.

The only module that knows llama-index's models. The call runs on an event loop of its own thread, because
only there can a read that waits be cancelled, and the server be told so.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import queue
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

from index.route import proxy_for
from rag.stopping import check

from .address import Address
from .call_error import CallError, error_of
from .message import Message, Piece

CHECKED = 0.2
"""Seconds between two looks at whether a call was stopped, while a model says nothing."""


def call(
    endpoint: Address, messages: Sequence[Message], options: Mapping[str, Any], end: float, is_last: bool
) -> Iterator[Piece]:
    """The pieces of one reply; closing the iterator ends the call at the server too.

    :param options: `model`, `temperature`, `max_tokens` and `seed`.
    :param end: when it must be over, by `time.monotonic`.
    :param is_last: whether nobody asks again with more tokens; see `Reply`.
    :raises CallError: if there is none.
    """
    said: queue.Queue[Piece | CallError | None] = queue.Queue()
    loop = asyncio.new_event_loop()
    task = loop.create_task(_Call(endpoint, options, end, is_last).speak(messages, said))

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    def stop() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed by itself
            loop.call_soon_threadsafe(task.cancel)
        thread.join(timeout=5)

    thread = threading.Thread(target=run, name="byline-llm", daemon=True)
    thread.start()
    atexit.register(stop)  # a thread that the interpreter's end cuts off may abort the process
    try:
        while (heard := _next(said)) is not None:
            if isinstance(heard, CallError):
                raise heard
            yield heard
    finally:
        atexit.unregister(stop)
        stop()


def _next(said: queue.Queue[Piece | CallError | None]) -> Piece | CallError | None:
    """What is said next, however long it takes, unless whoever asked has stopped it."""
    while True:
        with contextlib.suppress(queue.Empty):
            return said.get(timeout=CHECKED)
        check()


class _Call:
    """What the thread does; what it has to say goes over a queue: pieces, and last None or a fault."""

    def __init__(self, endpoint: Address, options: Mapping[str, Any], end: float, is_last: bool) -> None:
        self._endpoint = endpoint
        self._options = options
        self._end = end
        self._is_last = is_last

    async def speak(self, messages: Sequence[Message], said: queue.Queue[Any]) -> None:
        reason = None
        try:
            async with asyncio.timeout(self._seconds), self._model() as model:
                async for part in await model.astream_chat(_chat(messages)):
                    if part.delta:
                        said.put(Piece(part.delta))
                    reason = reason or _finish(part)
        except TimeoutError:
            said.put(CallError("slow"))
            return
        except Exception as error:  # noqa: BLE001  whatever an odd server sets off in the client's depths
            said.put(error_of(error, proxy_for(self._endpoint.base_url) is not None))
            return
        if reason == "length":
            said.put(Piece("", cut=True))
        said.put(CallError("cut") if reason is None else None)

    @property
    def _seconds(self) -> float:
        return max(0.0, self._end - time.monotonic())

    @contextlib.asynccontextmanager
    async def _model(self) -> AsyncIterator[Any]:
        """llama-index's model over a connection that ends with the call."""
        import httpx
        from llama_index.llms.openai_like import OpenAILike

        from .talk import Talk

        seconds = max(0.1, self._seconds)
        talk = Talk(self._endpoint, self._is_last)
        async with httpx.AsyncClient(transport=talk, timeout=seconds) as client:
            yield OpenAILike(
                model=self._options["model"],
                api_base=self._endpoint.base_url,
                api_key="none",  # it is `talk` that sends the key
                is_chat_model=True,
                temperature=self._options["temperature"],
                max_tokens=self._options["max_tokens"],
                additional_kwargs={"seed": self._options["seed"]},
                timeout=seconds,
                max_retries=0,  # what is tried again, and when, is decided in `endpoint.py`
                async_http_client=client,
            )


def _chat(messages: Sequence[Message]) -> list[Any]:
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=message.role, content=message.text) for message in messages]


def _finish(part: Any) -> str | None:
    """Why a reply ends; None where this part of it does not say so."""
    choices = getattr(part.raw, "choices", None)
    return str(choices[0].finish_reason) if choices and choices[0].finish_reason else None
