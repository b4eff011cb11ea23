"""Settings in, an `Endpoint` out: a server's, or that of a GGUF file, which a child process runs."""

from __future__ import annotations

import atexit
import contextlib
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from index import Settings
from rag.errors import EndpointError, ModelError, SettingsError

from .call_error import CallError
from .child import Child
from .endpoint import ASIDE_SECONDS, DEFAULT_CONTEXT, Endpoint
from .message import Message, Piece

_lock = threading.Lock()

log = logging.getLogger(__name__)


class LocalEndpoint(Endpoint):
    """Of a model's file; a child that has ended is started again at the next call, at another port.

    :param child: who runs the model.
    """

    def __init__(self, child: Child, *, context: int, temperature: float, seed: int) -> None:
        super().__init__(child.address(), child.model, context=context, temperature=temperature, seed=seed)
        self.child = child

    def _once(self, messages: Sequence[Message], end: float, max_tokens: int) -> Iterator[Piece]:
        try:
            self.base_url = self.child.address(max(0.0, end - time.monotonic()))
        except (EndpointError, ModelError) as error:
            log.warning("%s", error)  # it names a file, which is no business of who asks
            raise EndpointError(
                f"The language model {self.model!r} has ended and is not running again: the log says why."
            ) from error
        if self.habits.thinks is None:
            with contextlib.suppress(CallError):
                self._described(ASIDE_SECONDS)
        yield from super()._once(messages, end, max_tokens)


def endpoint_of(settings: Settings) -> Endpoint:
    """Where the settings' language model answers; a model file is loaded here, once in a process.

    :raises SettingsError: if they name neither a file nor an endpoint with a model, or both.
    :raises ModelError: if the file is no model, or llama.cpp is not installed.
    :raises EndpointError: if the model cannot be loaded.
    """
    if not settings.llm_path:
        return Endpoint.of(settings)
    if settings.llm_base_url:
        raise SettingsError("llm_path and llm_base_url are both set: expected one of them")
    path = Path(settings.llm_path).expanduser().resolve()
    context = settings.llm_context or DEFAULT_CONTEXT
    with _lock:
        child = _child(path, context, settings.llm_parallel)
    return LocalEndpoint(child, context=context, temperature=settings.llm_temperature, seed=settings.llm_seed)


@cache
def _child(path: Path, context: int, at_once: int) -> Child:
    """The one child of this process for a file, a window and a number of questions at once."""
    child = Child(path, context=context, slots=at_once)
    atexit.register(child.stop)
    return child
