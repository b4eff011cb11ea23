"""`python -m index`: put articles into the library, list, show and remove them, mend and check it.

Exit codes: 0 done, 1 `check` found problems or some of many sources could not be added, 2 wrong use or an
error.
"""

from __future__ import annotations

import argparse
import json
import sys

from tqdm import tqdm

from .arguments import Parser, command
from .article import ID_DIGITS, Article
from .errors import ArticleError, BylineError
from .library import Library
from .read import KINDS

MIN_PREFIX = 4
"""Fewest digits of an id that may stand for the whole."""
NAME_COLUMNS = 60
"""Widest column of names in the table of what was not added."""


def main(argv: list[str] | None = None, prog: str = "python -m index") -> int:
    """Run one command and return its exit code.

    :param argv: arguments without the program's name; None: those of the process.
    """
    return command(lambda: _run(_parser(prog).parse_args(argv)), argv)


def _parser(prog: str) -> argparse.ArgumentParser:
    common = Parser(add_help=False)
    common.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser = Parser(prog=prog, description="The library of articles that Byline answers from.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def one(name: str, help_: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_, description=help_, parents=[common])

    add = one(
        "add",
        f"add articles: {KINDS} files, folders or .zip archives of them, addresses, - for standard input",
    )
    add.add_argument("sources", nargs="+", metavar="PATH|URL|FOLDER|ZIP|-")
    lister = one("list", "list the articles: id, title, outlet, characters")
    lister.add_argument("--json", action="store_true", help="as JSON, one object an article")
    show = one("show", "show an article and what is known about it")
    show.add_argument("id", metavar="ID", help=f"its id, or the first {MIN_PREFIX} or more digits of it")
    show.add_argument("--json", action="store_true", help="as JSON")
    remove = one("remove", "take an article out of the library")
    remove.add_argument("id", metavar="ID", help=f"its id, or the first {MIN_PREFIX} or more digits of it")
    one("rebuild", "split and embed all articles again, after a change of settings")
    one("check", "compare the whole store with its articles")
    return parser


def _run(args: argparse.Namespace) -> int:
    library = Library()
    match args.command:
        case "add":
            return _add(library, args.sources)
        case "list":
            _list(library, as_json=args.json)
        case "show":
            _show(library.get(_full_id(library, args.id)), as_json=args.json)
        case "remove":
            article_id = _full_id(library, args.id)
            article = library.remove(article_id)
            print(f"removed {article_id}  {article.title if article else '(damaged)'}")
        case "rebuild":
            print(f"rebuilt {_articles(library.rebuild())}")
        case "check":
            return _check(library)
    return 0


def _add(library: Library, sources: list[str]) -> int:
    """Add all; 1 if some could not be added, which a table on stderr then names.

    :raises BylineError: if there was only one, and it could not be added.
    """
    failed: list[tuple[str, BylineError]] = []
    done = 0
    terminal = sys.stderr.isatty()
    for name, result in tqdm(library.add_all(sources), desc="adding", unit="article", disable=not terminal):
        done += 1
        if isinstance(result, BylineError):
            failed.append((name, result))
        else:
            tqdm.write(f"added {result.id}  {result.title}", file=sys.stdout)
            sys.stdout.flush()
    if failed and done == 1:
        raise failed[0][1]
    if failed:
        print(f"{len(failed)} of {done} not added:", file=sys.stderr)
        width = min(max(len(name) for name, _ in failed), NAME_COLUMNS)
        for name, error in failed:
            print(f"  {name:{width}}  {error}", file=sys.stderr)
    return 1 if failed else 0


def _list(library: Library, *, as_json: bool) -> None:
    articles = library.articles()
    if as_json:
        rows = [
            {"id": a.id, "title": a.title, "outlet": a.outlet, "characters": len(a.text)} for a in articles
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for article in articles:
        outlet = article.outlet or "no outlet"
        print(f"{article.id}  {article.title}  ({outlet}, {len(article.text)} characters)")
    if not articles:
        print("the library is empty: `python -m index add PATH|URL` adds an article", file=sys.stderr)


def _show(article: Article, *, as_json: bool) -> None:
    fields = article.to_dict()
    if as_json:
        print(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    print(article.title)
    for name, value in fields.items():
        if value and name not in ("title", "text", "headings"):
            print(f"{name}: {value}")
    print(f"\n{article.text}")


def _check(library: Library) -> int:
    problems = library.check()
    for problem in problems:
        print(problem)
    if not problems:
        print("no problems found")
    return 1 if problems else 0


def _full_id(library: Library, text: str) -> str:
    """The id that a prefix stands for; the text itself where it stands for none."""
    if not MIN_PREFIX <= len(text) < ID_DIGITS:
        return text
    found = [article.id for article in library.articles() if article.id.startswith(text)]
    if len(found) > 1:
        raise ArticleError(f"{text!r} stands for {len(found)} articles: {', '.join(found)}")
    return found[0] if found else text


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
