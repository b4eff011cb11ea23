"""The memory of processes over time, and whether it grows."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ..child import memory_mb

EVERY = 1.0
"""Seconds between two looks."""
Point = tuple[float, float]
"""Seconds since the beginning, and MB of all processes together."""


@contextmanager
def watched(pids: Sequence[int], every: float = EVERY) -> Iterator[list[Point]]:
    """The points of the block, complete when it has ended; () where the system does not say."""
    points: list[Point] = []
    over = threading.Event()
    began = time.perf_counter()

    def look() -> None:
        while not over.is_set():
            held = [memory_mb(pid) for pid in pids]
            if all(one is not None for one in held):
                points.append((time.perf_counter() - began, sum(one or 0.0 for one in held)))
            over.wait(every)

    thread = threading.Thread(target=look, name="byline-bench-memory", daemon=True)
    thread.start()
    try:
        yield points
    finally:
        over.set()
        thread.join()


def growth(points: Sequence[Point]) -> float | None:
    """MB a minute of the second half, by least squares; None for fewer than three points in it.

    The first half is left out: caches fill.
    """
    later = points[len(points) // 2 :]
    if len(later) < 3:
        return None
    mean_x = sum(x for x, _ in later) / len(later)
    mean_y = sum(y for _, y in later) / len(later)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in later) / sum((x - mean_x) ** 2 for x, _ in later)
    return 60 * slope
