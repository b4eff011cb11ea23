"""`python -m eval library`: ask a whole library of news, and say how often the right article was found."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from tqdm import tqdm

from index import Article, Library, Settings
from rag import Engine

from .articles import articles as select
from .asking import Asked, ask, check
from .figures import table
from .questions import load

SET = Path(__file__).parents[1] / "sets" / "library.jsonl"


def library(args: argparse.Namespace) -> int:
    """Ask the questions of a set, or of one half of it, and print the table."""
    questions = [one for one in load(args.set) if args.half in (None, one.half)]
    with ExitStack() as stack:
        fresh = tempfile.TemporaryDirectory(prefix="byline-library-", ignore_cleanup_errors=True)
        folder = args.store or Path(stack.enter_context(fresh))
        made = stack.enter_context(Library(Settings(store=str(folder), generator="quote")))
        articles = stock(made, select(args.data))
        check(questions, articles)
        engine = Engine(library=made)
        bar = tqdm(questions, unit="question", disable=not sys.stderr.isatty())
        asked = [ask(engine, question, articles) for question in bar]
    print(f"{len(articles)} articles\n\n{table(asked)}")  # noqa: T201
    if args.out:
        write(asked, args.out)
    return 0


def stock(library: Library, articles: Mapping[str, Article]) -> dict[str, Article]:
    """Add the articles that a library lacks; returns all of them by address, as stored."""
    held = set(library.ids())
    bar = tqdm(articles.items(), desc="indexing", unit="article", disable=not sys.stderr.isatty())
    return {url: article if article.id in held else library.add(article) for url, article in bar}


def write(asked: Sequence[Asked], path: Path) -> None:
    """A JSON line for each question: id, rank, whether it was right, and the answer."""
    rows = [
        {"id": one.question.id, "rank": one.rank, "cited": one.cited, "right": one.right}
        | {"question": one.question.question, "half": one.question.half, "answer": one.answer.to_dict()}
        for one in asked
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
