"""Events that take their time in, the same out one by one, until somebody stops them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, TypeVar

Event = TypeVar("Event")
_END: Any = object()


async def until(stopped: asyncio.Event, events: Iterator[Event]) -> AsyncIterator[Event]:
    """The events, each made in a thread; none after `stopped` is set, however long the next one would take.

    The thread that makes it cannot be ended; it lets go of the events when it is done, which closes them, and
    with them the connection to a language model.
    """
    stop = asyncio.ensure_future(stopped.wait())
    try:
        while not stopped.is_set():
            step = asyncio.ensure_future(asyncio.to_thread(next, events, _END))
            step.add_done_callback(_read)
            await asyncio.wait({step, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not step.done() or (event := step.result()) is _END or stopped.is_set():
                return
            yield event
    finally:
        stop.cancel()


def _read(step: asyncio.Future[Any]) -> None:
    """Look at what became of an event: asyncio complains of an error that nobody has looked at."""
    if not step.cancelled():
        step.exception()
