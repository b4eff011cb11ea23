"""Servers under more and more clients: what comes back, how fast, and how much memory they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..times import Measured
from .clients import Request, drive
from .memory import Point, growth, watched
from .servers import apps, chroma, stocked

WARM_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Served:
    """What is put under load: `store` as in the settings; "": a new one in a folder, or on a Chroma server
    where `on_chroma` says so. `processes` app processes, `llm`: SmolLM2 writes.
    """

    store: str = ""
    processes: int = 1
    on_chroma: bool = False
    llm: bool = False

    def __str__(self) -> str:
        where = "a Chroma server" if self.on_chroma or self.store.startswith("http") else "a folder"
        writes = "SmolLM2 on a llama.cpp server" if self.llm else "quotes"
        several = "process" if self.processes == 1 else "processes"
        return f"{self.processes} app {several} over {where}, by {writes}"


@dataclass(frozen=True, slots=True)
class Level:
    """So many clients for `seconds`: the seconds of each answer (() where none came), how many requests
    ended in each other HTTP status (0: none came), and the memory of all app processes meanwhile.
    """

    clients: int
    seconds: float
    answered: tuple[float, ...]
    failed: dict[int, int]
    memory: tuple[Point, ...]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answered) / self.seconds

    @property
    def latency(self) -> Measured | None:
        """The answers' times; None where there was none."""
        return Measured("answer", f"{self.clients} clients", self.answered) if self.answered else None

    @property
    def growth(self) -> float | None:
        """MB of memory a minute, in the second half; None where too little is known."""
        return growth(self.memory)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return {
            "clients": self.clients,
            "seconds": self.seconds,
            "rate": self.rate,
            "latency": self.latency.to_dict() if self.latency else None,
            "failed": {str(status): count for status, count in self.failed.items()},
            "memory": [list(point) for point in self.memory],
            "growth_mb_a_minute": self.growth,
        }


def levels(
    folder: Path,
    served: Served,
    clients: Sequence[int],
    seconds: float,
    last_seconds: float | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Level]:
    """Each number of clients in turn, on the same servers.

    :param folder: for stores; empty.
    :param seconds: of each level.
    :param last_seconds: of the last one, where it shall be longer.
    """
    with ExitStack() as stack:
        store = served.store or str(folder / "store")
        if served.on_chroma and not served.store:
            store, _ = stack.enter_context(chroma(folder / "chroma"))
        questions = stocked(store)
        tell(f"starting {served}")
        urls, pids = stack.enter_context(apps(store, served.processes, served.llm))
        drive(urls, questions, len(urls), WARM_SECONDS)
        for number in clients:
            lasts = last_seconds if last_seconds and number == clients[-1] else seconds
            tell(f"{number} clients for {lasts:.0f} s")
            with watched(pids) as points:
                done = drive(urls, questions, number, lasts)
            yield level(number, lasts, done, points)


def level(clients: int, seconds: float, done: Sequence[Request], memory: Sequence[Point]) -> Level:
    """What was done by some clients in some seconds."""
    answered = tuple(one.seconds for one in done if one.status == 200)
    failed = Counter(one.status for one in done if one.status != 200)
    # those under way at the end are waited for: the last of them ends the time that the answers took
    lasted = max([seconds, *(point[0] for point in memory[-1:])])
    return Level(clients, lasted, answered, dict(failed), tuple(memory))
