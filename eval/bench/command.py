"""`python -m eval bench [growth | load | batches]`: what the arguments are, and what is done with them."""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from index.arguments import Parser


def add_arguments(bench: argparse.ArgumentParser) -> None:
    """The arguments of `bench`."""
    bench.add_argument("--quick", action="store_true", help="few runs of each, in about two minutes")
    bench.add_argument("--no-rivals", action="store_true", help="measure Byline and the limits only")
    bench.add_argument("--data", type=Path, metavar="DIR", help="development data, for real news to index")
    bench.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for speed.json, speed.md and speed.svg"
    )
    bench.add_argument(
        "--gate",
        nargs="?",
        const=None,
        default=False,
        type=Path,
        metavar="FILE",
        help="exit with 1 if a ratio is over that in FILE (eval/bench/speed/ratios.toml)",
    )

    parts = bench.add_subparsers(dest="what", metavar="COMMAND", parser_class=Parser)
    growth = _part(parts, "growth", "how everything grows with the library, as a table, exponents and a plot")
    growth.add_argument(
        "--sizes", type=numbers, default=(1, 1000, 10_000, 100_000), metavar="N,N,…",
        help="passages, joined by commas; 1: a single article (1,1000,10000,100000)",
    )  # fmt: skip
    growth.add_argument(
        "--computed", type=int, default=10_000, metavar="N",
        help="vectors to compute, further ones are made up (%(default)s)",
    )  # fmt: skip
    growth.add_argument(
        "--questions", type=int, default=20, metavar="N", help="to ask at each size (%(default)s)"
    )
    growth.add_argument(
        "--starts", type=int, default=3, metavar="N", help="processes at each size (%(default)s)"
    )
    growth.add_argument(
        "--whole", type=int, default=100_000, metavar="N",
        help="sizes over this are filled for search alone, without sentences (%(default)s)",
    )  # fmt: skip
    growth.add_argument("--store", type=Path, metavar="DIR", help="folder for the store, which is kept; new")
    _common(growth)
    load = _part(parts, "load", "questions a second over the HTTP door by the number of clients, and memory")
    load.add_argument(
        "--clients",
        type=numbers,
        default=(1, 4, 16, 64),
        metavar="N,N,…",
        help="joined by commas (1,4,16,64)",
    )
    load.add_argument("--seconds", type=float, default=20.0, metavar="S", help="of each (%(default)s)")
    load.add_argument(
        "--minutes", type=float, metavar="M", help="of the last one instead, to watch the memory"
    )
    load.add_argument("--processes", type=int, default=1, metavar="N", help="app processes (%(default)s)")
    load.add_argument("--store", default="", metavar="STORE", help="a store to ask (a new one of 14 reports)")
    load.add_argument("--chroma", action="store_true", help="over a Chroma server that is started for it")
    load.add_argument("--llm", action="store_true", help="let SmolLM2 write, on a llama.cpp server")
    _kept(load)
    batches = _part(parts, "batches", "whether questions that come at once are better run as one batch")
    batches.add_argument("--runs", type=int, default=30, metavar="N", help="of each way (%(default)s)")


