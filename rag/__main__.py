"""`python -m rag "question"` asks once, `python -m rag` chats."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from index.arguments import Parser, command

from .answer import Answer
from .doors.export import FORMATS, by_path, export
from .engine import Engine
from .errors import BylineError
from .where import Filter

EXPORT = "/export"
ENDINGS = ", ".join(one.endings[0] for one in FORMATS)


def main(argv: list[str] | None = None, prog: str = "python -m rag") -> int:
    """Ask from the command line; returns the exit code: 0 done, 2 wrong use."""
    return command(lambda: _ask(_parser(prog).parse_args(argv)), argv)


def _ask(args: argparse.Namespace) -> int:
    for path in args.export:
        by_path(path)  # says what is wrong before the question is answered
    engine = Engine()
    if args.question is None:
        return _chat(engine, args)
    answer = engine.query(args.question, args.article, k=args.k, where=_where(args))
    print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if args.json else answer)
    for path in args.export:
        export(answer, path, engine.library)
    return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(
        prog=prog,
        description="Ask the articles of the library. Without a question: a chat, ended by an empty line, "
        f"in which {EXPORT} FILE writes it down.",
    )
    parser.add_argument("question", nargs="?", help="what to ask; in quotation marks")
    parser.add_argument(
        "--article", action="append", metavar="ID", help="ask only this article; may be repeated"
    )
    parser.add_argument("--outlet", action="append", default=[], metavar="NAME", help="… only this outlet's")
    parser.add_argument("--since", metavar="DAY", help="… only those of this day (2026-03-31) and later")
    parser.add_argument("--until", metavar="DAY", help="… only those of this day and earlier")
    parser.add_argument("--language", action="append", default=[], metavar="CODE", help="… only those in it")
    parser.add_argument("--k", type=int, metavar="N", help="passages to read (1 to 100)")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.add_argument(
        "--export",
        action="append",
        default=[],
        metavar="FILE",
        help=f"write the answer, or the chat at its end, to a file ({ENDINGS}); may be repeated",
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _where(args: argparse.Namespace) -> Filter:
    return Filter(
        outlets=tuple(args.outlet), since=args.since, until=args.until, languages=tuple(args.language)
    )


def _chat(engine: Engine, args: argparse.Namespace) -> int:
    where = _where(args)
    engine.query("", args.article, k=args.k, where=where)  # says now what is wrong with the arguments
    engine.library.add_shipped()
    print("; ".join(article.title for article in engine.library.articles()))
    history: list[tuple[str, Answer]] = []
    while True:
        try:
            question = input("\n? ")
            if not question.strip():
                break
            if question.split()[0] == EXPORT:
                _write(question, history, engine)
                continue
            answer = engine.query(question, args.article, history, args.k, where)
        except (EOFError, KeyboardInterrupt):
            print()
            break
        history.append((question, answer))
        print(f"\n{json.dumps(answer.to_dict(), ensure_ascii=False) if args.json else answer}")
    for path in args.export if history else ():
        export([answer for _, answer in history], path, engine.library)
    return 0


def _write(typed: str, history: Sequence[tuple[str, Answer]], engine: Engine) -> None:
    """Do what `/export FILE` asks for; what is wrong is told, and the chat goes on."""
    name = typed.strip().removeprefix(EXPORT).strip()
    try:
        if not history or not name:
            raise BylineError(f"{EXPORT} FILE writes down what was asked before it ({ENDINGS})")
        print(f"wrote {export([answer for _, answer in history], name, engine.library)}", file=sys.stderr)
    except BylineError as error:
        print(f"byline: {error}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
