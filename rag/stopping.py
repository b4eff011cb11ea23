"""Whether a thread's work was stopped: set where it is started, asked where it waits for long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from typing import TypeVar

Result = TypeVar("Result")
_STOPPED: ContextVar[threading.Event | None] = ContextVar("stopped", default=None)


class StoppedError(BaseException):
    """Whoever asked wants no answer any more. No `Exception`, so that nobody takes it for a failure."""


def stoppable(work: Callable[[], Result], stopped: threading.Event) -> Callable[[], Result]:
    """The same work, in which `check` raises once `stopped` is set."""
    context = copy_context()
    context.run(_STOPPED.set, stopped)
    return lambda: context.run(work)


def check() -> None:
    """Go on, or not.

    :raises StoppedError: if this work was stopped.
    """
    stopped = _STOPPED.get()
    if stopped is not None and stopped.is_set():
        raise StoppedError
