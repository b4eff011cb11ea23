"""`python -m eval bench [growth | load | batches]`: what the arguments are, and what is done with them."""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path


def add_arguments(bench: argparse.ArgumentParser) -> None:
    """The arguments of `bench`."""
    bench.add_argument("--quick", action="store_true", help="few runs of each, in under two minutes")
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


def run(args: argparse.Namespace) -> int:
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
