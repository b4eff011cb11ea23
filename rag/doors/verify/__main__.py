"""`byline verify ANSWER.json [ARTICLE…]`: whether every citation's words stand where it says.

Exit codes: 0 all are exact, 1 one is not, 2 wrong use or something that cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import get_args

from index import Article, Library, Settings
from index.arguments import Parser, command
from index.read import KINDS, items
from rag.errors import BylineError

from .answers import STDIN, read_answers
from .check import Finding, State, verify

WIDTH = 96
INDENT = 4 * " "


def main(argv: list[str] | None = None, prog: str = "python -m rag.doors.verify") -> int:
    """Check from the command line; returns the exit code."""
    return command(lambda: _run(_parser(prog).parse_args(argv)), argv)


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(
        prog=prog,
        description="Check whether every citation's words stand where it says, said by whom it says. "
        "Exit code 0: all are exact; 1: one is not; 2: something cannot be read.",
    )
    parser.add_argument(
        "answer",
        metavar="ANSWER.json",
        help="an answer (ask --json) or an exported conversation; - for standard input",
    )
    parser.add_argument(
        "articles",
        nargs="*",
        default=[],  # without one, argparse calls them required
        metavar="ARTICLE",
        help=f"the cited articles: {KINDS} files, folders, .zip archives, addresses; none: the library's",
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _run(args: argparse.Namespace) -> int:
    if STDIN in args.articles and args.answer == STDIN:
        raise BylineError("standard input can be the answer or an article, not both")
    answers = read_answers(args.answer)
    found = verify(answers, _given(args.articles) if args.articles else _stored())
    whole = all(one.state == "exact" for one in found)
    if args.json:
        rows = {"exact": whole, "citations": [asdict(one) for one in found]}
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_shown(found, len(answers) > 1)))
    return 0 if whole else 1


def _given(sources: Sequence[str]) -> list[Article]:
    """The articles of some sources, read as `byline index add` reads them; what cannot be read is named.

    :raises BylineError: if none can be read.
    """
    articles: list[Article] = []
    errors: list[BylineError] = []
    for item in items(sources, Settings()):
        try:
            articles.append(item.load())
        except BylineError as error:
            errors.append(error)
    if not articles:
        raise errors[0]
    for unread in errors:
        print(f"byline: {unread}", file=sys.stderr)
    return articles


def _stored() -> list[Article]:
    with Library() as library:
        return list(library.articles(superseded=True))


def _shown(found: Sequence[Finding], several: bool) -> Iterator[str]:
    for one in found:
        name = f"[{one.answer}-{one.number}]" if several else f"[{one.number}]"
        title = textwrap.shorten(_plain(one.title), 60, placeholder=" …")
        yield f"{one.state:<13} {name} {title}".rstrip()
        if one.says:
            yield f"    {_plain(one.says)}"
        if one.state != "exact" and one.quote:
            yield from _lines("cited:  ", one.quote)
        if one.state == "changed" and one.found:
            yield from _lines("found:  ", one.found)
    counts = Counter(one.state for one in found)
    told = ", ".join(f"{counts[state]} {state}" for state in get_args(State) if counts[state])
    count = f"{len(found)} citation{'' if len(found) == 1 else 's'}: {told}"
    yield count if found else "no citations to check"


def _lines(label: str, text: str) -> list[str]:
    more = INDENT + " " * len(label)
    return textwrap.wrap(label + _plain(text), WIDTH, initial_indent=INDENT, subsequent_indent=more)


def _plain(text: str) -> str:
    """A text of the answer or the article on one line, without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


if __name__ == "__main__":
    sys.exit(main())
