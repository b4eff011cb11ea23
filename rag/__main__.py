"""`python -m rag "question"` asks once, `python -m rag` chats."""

from __future__ import annotations

import argparse
import json
import sys

from index.arguments import Parser, command

from .answer import Answer
from .engine import Engine


def main(argv: list[str] | None = None, prog: str = "python -m rag") -> int:
    """Ask from the command line; returns the exit code: 0 done, 2 wrong use."""
    return command(lambda: _ask(_parser(prog).parse_args(argv)), argv)


def _ask(args: argparse.Namespace) -> int:
    engine = Engine()
    if args.question is None:
        return _chat(engine, args)
    answer = engine.query(args.question, args.article, k=args.k)
    print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if args.json else answer)
    return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(
        prog=prog,
        description="Ask the articles of the library. Without a question: a chat, ended by an empty line.",
    )
    parser.add_argument("question", nargs="?", help="what to ask; in quotation marks")
    parser.add_argument(
        "--article", action="append", metavar="ID", help="ask only this article; may be repeated"
    )
    parser.add_argument("--k", type=int, metavar="N", help="passages to read (1 to 100)")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _chat(engine: Engine, args: argparse.Namespace) -> int:
    engine.query("", args.article, k=args.k)  # says now what is wrong with the arguments
    engine.library.add_shipped()
    print("; ".join(article.title for article in engine.library.articles()))
    history: list[tuple[str, Answer]] = []
    while True:
        try:
            question = input("\n? ")
            if not question.strip():
                return 0
            answer = engine.query(question, args.article, history, args.k)
        except (EOFError, KeyboardInterrupt):
            print()
            return 0
        history.append((question, answer))
        print(f"\n{json.dumps(answer.to_dict(), ensure_ascii=False) if args.json else answer}")


if __name__ == "__main__":
    sys.exit(main())
