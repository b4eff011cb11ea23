"""Answered questions in, a table out: how often the right article was found, and the right thing said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean

from .asking import Asked

HEAD = ("questions", "count", "recall@1", "recall@5", "right", "cites", "answered", "refused")


def table(asked: Sequence[Asked]) -> str:
    """A Markdown table, a row for all, for each half, each kind and each tag; "-" where nothing is counted.

    recall@k: a gold article is among the first k that were read. right: a gold quote is cited and every key
    held. cites: a gold quote is cited. answered: not abstained from, of what is answerable. refused:
    abstained from, of what is not.
    """
    rows = [" | ".join(HEAD), "|".join(["---"] * len(HEAD))]
    rows += [" | ".join((name, str(len(some)), *_figures(some))) for name, some in _groups(asked)]
    return "\n".join(f"| {row} |" for row in rows)


def _groups(asked: Sequence[Asked]) -> Iterator[tuple[str, list[Asked]]]:
    yield "all", list(asked)
    by: tuple[Callable[[Asked], tuple[str, ...]], ...] = (
        lambda one: (f"{one.question.half} half",),
        lambda one: (one.question.asks,),
        lambda one: one.question.tags,
    )
    for of in by:
        names = sorted({name for one in asked for name in of(one)})
        if len(names) > 1 or of is by[-1]:
            yield from ((name, [one for one in asked if name in of(one)]) for name in names)


def _figures(asked: Sequence[Asked]) -> tuple[str, ...]:
    gold = [one for one in asked if one.question.answerable]
    none = [one for one in asked if not one.question.answerable]
    return (
        _share([one.rank == 1 for one in gold]),
        _share([one.rank is not None and one.rank <= 5 for one in gold]),
        _share([one.right for one in gold]),
        _share([one.cited for one in gold]),
        _share([not one.answer.abstained for one in gold]),
        _share([one.right for one in none]),
    )


def _share(held: Sequence[bool]) -> str:
    return f"{fmean(held):.3f}" if held else "-"
