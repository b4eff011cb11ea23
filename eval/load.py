"""Question sets of three kinds in, questions out: our own, SQuAD 2.0's, and what readers turned down."""

from __future__ import annotations

import random
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
    ids = [question.id for question in questions]
    if len(set(ids)) < len(ids):
        twice = next(id_ for id_ in ids if ids.count(id_) > 1)
        raise BylineError(f"question id {twice!r} stands twice in {', '.join(map(str, paths))}")
    kept = [q for q in questions if not articles or q.article.endswith(tuple(articles))]
    if not kept:
        named = f" about {', '.join(articles)}" if articles else ""
        raise BylineError(f"no question{named} in {', '.join(map(str, paths))}")
    return _drawn(kept, per_article, seed) if per_article else tuple(kept)


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
        drawn = random.Random(f"{seed} {name}").sample(mine, min(per_article, len(mine)))
        chosen |= {question.id for question in drawn}
    return tuple(question for question in questions if question.id in chosen)
