"""Where the time of a question goes: `watching` adds up the seconds of each stage of the chain."""

from __future__ import annotations

import builtins
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from inspect import getattr_static
from typing import Any
from unittest.mock import patch

HOOKS: dict[str, tuple[str, ...]] = {
    "load": (
        "rag.nets.network:_open",
        "index.onnx_model:OnnxModel.__init__",
        "index.store:Store.__init__",
        "rag.retrieve.fusion:Fusion.load",
        "rag.ask.head:load",
    ),
    "embed": ("index.embed:Embedder.encode",),
    "spell": ("rag.retrieve.retriever:Retriever.spelled",),
    "search": ("index.library:Library.nearest", "index.library:Library.matching"),
    "articles": ("index.library:Library.get", "index.library:Library.sentences", "index.library:Library.ids"),
    "read": ("rag.retrieve.reader:Reader.raw",),
    "verify": ("rag.verify.support:Verifier.supports", "rag.verify.verdict:problems"),
}
"""The functions of each stage; what is called inside another stage's function counts for itself alone."""
IMPORT, OTHER = "import", "other"
STAGES = (IMPORT, *HOOKS, OTHER)


class Stopwatch:
    """Seconds of each stage in the thread that made it, those of stages inside not counted twice."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys((IMPORT, *HOOKS), 0.0)
        self._thread = threading.get_ident()
        self._inside: list[float] = []

    def run(self, stage: str, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do a stage's work; what it returns."""
        if threading.get_ident() != self._thread:
            return work(*args, **named)
        self._inside.append(0.0)
        began = time.perf_counter()
        try:
            return work(*args, **named)
        finally:
            took = time.perf_counter() - began
            self.seconds[stage] += took - self._inside.pop()
            if self._inside:
                self._inside[-1] += took


@contextmanager
def watching(stages: dict[str, tuple[str, ...]] = HOOKS, imports: bool = False) -> Iterator[Stopwatch]:
    """Time the stages' functions until the block ends; `module:name` or `module:Class.name`.

    :param imports: whether modules that are imported meanwhile are a stage of their own; it slows every
        import statement down a little.
    :raises ImportError, AttributeError: if a function is no longer where it was.
    """
    watch = Stopwatch()
    with ExitStack() as stack:
        if imports:
            stack.enter_context(patch.object(builtins, "__import__", _importing(watch)))
        for stage, places in stages.items():
            for place in places:
                module, _, name = place.partition(":")
                holder: Any = watch.run(IMPORT, import_module, module)
                *outer, last = name.split(".")
                for part in outer:
                    holder = getattr(holder, part)
                stack.enter_context(patch.object(holder, last, _timed(watch, stage, holder, last)))
        yield watch


def _timed(watch: Stopwatch, stage: str, holder: Any, name: str) -> Any:
    plain = getattr_static(holder, name)
    work = plain.__func__ if isinstance(plain, classmethod) else plain

    def timed(*args: Any, **named: Any) -> Any:
        return watch.run(stage, work, *args, **named)

    return classmethod(timed) if isinstance(plain, classmethod) else timed


def _importing(watch: Stopwatch) -> Callable[..., Any]:
    plain = builtins.__import__

    def timed(name: str, *args: Any, **named: Any) -> Any:
        level = args[3] if len(args) > 3 else named.get("level", 0)
        if level == 0 and name in sys.modules and not (len(args) > 2 and args[2]):
            return plain(name, *args, **named)
        return watch.run(IMPORT, plain, name, *args, **named)

    return timed
