"""Events that take their time in, the same out one by one, until somebody stops them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any, TypeVar

from rag.stopping import stoppable

Event = TypeVar("Event")
_END: Any = object()


async def until(stopped: asyncio.Event, events: Iterator[Event]) -> AsyncIterator[Event]:
    """The events, each made in a thread; none after `stopped` is set, however long the next one would take.

    The thread that makes it is told, and ends where it waits for a language model, whose connection is closed
    then; anything else it finishes, and lets go of the events.
    """
    stop, told = asyncio.ensure_future(stopped.wait()), threading.Event()
    try:
        while not stopped.is_set():
            step = asyncio.ensure_future(asyncio.to_thread(stoppable(lambda: next(events, _END), told)))
            step.add_done_callback(_read)
            await asyncio.wait({step, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not step.done() or (event := step.result()) is _END or stopped.is_set():
                return
            yield event
    finally:
        told.set()
        stop.cancel()


def _read(step: asyncio.Future[Any]) -> None:
    """Look at what became of an event: asyncio complains of an error that nobody has looked at."""
    if not step.cancelled():
        step.exception()
