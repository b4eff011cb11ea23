"""How far adding many articles has come: what a bar, or a page, shows of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Where `Library.add_all` is; told at each source, and each time that texts of one have been embedded.

    `file` counts the sources from 1, `files` is how many there are, and `name` is that of the one at hand.
    `passages` are made so far, of about `expected` in all: a guess from the sources before. `per_second` is
    passages a second since the first, 0 before it; `seconds_left` is None where nothing is known yet.
    """

    file: int
    files: int
    name: str
    passages: int
    expected: int
    per_second: float
    seconds_left: float | None


class Pace:
    """Counts what is made, and tells it.

    :param files: sources in all.
    :param tell: is called with each `Progress`.
    """

    def __init__(self, files: int, tell: Callable[[Progress], None]) -> None:
        self._files = files
        self._tell = tell
        self._began = time.monotonic()
        self._file = 0
        self._name = ""
        self._planned: int | None = None
        self._made = 0.0
        self._done = 0

    def begin(self, name: str) -> None:
        """The next source."""
        self._done += self._planned or 0
        self._file, self._name, self._planned, self._made = self._file + 1, name, None, 0.0
        self._say()

    def planned(self, passages: int) -> None:
        """How many passages the source at hand has."""
        self._planned = passages

    def made(self, share: float) -> None:
        """How much of it, 0 to 1, is embedded."""
        self._made = share
        self._say()

    def end(self) -> None:
        """All sources are done."""
        self._done += self._planned or 0
        self._planned = 0
        self._say()

    def _say(self) -> None:
        planned = self._planned or 0
        made = self._done + self._made * planned
        before = self._file - 1
        each = self._done / before if before else planned
        unknown = self._files - before - (self._planned is not None)
        expected = self._done + planned + each * unknown
        speed = made / max(time.monotonic() - self._began, 1e-9)
        left = (expected - made) / speed if speed else None
        self._tell(Progress(self._file, self._files, self._name, int(made), round(expected), speed, left))
