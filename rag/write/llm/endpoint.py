"""Messages in, pieces of a reply out: any OpenAI-compatible server, through llama-index.

The only module that knows llama-index's models and the client beneath them. The call runs on an event loop of
its own thread, because only there can a read that waits be cancelled, and the server be told so.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import queue
import re
import threading
import time
from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Literal

from index import Settings
from rag.errors import EndpointError, SettingsError

from .call_error import CallError, error_of, secretless
from .models import window

TRIES = 3
"""Most calls for one reply; only a fault that may pass is tried again."""
FIRST_PAUSE = 0.5
"""Seconds before the second call, doubled before the third, where the server names no time."""
DEFAULT_CONTEXT = 4096
"""Tokens of a window that neither the settings nor the server name."""

ASIDE_SECONDS = 5.0
"""Seconds that a question beside the main one, such as for the window's size, may take."""
AFTER_SECONDS = 5.0
"""Seconds in which a server may count tokens, or hang up, once it has said that its reply is complete."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply; `cut`: the reply ends here for want of tokens, so in the middle of something."""

    text: str
    cut: bool = False


class Endpoint:
    """Where a language model answers; may be shared by threads.

    :param base_url: ends in `/v1`, as a rule.
    :param api_key: None: the endpoint asks for none. It stands in no message, log or repr.
    :param context: tokens of the model's window; None: not known.
    :param seed: passed on with each call.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str | None = None,
        *,
        context: int | None = None,
        temperature: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.model = model
        self._api_key = api_key
        self._context = context
        self._temperature = temperature
        self._seed = seed

    @classmethod
    def of(cls, settings: Settings) -> Endpoint:
        """The endpoint that settings name.

        :raises SettingsError: if they name no address, or no model.
        """
        if not settings.llm_base_url:
            raise SettingsError(
                "generator 'llm' needs an endpoint: set llm_base_url, such as http://127.0.0.1:11434/v1"
            )
        if re.match(r"https?://[^/?#]*@", settings.llm_base_url):  # the client would log it with its requests
            raise SettingsError(
                "llm_base_url must hold no user name or password: expected http://host:port/v1, and a key in "
                "llm_api_key"
            )
        if not settings.llm_base_url.startswith(("http://", "https://")):
            raise SettingsError(
                f"llm_base_url must start with http:// or https://, got {settings.llm_base_url!r}"
            )
        if not settings.llm_model:
            raise SettingsError(
                f"{settings.llm_base_url} needs a model's name in llm_model: `byline doctor` lists its models"
            )
        key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
        return cls(
            settings.llm_base_url,
            settings.llm_model,
            key,
            context=settings.llm_context,
            temperature=settings.llm_temperature,
            seed=settings.llm_seed,
        )

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r}, {self.model!r})"

    def context(self, seconds: float) -> int:
        """Tokens of the model's window: as given, or as the server says, or else 4096.

        A server that answers is asked once; one that does not, again at the next question.
        """
        if self._context is None:
            try:
                self._context = window(self, min(seconds, ASIDE_SECONDS)) or DEFAULT_CONTEXT
            except CallError:
                return DEFAULT_CONTEXT
        return self._context

    @property
    def headers(self) -> dict[str, str]:
        """What a plain request to the server has to carry."""
        return {"Authorization": f"Bearer {self._api_key}"} if self._api_key else {}

    def hidden(self, text: str) -> str:
        """A text without the key."""
        return secretless(text, self._api_key)

    def stream(
        self, messages: Sequence[Message], seconds: float, max_tokens: int
    ) -> Generator[Piece, None, None]:
        """The reply in pieces, as they come; closing the iterator ends the call at the server too.

        :param seconds: that the whole reply may take, with what is tried again.
        :param max_tokens: most tokens of the reply; it just ends there.
        :raises EndpointError: if the server cannot be reached, refuses, is too slow, breaks off, or answers
            with something else than a chat completion. No part of the key is in its text.
        """
        end = time.monotonic() + seconds
        pause = FIRST_PAUSE
        for left in reversed(range(TRIES)):
            begun = False
            try:
                for piece in self._once(messages, end, max_tokens):
                    begun = True
                    yield piece
                return
            except CallError as fault:
                wait = pause if fault.wait is None else fault.wait
                if begun or not fault.passes or not left or time.monotonic() + wait >= end:
                    raise EndpointError(self._told(fault, seconds)) from fault
                log.info("%s Asked again in %.1f s.", self._told(fault, seconds), wait)
                time.sleep(wait)
                pause *= 2

    def _once(self, messages: Sequence[Message], end: float, max_tokens: int) -> Iterator[Piece]:
        """One call. What the thread has to say comes over a queue: pieces, and last None or a fault."""
        said: queue.Queue[Piece | CallError | None] = queue.Queue()
        loop = asyncio.new_event_loop()
        task = loop.create_task(self._speak(messages, end, max_tokens, said))

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
            while (heard := said.get()) is not None:
                if isinstance(heard, CallError):
                    raise heard
                yield heard
        finally:
            atexit.unregister(stop)
            stop()

    async def _speak(
        self, messages: Sequence[Message], end: float, max_tokens: int, said: queue.Queue[Any]
    ) -> None:
        last = reason = None
        loop = asyncio.get_running_loop()
        try:
            async with (
                asyncio.timeout(max(0.0, end - time.monotonic())) as limit,
                self._model(end, max_tokens) as model,
            ):
                async for last in await model.astream_chat(_chat(messages)):
                    if last.delta:
                        said.put(Piece(last.delta))
                    if reason is None and (reason := _finish(last)):
                        limit.reschedule(min(limit.when() or inf, loop.time() + AFTER_SECONDS))
        except TimeoutError:
            if reason is None:
                said.put(CallError("slow"))
                return
        except Exception as error:  # noqa: BLE001  whatever an odd server sets off in the client's depths
            said.put(error_of(error))
            return
        if reason == "length":
            said.put(Piece("", cut=True))
        said.put(CallError("empty" if last is None else "cut") if reason is None else None)

    @contextlib.asynccontextmanager
    async def _model(self, end: float, max_tokens: int) -> AsyncIterator[Any]:
        """llama-index's model over a connection that ends with the call."""
        import httpx
        from llama_index.llms.openai_like import OpenAILike

        seconds = max(0.1, end - time.monotonic())
        async with httpx.AsyncClient(timeout=seconds) as client:
            yield OpenAILike(
                model=self.model,
                api_base=self.base_url,
                api_key=self._api_key
                or "none",  # without one the client looks for OpenAI's in the environment
                is_chat_model=True,
                temperature=self._temperature,
                max_tokens=max_tokens,
                additional_kwargs={"seed": self._seed},
                timeout=seconds,
                max_retries=0,  # what is tried again, and when, is decided above
                async_http_client=client,
            )

    def _told(self, fault: CallError, seconds: float) -> str:
        return self.hidden(f"The language model {self.model!r} {fault.told(seconds)}.")


def _chat(messages: Sequence[Message]) -> list[Any]:
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=message.role, content=message.text) for message in messages]


def _finish(part: Any) -> str | None:
    """Why a reply ends; None where this part of it does not say so."""
    choices = getattr(part.raw, "choices", None)
    return str(choices[0].finish_reason) if choices and choices[0].finish_reason else None
