"""A queue before the language model: so many at once, so many waiting, and no more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import EndpointError


class Gate:
    """Lets threads through in the order in which they came.

    :param at_once: most that are inside.
    :param waiting: most that wait; a further one is turned away.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once = at_once
        self._waiting = waiting
        self._inside = 0
        self._queue: list[object] = []
        self._moved = threading.Condition()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for a place, and hold it for the block.

        :raises EndpointError: if too many wait already, or no place comes free in this time.
        """
        self._enter(seconds)
        try:
            yield
        finally:
            with self._moved:
                self._inside -= 1
                self._moved.notify_all()

    def _enter(self, seconds: float) -> None:
        me, end = object(), time.monotonic() + seconds
        with self._moved:
            if self._inside + len(self._queue) >= self._at_once + self._waiting:
                raise EndpointError(
                    f"Too many questions wait for the language model: queue_limit is {self._waiting}."
                )
            self._queue.append(me)
            try:
                while self._queue[0] is not me or self._inside >= self._at_once:
                    if not self._moved.wait(max(0.0, end - time.monotonic())) and time.monotonic() >= end:
                        raise EndpointError(
                            f"Other questions kept the language model busy for {seconds:g} s (llm_timeout)."
                        )
                self._inside += 1
            finally:
                self._queue.remove(me)
                self._moved.notify_all()