def _part(parts: Any, name: str, help_: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = parts.add_parser(name, help=help_, description=help_)
    made.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return made


def _common(part: argparse.ArgumentParser) -> None:
    part.add_argument("--data", type=Path, metavar="DIR", help="development data, for real news to index")
    _kept(part)


def _kept(part: argparse.ArgumentParser) -> None:
    part.add_argument("--out", type=Path, metavar="DIR", help="folder for what is measured, and its plot")


def numbers(text: str) -> tuple[int, ...]:
    """Counts joined by commas, as they are given on the command line, smallest first."""
    found = tuple(sorted({int(part) for part in text.split(",")}))
    if found[0] < 1:
        raise ValueError
    return found


def run(args: argparse.Namespace) -> int:
    """Do what the arguments say; returns the exit code."""
    return {None: speed, "growth": growth, "load": load, "batches": batches}[args.what](args)


def growth(args: argparse.Namespace) -> int:
    """Let a library grow, print what it costs, and keep it where that is asked for."""
    from .growth import grow
    from .growth.show import page, plot
    from .machine import machine

    about, sizes = machine(), []
    with tempfile.TemporaryDirectory(prefix="byline-bench-", ignore_cleanup_errors=True) as folder:
        growing = grow(
            args.store or Path(folder) / "store", args.sizes, computed=args.computed,
            questions=args.questions, starts=args.starts, whole=args.whole, data=args.data, tell=tell,
        )  # fmt: skip
        for size in growing:
            sizes.append(size)
            found = page(sizes, str(about), args.computed)
            _keep(args.out, "growth", found, {"machine": about.to_dict(), "computed": args.computed,
                                              "sizes": [one.to_dict() for one in sizes]})  # fmt: skip
            if args.out:
                plot(sizes, args.out / "growth.svg")
    print(found)
    return 0


def load(args: argparse.Namespace) -> int:
    """Put servers under load; 1 if a question failed otherwise than by being told to come back later."""
    from .load import Served, levels
    from .load.show import BUSY, plot, table
    from .machine import machine

    about, found = machine(), []
    served = Served(args.store, args.processes, args.chroma, args.llm)
    last = 60 * args.minutes if args.minutes else None
    with tempfile.TemporaryDirectory(prefix="byline-bench-", ignore_cleanup_errors=True) as folder:
        for level in levels(Path(folder), served, args.clients, args.seconds, last, tell):
            found.append(level)
    page = f"# Load\n\n{about}\n\n{served}.\n\n{table(found)}\n"
    _keep(args.out, "load", page, {"machine": about.to_dict(), "served": str(served),
                                   "levels": [one.to_dict() for one in found]})  # fmt: skip
    if args.out:
        plot(found, args.out / "load.svg")
    print(page)
    return 1 if any(status != BUSY for level in found for status in level.failed) else 0


def batches(args: argparse.Namespace) -> int:
    """Time the networks one by one and in batches."""
    from index import Settings
    from index.embed import Embedder
    from rag.retrieve.reader import Reader

    from .load import batches as both_ways
    from .machine import machine
    from .speed.ours import questions
    from .speed.show import table

    found = both_ways(Embedder(Settings())._opened(), Reader(), questions(20), args.runs)
    print(f"{machine()}\n\n{table(found)}")
    return 0


def _keep(out: Path | None, name: str, page: str, data: object) -> None:
    """Write what was measured so far as Markdown and as JSON; None: nowhere."""
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.md").write_text(page, "utf-8")
        (out / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def speed(args: argparse.Namespace) -> int:
    """Measure the speed, print it, keep it where that is asked for; 1 if the gate does not hold."""
    from .machine import Machine
    from .speed import FULL, QUICK, measure
    from .speed.ratios import RATIOS, load_ratios, verdict
    from .speed.show import page

    ratios = load_ratios(args.gate or RATIOS) if args.gate is not False else ()
    with tempfile.TemporaryDirectory(prefix="byline-bench-", ignore_cleanup_errors=True) as folder:
        report = measure(Path(folder), QUICK if args.quick else FULL, args.data, not args.no_rivals, tell)
    about = str(Machine(**report.machine))
    print(page(report, about))
    if args.out:
        from .speed.plot import plot

        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "speed.json").write_text(report.to_json(), "utf-8")
        (args.out / "speed.md").write_text(page(report, about), "utf-8")
        plot(report, args.out / "speed.svg")
        print(f"wrote speed.json, speed.md and speed.svg to {args.out}")
    if not ratios:
        return 0
    lines, kept = verdict(report, ratios)
    print("\n".join(lines))
    return 0 if kept else 1


def tell(line: str) -> None:
    """What comes next, for who waits at a terminal."""
    print(f"bench: {line} …", file=sys.stderr, flush=True)
