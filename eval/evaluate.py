"""Measure any function that answers questions, from Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from index import Article, Settings
from rag import Answer

from .corpus import articles as find_articles
from .judge.judge import Judge
from .load import load_sets
from .manifest import manifest
from .questions import Question
from .run import run
from .runs import Run
from .summary import Summary, summarise
from .system import Calling

ARTICLE_SET = Path(__file__).parent / "sets" / "article.jsonl"


def evaluate(
    ask: Callable[[str], Answer],
    questions: Path | str | Iterable[Question] = ARTICLE_SET,
    *,
    articles: Mapping[str, Article] | None = None,
    data: Path | None = None,
    judge: Judge | None = None,
    name: str = "callable",
    out: Path | str | None = None,
    seed: int = 0,
) -> tuple[Run, Summary]:
    """Ask a function every question of a set, and measure its answers.

    An outside system needs an adapter that makes an `Answer` of what it says: `eval.answer_from`. The
    function is told neither the article nor earlier turns: it should hold just the articles of the set.

    :param ask: question in, answer out; a `BylineError` that it raises counts as a failure of that question.
    :param questions: a set's file, or questions; the default is the shipped set about the shipped article.
    :param articles: the articles by the names that the questions use; None: they are looked up.
    :param data: folder of the development data, for sets about its articles.
    :param judge: of the faithfulness; None: the default one.
    :param name: of the system, in tables.
    :param out: folder to keep the run in, which resumes there if it was interrupted; None: not kept.
    :return: every question with its answer, and the figures with their intervals.
    :raises BylineError: if the set or an article cannot be read, or `out` holds another run.
    """
    source, asked = _questions(questions)
    found = dict(articles) if articles is not None else find_articles(asked, data)
    if judge is None:
        from .judge import default_judge

        judge = default_judge()
    started = datetime.now(UTC).isoformat(timespec="seconds")
    about = manifest(name, judge.name, [str(source)] if source else [], asked, Settings(), seed, started)
    made = run(Calling(ask, name), asked, found, judge, about, Path(out) if out else None)
    return made, summarise(made)


def _questions(given: Path | str | Iterable[Question]) -> tuple[Path | None, tuple[Question, ...]]:
    """The set's file, if it is one, and its questions."""
    if isinstance(given, str | Path):
        return Path(given), load_sets([Path(given)])
    return None, tuple(given)
