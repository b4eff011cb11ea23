"""Seconds of a warm query and of a cold `python -m rag`: `python -m eval.bench.latency`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from eval.questions import load
from index import Library, Settings
from rag import Engine

SET = Path(__file__).parents[1] / "sets" / "article.jsonl"
COLD_RUNS = 3


def warm(store: str) -> list[float]:
    """Seconds of each question of the shipped set, after one to warm up."""
    engine = Engine(library=Library(Settings(store=store)))
    questions = [question.question for question in load(SET)]
    engine.query(questions[0])
    seconds = []
    for question in questions:
        start = time.perf_counter()
        engine.query(question)
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)


def cold(store: str) -> list[float]:
    """Seconds of whole processes that ask one question of an indexed store."""
    seconds = []
    for _ in range(COLD_RUNS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "rag", "Who is Andrei Kortunov?"],
            env={**os.environ, "BYLINE_STORE": store},
            check=True,
            capture_output=True,
        )
        seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Measure on a store of its own, and print."""
    with tempfile.TemporaryDirectory(prefix="byline-bench-", ignore_cleanup_errors=True) as store:
        seconds = warm(store)
        print(f"warm query, {len(seconds)} questions: median {statistics.median(seconds):.3f} s, ", end="")  # noqa: T201
        print(f"95th percentile {seconds[int(0.95 * len(seconds))]:.3f} s")  # noqa: T201
        print(f"cold `python -m rag`, median of {COLD_RUNS}: {statistics.median(cold(store)):.1f} s")  # noqa: T201


if __name__ == "__main__":
    main()
