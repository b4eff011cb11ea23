"""`python -m eval run SET…`: ask the questions of a set, print the figures, keep the answers with --out."""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from pathlib import Path

from index import Library, Settings
from index.arguments import Parser
from rag import Engine
from rag.errors import BylineError

from .corpus import stock
from .questions import load
from .run import by_kind, run, summary, write


def main(argv: list[str] | None = None, prog: str = "python -m eval") -> int:
    """Run from the command line; returns the exit code: 0 done, 2 wrong use."""
    debug = "--debug" in (sys.argv if argv is None else argv)
    try:
        args = _parser(prog).parse_args(argv)
        questions = [question for path in args.sets for question in load(path)]
        with tempfile.TemporaryDirectory(prefix="byline-eval-", ignore_cleanup_errors=True) as store:
            engine = Engine(library=Library(Settings(store=store)))
            articles = stock(engine.library, questions, args.data)
            results = run(engine, questions, articles)
        figures = summary(results)
        for name, value in figures.items():
            print(f"{name:40} {value:8.3f}" if name != "questions" else f"{name:40} {value:8.0f}")
        for kind, (right, count) in by_kind(results).items():
            print(f"  right: {kind:27} {right:4} of {count}")
        if args.out:
            write(results, figures, args.out)
            print(f"answers: {args.out / 'results.jsonl'}")
    except BylineError as error:
        if debug:
            traceback.print_exc()
        print(f"byline: {error}", file=sys.stderr)
        return 2
    return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(prog=prog, description="Measure Byline with question sets.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="run")
    one = commands.add_parser("run", help="ask the questions of sets, each of its own article")
    one.add_argument(
        "sets", nargs="+", type=Path, metavar="SET", help="a set, such as eval/sets/article.jsonl"
    )
    one.add_argument("--out", type=Path, metavar="DIR", help="folder for results.jsonl and summary.json")
    one.add_argument("--data", type=Path, metavar="DIR", help="development data, for sets about its articles")
    one.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


if __name__ == "__main__":
    sys.exit(main())
