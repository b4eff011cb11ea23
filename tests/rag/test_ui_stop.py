"""Stopping an answer: at once for the visitor, and its events are let go of."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from rag.ui.stop import until


def test_events_come_in_order_to_their_end():
    async def collected() -> list[int]:
        return [one async for one in until(asyncio.Event(), iter([3, 1, 2]))]

    assert asyncio.run(collected()) == [3, 1, 2]


def test_none_comes_once_it_was_stopped():
    async def collected() -> list[int]:
        stopped, seen = asyncio.Event(), []
        async for one in until(stopped, iter(range(100))):
            seen.append(one)
            if one == 2:
                stopped.set()
        return seen

    assert asyncio.run(collected()) == [0, 1, 2]


def test_it_waits_for_no_event_that_takes_long_and_closes_them_after_it():
    goes_on, closed = threading.Event(), threading.Event()

    def slow() -> Iterator[int]:
        try:
            yield 1
            goes_on.wait(30)
            yield 2
        finally:
            closed.set()

    async def collected() -> list[int]:
        stopped = asyncio.Event()
        seen = []
        async for one in until(stopped, slow()):
            seen.append(one)
            asyncio.get_running_loop().call_later(0.01, stopped.set)
        assert not closed.is_set()  # its thread still waits, and nobody for it
        goes_on.set()
        return seen

    assert asyncio.run(collected()) == [1]
    assert closed.wait(30)


def test_what_goes_wrong_is_raised():
    def broken() -> Iterator[int]:
        yield 1
        raise RuntimeError("a bug")

    async def run() -> None:
        async for _ in until(asyncio.Event(), broken()):
            pass

    with pytest.raises(RuntimeError, match="a bug"):
        asyncio.run(run())
