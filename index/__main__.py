"""`python -m index`: put articles into the library, list, show and remove them, mend and check it.

Exit codes: 0 done, 1 `check` found problems or some of many sources could not be added, 2 wrong use or an
error.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import NoReturn

from tqdm import tqdm

from .arguments import Parser, command
from .article import ID_DIGITS, Article
from .changes import changes
from .errors import ArticleError, BylineError
from .library import Library
from .progress import Progress
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
    lister.add_argument("--all", action="store_true", help="with those that a newer version replaces, marked")
    show = one("show", "show an article and what is known about it")
    show.add_argument("id", metavar="ID", help=f"its id, or the first {MIN_PREFIX} or more digits of it")
    show.add_argument("--json", action="store_true", help="as JSON")
    remove = one("remove", "take an article out of the library")
    remove.add_argument("id", metavar="ID", help=f"its id, or the first {MIN_PREFIX} or more digits of it")
    refresh = one("refresh", "read files and addresses again, and keep what has changed as new versions")
    refresh.add_argument("ids", nargs="*", metavar="ID", help="as for show; none: all that were read so")
    diff = one("diff", "show the sentences that changed since the version before, or since an older one")
    diff.add_argument("id", metavar="ID", help="as for show; of an older version: up to the newest one")
    one("rebuild", "split and embed all articles again, after a change of settings")
    one("check", "compare the whole store with its articles")
    return parser


def _run(args: argparse.Namespace) -> int:
    library = Library()
    match args.command:
        case "add":
            return _add(library, args.sources)
        case "list":
            _list(library, everything=args.all, as_json=args.json)
        case "show":
            _show(library.get(_full_id(library, args.id)), as_json=args.json)
        case "remove":
            article_id = _full_id(library, args.id)
            article = library.remove(article_id)
            print(f"removed {article_id}  {article.title if article else '(damaged)'}")
        case "refresh":
            return _refresh(library, [_full_id(library, one) for one in args.ids])
        case "diff":
            _diff(library, _full_id(library, args.id))
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
    with tqdm(desc="adding", unit="passage", disable=not sys.stderr.isatty()) as bar:
        for name, result in library.add_all(sources, progress=lambda told: _show_progress(bar, told)):
            done += 1
            if isinstance(result, BylineError):
                failed.append((name, result))
            else:
                _say(f"added {result.id}  {result.title}{_version(result)}")
                for twin in library.twins(result.id):
                    _say(f"  much the same words as {twin.id}  {twin.title}")
    return _failures(failed, done, "added")


def _show_progress(bar: tqdm[NoReturn], progress: Progress) -> None:
    """Move a bar of passages, whose length is a guess that gets better."""
    bar.total = progress.expected or None
    bar.n = min(progress.passages, progress.expected)
    bar.set_postfix_str(f"file {progress.file} of {progress.files}", refresh=False)
    bar.refresh()


def _refresh(library: Library, ids: list[str]) -> int:
    """Read again; 1 if some could not be read, which a table on stderr then names.

    :raises BylineError: if there was only one, and it could not be read.
    """
    failed: list[tuple[str, BylineError]] = []
    chosen = ids or library.refreshable()
    terminal = sys.stderr.isatty()
    for article_id in tqdm(chosen, desc="reading", unit="article", disable=not terminal):
        try:
            new = library.refresh(article_id)
        except BylineError as error:
            failed.append((article_id, error))
            continue
        changed = f"changed {article_id}  now {new.id}  {new.title}{_version(new)}"
        _say(f"unchanged {new.id}  {new.title}" if new.id == article_id else changed)
    if not chosen:
        print("no article was read from a file or an address", file=sys.stderr)
    return _failures(failed, len(chosen), "read")


def _failures(failed: list[tuple[str, BylineError]], done: int, what: str) -> int:
    if failed and done == 1:
        raise failed[0][1]
    if failed:
        print(f"{len(failed)} of {done} not {what}:", file=sys.stderr)
        width = min(max(len(name) for name, _ in failed), NAME_COLUMNS)
        for name, error in failed:
            print(f"  {name:{width}}  {error}", file=sys.stderr)
    return 1 if failed else 0


def _diff(library: Library, article_id: str) -> None:
    versions = library.versions(article_id)
    if len(versions) == 1:
        raise ArticleError(f"article {article_id} is the only version: there is nothing to compare it with")
    newest = versions[-1]
    old = versions[-2] if article_id == newest.id else library.get(article_id)
    print(f"--- {old.id}  version {old.version}\n+++ {newest.id}  version {newest.version}")
    for change in changes(old, newest, library.sentences(old.id), library.sentences(newest.id)):
        print(f"{change.sign} {change.text}")


def _say(line: str) -> None:
    """Print a line at once, above a bar."""
    tqdm.write(line, file=sys.stdout)
    sys.stdout.flush()


def _version(article: Article) -> str:
    return f"  (version {article.version}, replaces {article.replaces})" if article.replaces else ""


def _list(library: Library, *, everything: bool, as_json: bool) -> None:
    articles = library.articles(superseded=everything)
    newest = set(library.ids())
    if as_json:
        rows = [
            {"id": a.id, "title": a.title, "outlet": a.outlet, "characters": len(a.text)}
            | ({"version": a.version, "superseded": a.id not in newest} if everything else {})
            for a in articles
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for article in articles:
        outlet = article.outlet or "no outlet"
        mark = "" if article.id in newest else f"  superseded, version {article.version}"
        print(f"{article.id}  {article.title}  ({outlet}, {len(article.text)} characters){mark}")
    if not articles:
        print("the library is empty: `python -m index add PATH|URL` adds an article", file=sys.stderr)


def _show(article: Article, *, as_json: bool) -> None:
    fields = article.to_dict()
    if as_json:
        print(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    print(article.title)
    for name, value in fields.items():
        if value and name not in ("title", "text", "headings") and (name, value) != ("version", 1):
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
    found = [one for one in library.ids(superseded=True) if one.startswith(text)]
    if len(found) > 1:
        raise ArticleError(f"{text!r} stands for {len(found)} articles: {', '.join(found)}")
    return found[0] if found else text


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
