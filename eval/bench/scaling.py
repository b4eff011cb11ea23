"""`python -m eval.bench.scaling DIR`: writes the figures of docs/scaling.md from what benches kept in DIR.

DIR holds `speed.json`, `growth.json` and `load.json`; a test fails where the page's arithmetic is not this.
"""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import BylineError

from .growth.show import LEAST
from .machine import Machine
from .speed.show import shown

PAGE = Path(__file__).parents[2] / "docs" / "scaling.md"
BEGIN, END = "<!-- figures: written by `python -m eval.bench.scaling DIR` -->", "<!-- end of figures -->"
USERS = (1, 10, 1000)
PASSAGES = (10**4, 10**6, 10**8)
EVERY_SECONDS = 30
"""Between two questions of one reader who is busy asking: an assumption."""
FULL = 0.7
"""Share of a machine's most questions a second that is planned with: above, those who wait add up."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the arithmetic starts from, all measured: `rate` is the most questions a second of one machine of
    `cores`, at `clients`; `page_mb` the memory of its process then; `indexed` passages a second; of each
    passage the kilobytes on disk and in memory, as what the largest library has more than the smallest of
    several articles.
    """

    machine: str
    cores: int
    rate: float
    clients: int
    page_mb: float
    indexed: float
    disk_kb: float
    memory_kb: float
    question_s: float
    largest: int

    @classmethod
    def read(cls, folder: Path) -> Figures:
        """From the files of the benches.

        :raises BylineError: if one is missing, or the library did not grow.
        """
        speed, growth, load = (_json(folder / f"{name}.json") for name in ("speed", "growth", "load"))
        try:
            best = max(load["levels"], key=lambda one: one["rate"])
            (indexing,) = [
                one for one in speed["measured"] if (one["what"], one["who"]) == ("indexing", "Byline")
            ]
            sizes = [size for size in growth["sizes"] if not size.get("alone")]
            libraries = [size for size in sizes if size["passages"] >= LEAST]
            least, most = (libraries if len(libraries) > 1 else sizes)[0], sizes[-1]
            more = most["passages"] - least["passages"]
            return cls(
                machine=str(Machine(**load["machine"])),
                cores=load["machine"]["cores"],
                rate=best["rate"],
                clients=best["clients"],
                page_mb=best["memory"][-1][1],
                indexed=speed["passages"] / indexing["median"],
                disk_kb=1024 * (most["disk_mb"] - least["disk_mb"]) / more,
                memory_kb=1024 * (_median(most, "memory") - _median(least, "memory")) / more,
                question_s=_median(most, "question"),
                largest=most["passages"],
            )
        except (KeyError, ValueError, IndexError, ZeroDivisionError, StopIteration) as error:
            raise BylineError(f"{folder} does not hold what the benches keep: {error!r}") from error


def machines(users: int, rate: float) -> int:
    """How many of the machines that were measured so many busy readers need, at least one."""
    return max(1, math.ceil(users / EVERY_SECONDS / (FULL * rate)))


def written(page: str, figures: Figures) -> str:
    """The page's text with these figures between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n\n".join((_measured(figures), _users(figures), _passages(figures)))
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def _measured(f: Figures) -> str:
    rows = [
        (
            "questions a second, at most",
            f"{f.rate:.2f}, with {f.clients} clients",
            "`byline eval bench load`",
        ),
        ("memory of the page's process then", f"{f.page_mb:.0f} MB", "`byline eval bench load`"),
        (f"a question over {f.largest} passages", shown(f.question_s, "s"), "`byline eval bench growth`"),
        ("disk of a passage", f"{f.disk_kb:.1f} kB", "`byline eval bench growth`"),
        ("memory of a passage", f"{f.memory_kb:.1f} kB", "`byline eval bench growth`"),
        ("passages indexed a second", f"{f.indexed:.1f}", "`byline eval bench`"),
    ]
    lines = ["| measured | | by |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return f"Measured on {f.machine}:\n\n" + "\n".join(lines)


def _users(f: Figures) -> str:
    lines = ["| readers | questions a second | machines like this one |", "|---|---|---|"]
    for users in USERS:
        asked, count = users / EVERY_SECONDS, machines(users, f.rate)
        how = f"{count}: {asked:.2f} / ({FULL} · {f.rate:.2f})"
        lines.append(f"| {users:,} | {users} / {EVERY_SECONDS} = {asked:.2f} | {how} |")
    said = f"A busy reader asks once in {EVERY_SECONDS} s, and a machine is planned to be {FULL:.0%} full:"
    return said + "\n\n" + "\n".join(lines)


def _passages(f: Figures) -> str:
    lines = ["| passages | disk | memory | to index on one such machine |", "|---|---|---|---|"]
    for count in PASSAGES:
        disk, memory = (_bytes(kb * count) for kb in (f.disk_kb, f.memory_kb))
        lines.append(f"| {count:,} | {disk} | {memory} | {_duration(count / f.indexed)} |")
    return f"Of each passage {f.disk_kb:.1f} kB on disk and {f.memory_kb:.1f} kB in memory:\n\n" + "\n".join(
        lines
    )


def _bytes(kilobytes: float) -> str:
    for unit in ("kB", "MB", "GB"):
        if kilobytes < 1000:
            return f"{kilobytes:.3g} {unit}"
        kilobytes /= 1000
    return f"{kilobytes:.3g} TB"


def _duration(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.0f} s"


def _median(size: dict[str, Any], what: str) -> float:
    (found,) = [one["median"] for one in size["measured"] if one["what"] == what]
    return float(found)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BylineError(
            f"{path} cannot be read: run the bench with --out {path.parent} ({error})"
        ) from error


def main() -> int:
    """Write the page; 2 where a bench has not been run."""
    parser = argparse.ArgumentParser(description="Write the figures of docs/scaling.md.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="what the benches wrote with --out")
    try:
        figures = Figures.read(parser.parse_args().folder)
    except BylineError as error:
        print(f"byline: {error}", file=sys.stderr)
        return 2
    PAGE.write_text(written(PAGE.read_text("utf-8"), figures), "utf-8")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
