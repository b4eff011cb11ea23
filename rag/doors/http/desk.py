"""Work for threads, so much at once and so much waiting; an event loop only awaits it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from .trouble import Trouble

BUSY = "Too many questions are being answered at the moment. Please ask again in a minute."
BEAT_SECONDS = 10.0
"""After how long a silence a stream gives a sign of life."""
_Result = TypeVar("_Result")


class Desk:
    """Does what is asked in threads of its own.

    :param at_once: how many threads.
    :param waiting: how many more may wait for one; further ones are refused at once.
    :param seconds: how long a request may take, with its waiting. A thread that is still at work then keeps
        its place until it is done.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="byline-api")
        self._places = threading.Semaphore(at_once + waiting)
        self._seconds = seconds

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """What the work returns.

        :raises Trouble: if there are too many already, or it takes too long; and whatever the work raises.
        """
        submitted = self._submit(work)
        future = asyncio.wrap_future(submitted)
        done, _ = await asyncio.wait({future}, timeout=self._seconds)
        if not done:
            submitted.cancel()
            raise self._late()
        return future.result()

    def stream(self, events: Callable[[], Iterator[_Result]]) -> AsyncIterator[_Result | None]:
        """What the iterator gives, as it comes; None where nothing has come for a while.

        The iterator is closed when nobody reads any more.

        :raises Trouble: if there are too many already; and, while it is read, as `run` does.
        """
        loop, queue, gone = asyncio.get_running_loop(), asyncio.Queue[Any](), threading.Event()

        def put(kind: str, what: object = None) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody listens
                loop.call_soon_threadsafe(queue.put_nowait, (kind, what))

        def work() -> None:
            try:
                source = events()
                try:
                    for event in source:
                        if gone.is_set():
                            break
                        put("event", event)
                finally:
                    getattr(source, "close", lambda: None)()  # a generator lets go of what it holds
                put("end")
            except Exception as error:  # noqa: BLE001  (it is raised again where the stream is read)
                put("error", error)

        submitted = self._submit(work)

        async def received() -> AsyncIterator[_Result | None]:
            end = loop.time() + self._seconds
            try:
                while (left := end - loop.time()) > 0:
                    try:
                        kind, what = await asyncio.wait_for(queue.get(), min(BEAT_SECONDS, left))
                    except TimeoutError:
                        yield None
                        continue
                    if kind == "error":
                        raise what
                    if kind == "end":
                        return
                    yield what
                raise self._late()
            finally:
                gone.set()
                submitted.cancel()

        return received()

    def _submit(self, work: Callable[[], _Result]) -> Future[_Result]:
        if not self._places.acquire(blocking=False):
            raise Trouble(429, "busy", BUSY, headers={"Retry-After": "30"})
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._places.release())
        return future

    def _late(self) -> Trouble:
        return Trouble(504, "timeout", f"There was no answer within {self._seconds:g} seconds.")


async def primed(events: AsyncIterator[_Result]) -> AsyncIterator[_Result]:
    """The same events, once the first has come: what fails at once is raised here, before a reply begins."""
    first = await anext(events)

    async def all_of_them() -> AsyncIterator[_Result]:
        yield first
        async for event in events:
            yield event

    return all_of_them()
