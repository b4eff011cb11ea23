"""Where the time goes: stages of a cold process, and of warm questions."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..stages import IMPORT, OTHER, watching

if TYPE_CHECKING:
    from rag import Engine


def cold(question: str, began: float) -> None:
    """Ask one question in this process, which has done nothing else; prints the stages as JSON.

    :param began: `time.perf_counter()` when the process began to run code of its own.
    """
    before = time.perf_counter() - began
    with watching(imports=True) as watch:
        from rag import query

        query(question)
    stages = dict(watch.seconds)
    stages[IMPORT] += before
    stages[OTHER] = max(0.0, time.perf_counter() - began - sum(stages.values()))
    json.dump(stages, sys.stdout)


def warm(engine: Engine, questions: Sequence[str]) -> dict[str, float]:
    """Mean seconds of each stage of a question, by an engine that has answered one already."""
    engine.query(questions[0])
    with watching() as watch:
        began = time.perf_counter()
        for question in questions:
            engine.query(question)
        whole = time.perf_counter() - began
    stages = {stage: took / len(questions) for stage, took in watch.seconds.items()}
    return {**stages, OTHER: max(0.0, whole / len(questions) - sum(stages.values()))}
