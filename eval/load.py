"""Question sets of three kinds in, questions out: our own, SQuAD 2.0's, and what readers turned down."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rag.errors import BylineError

from .feedback import is_feedback, reported
from .questions import Question, load
from .squad import squad_questions, squad_titles


def load_sets(
    paths: Sequence[Path], per_article: int | None = None, articles: Sequence[str] = (), seed: int = 0
) -> tuple[Question, ...]:
    """The questions of several sets, in order.

    :param paths: `.json`: in SQuAD 2.0's format; `.jsonl`: in ours, or the page's `feedback.jsonl`.
    :param per_article: at most so many of each article, drawn with the seed; None: all.
    :param articles: only those of articles whose name ends with one of these; (): of all.
    :raises BylineError: if a set cannot be read, an id stands twice, or nothing is left.
    """
    questions = [question for path in paths for question in _load(path)]
    where = ", ".join(map(str, paths))
    kept = [q for q in questions if not articles or q.article.endswith(tuple(articles))]
    if articles and not kept:
        raise BylineError(f"no question about {', '.join(articles)} in {where}")
    check(kept, where)
    return _drawn(kept, per_article, seed) if per_article else tuple(kept)


def check(questions: Sequence[Question], where: str) -> None:
    """Refuse what cannot be measured as one set.

    :raises BylineError: if there is no question, or an id stands twice.
    """
    if not questions:
        raise BylineError(f"no question in {where}")
    ids = Counter(question.id for question in questions)
    twice = [name for name, count in ids.items() if count > 1]
    if twice:
        raise BylineError(f"question id {twice[0]!r} stands twice in {where}")


def _load(path: Path) -> tuple[Question, ...]:
    if path.suffix == ".json":
        titles = squad_titles(path)
        return tuple(q for title in titles for q in squad_questions(path, f"{path}#{title}", title))
    return reported(path) if is_feedback(path) else load(path)


def _drawn(questions: Sequence[Question], per_article: int, seed: int) -> tuple[Question, ...]:
    """A draw of each article, which does not depend on the other articles."""
    by_article: dict[str, list[Question]] = {}
    for question in questions:
        by_article.setdefault(question.article, []).append(question)
    chosen = set()
    for name, mine in by_article.items():
        drawn = random.Random(f"{seed} {_own_name(name)}").sample(mine, min(per_article, len(mine)))
        chosen |= {question.id for question in drawn}
    return tuple(question for question in questions if question.id in chosen)


def _own_name(article: str) -> str:
    """An article's name without the folder of its file, which may be spelt in many ways."""
    file, mark, name = article.partition("#")
    return f"{Path(file).name}{mark}{name}"
