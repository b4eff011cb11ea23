"""`python -m eval run | compare | judge | rejudge | library | report | export | bench`: measures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from index.arguments import Parser, command

from .bench.command import add_arguments as add_bench


def main(argv: list[str] | None = None, prog: str = "python -m eval") -> int:
    """Run from the command line; returns the exit code: 0 done, 1 a gate or question failed, 2 wrong use."""
    return command(lambda: _run(_parser(prog).parse_args(argv)), argv)


def _run(args: argparse.Namespace) -> int:
    from . import commands  # loads what --help does not need

    return int(getattr(commands, args.command)(args))


def _parser(prog: str) -> argparse.ArgumentParser:
    common = Parser(add_help=False)
    common.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser = Parser(prog=prog, description="Measure Byline with question sets, and its judge by people.")
    parts = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def one(name: str, help_: str) -> argparse.ArgumentParser:
        return parts.add_parser(name, help=help_, description=help_, parents=[common])

    _add_run(one("run", "ask the questions of sets, each of its own article, and measure the answers"))
    compare = one("compare", "compare two runs of the same questions: what differs, and which ones flipped")
    compare.add_argument("first", type=Path, metavar="A", help="folder of a run")
    compare.add_argument("second", type=Path, metavar="B", help="folder of the run to compare with it")
    _add_judge(one("judge", "measure judges of faithfulness against the labels of people"))
    anew = one("rejudge", "judge the answers of a run by another judge; the system is not asked again")
    anew.add_argument("folder", type=Path, metavar="DIR", help="folder of a run")
    anew.add_argument("--out", type=Path, required=True, metavar="NEW", help="folder for the new run")
    _add_judge_choice(anew)
    _add_library(one("library", "ask a whole library of news articles, made from the development data"))
    report = one("report", "write a run's report.html, report.md and junit.xml anew, and print its figures")
    report.add_argument("folder", type=Path, metavar="DIR", help="folder of a run")
    export = one("export", "write a run in the layout of another tool")
    export.add_argument("folder", type=Path, metavar="DIR", help="folder of a run")
    export.add_argument("--format", choices=("csv", "ragas"), default="csv", help="layout (%(default)s)")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write")
    add_bench(one("bench", "time Byline beside what one would pick instead, and beside the limit"))
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument(
        "sets",
        nargs="+",
        type=Path,
        metavar="SET",
        help="a set (.jsonl), a SQuAD 2.0 file (.json), or the feedback.jsonl of the page",
    )
    run.add_argument(
        "--out", type=Path, metavar="DIR", help="folder for the answers, the manifest and the report"
    )
    run.add_argument("--restart", action="store_true", help="ask all again, where --out holds a run already")
    run.add_argument("--data", type=Path, metavar="DIR", help="development data, for sets about its articles")
    run.add_argument(
        "--per-article", type=positive_number, metavar="N", help="at most N questions of each article"
    )
    run.add_argument(
        "--article", action="append", default=[], metavar="NAME", help="only articles whose name ends so"
    )
    run.add_argument("--seed", type=int, default=0, metavar="N", help="of the draw (%(default)s)")
    run.add_argument("--generator", choices=("auto", "quote", "llm"), help="who writes; as in the settings")
    run.add_argument(
        "--local-llm",
        action="store_true",
        help="let SmolLM2 (135M) write, on a llama.cpp server that runs as long as this (extra: baselines)",
    )
    run.add_argument(
        "--baselines",
        type=lambda text: tuple(filter(None, text.split(","))),
        default=(),
        metavar="NAMES",
        help="other systems to ask the same, joined by commas: bm25, dense, hybrid, llama-index-citation, "
        "llama-index-query, verbatim-core",
    )
    _add_judge_choice(run)
    run.add_argument(
        "--gate",
        nargs="?",
        const=None,
        default=False,
        type=Path,
        metavar="FILE",
        help="exit with 1 if a figure is below its floor in FILE (eval/gates.toml), and not by chance",
    )
    run.add_argument(
        "--against",
        type=Path,
        metavar="RUN",
        help="with --gate, exit with 1 too where a figure that has a floor is shown worse than in this run",
    )


def _add_library(part: argparse.ArgumentParser) -> None:
    part.add_argument("set", nargs="?", type=Path, metavar="SET", help="questions (sets/library.jsonl)")
    part.add_argument("--data", type=Path, required=True, metavar="DIR", help="development data")
    part.add_argument(
        "--store", type=Path, metavar="DIR", help="where the library is kept, and found the next time"
    )
    part.add_argument("--half", choices=("seen", "unseen"), help="only this half of the questions")
    part.add_argument("--out", type=Path, metavar="FILE", help="the answers, a JSON line each")


def _add_judge(judge: argparse.ArgumentParser) -> None:
    judge.add_argument(
        "sets", nargs="+", type=Path, metavar="SET", help="labels in the layout of WiCE, QAGS or RAGTruth"
    )
    judge.add_argument(
        "--choose-on", type=Path, metavar="SET", help="labels to choose each judge's threshold on"
    )
    judge.add_argument(
        "--articles",
        type=positive_number,
        metavar="N",
        help="only the sentences of N articles of each set, drawn at random",
    )
    judge.add_argument("--seed", type=int, default=0, metavar="N", help="of the draw (%(default)s)")
    _add_llm(judge)


def _add_judge_choice(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--judge",
        choices=("verifier", "overlap", "similarity", "llm"),
        default="verifier",
        help="of the faithfulness (%(default)s)",
    )
    _add_llm(part)


def _add_llm(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--llm-base-url", metavar="URL", help="OpenAI-compatible endpoint, for an LLM judge or baseline"
    )
    part.add_argument("--llm-model", metavar="NAME", help="name of the model there")


def positive_number(text: str) -> int:
    """A count given on the command line: 1 or more."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


if __name__ == "__main__":
    sys.exit(main())
