"""How long each part of an answer took."""

from __future__ import annotations

import time


class Clock:
    """Seconds by part of the chain."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._parts = {"retrieve": 0.0, "generate": 0.0, "verify": 0.0}

    def lap(self, part: str) -> None:
        """Count the time since the last lap to a part."""
        now = time.perf_counter()
        self._parts[part] += now - self._last
        self._last = now

    def timings(self) -> dict[str, float]:
        """Seconds of each part, and of all since the start."""
        return {**self._parts, "total": time.perf_counter() - self._start}
