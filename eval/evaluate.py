"""Measure any function that answers questions, from Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from index import Article, Settings
from rag import Answer
from rag.errors import BylineError

from .corpus import articles as find_articles
from .judge.judge import Judge
from .load import check, load_sets
from .manifest import manifest
from .questions import Question
from .run import run
from .runs import Run, holds_run, load_run
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
    restart: bool = False,
) -> tuple[Run, Summary]:
    """Ask a function every question of a set, and measure its answers.

    An outside system needs an adapter that makes an `Answer` of what it says: `eval.answer_from`. The
    function is told neither the article nor earlier turns: it should hold just the articles of the set.

    :param ask: question in, answer out; an error that it raises counts as a failure of that question.
    :param questions: a set's file, or questions; the default is the shipped set about the shipped article.
    :param articles: the articles by the names that the questions use; None: they are looked up.
    :param data: folder of the development data, for sets about its articles.
    :param judge: of the faithfulness; None: the default one.
    :param name: of the system, in tables.
    :param out: folder to keep the run in, which goes on there if it was interrupted; None: not kept.
    :param restart: whether a run that `out` holds is asked anew: nobody can tell whether `ask` has changed,
        so that a finished one is refused otherwise.
    :return: every question with its answer, and the figures with their intervals.
    :raises BylineError: if the set or an article cannot be read, or `out` holds another or a finished run.
    """
    source, asked = _questions(questions)
    check(asked, str(source or "the questions"))
    found = dict(articles) if articles is not None else find_articles(asked, data)
    if missing := {question.article for question in asked} - set(found):
        raise BylineError(f"no article is given for the questions' {sorted(missing)[0]!r}")
    if judge is None:
        from .judge import default_judge

        judge = default_judge()
    folder = Path(out) if out else None
    if folder and holds_run(folder) and load_run(folder).complete and not restart:
        raise BylineError(f"{folder} holds a finished run: name another `out`, or say `restart=True`")
    system = Calling(ask, name)
    about = manifest(system, judge, [str(source)] if source else [], asked, found, Settings())
    made = run(system, asked, found, judge, about, folder, restart)
    return made, summarise(made)


def _questions(given: Path | str | Iterable[Question]) -> tuple[Path | None, tuple[Question, ...]]:
    """The set's file, if it is one, and its questions."""
    if isinstance(given, str | Path):
        return Path(given), load_sets([Path(given)])
    return None, tuple(given)
