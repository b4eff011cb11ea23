"""How well the gold quotes were found, before anything was written: recall@k, MRR and nDCG@10.

Computed by ir_measures (MacAvaney et al., 2022, https://arxiv.org/abs/2111.13466). The relevant items are the
gold quotes, or one item that any of them fills where any is enough; a span holds an item where it overlaps
the quote by half of the shorter. A long span holds a quote as well as a short one does, so look at
"quoted words" before systems of another grain are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import TYPE_CHECKING

from ..questions import Gold
from ..records import Asked, Span
from .measure import FAILED, NOT_APPLICABLE, Measure, Score

if TYPE_CHECKING:
    from ir_measures.measures import Measure as IrMeasure

Held = Sequence[frozenset[int]]
"""For every ranked span, best first, the numbers of the relevant items that it holds."""


def held(ranked: Sequence[Span], golds: Sequence[Gold], article_id: str, any_one: bool) -> Held:
    """Which of the relevant items, counted from 0, each span holds.

    :param any_one: whether any gold is enough; all golds are then the one item 0.
    """
    return [
        frozenset(
            0 if any_one else number
            for number, gold in enumerate(golds)
            if span.article_id == article_id and gold.overlaps(span.start, span.end)
        )
        for span in ranked
    ]


def recall_at(found: Held, relevant: int, k: int) -> float:
    """Share, 0 to 1, of the relevant items, at least one, that the first k spans hold.

    Look-alikes: hit rate or success@k, 1 as soon as one item is found; subtopic recall (Zhai et al., 2003),
    which is the same with an item for a topic.
    """
    from ir_measures import R

    alone = [[frozenset(spans & {item}) for spans in found] for item in range(relevant)]
    return fmean(_figure(R @ k, one, {item}) for item, one in enumerate(alone))


def reciprocal_rank(found: Held, relevant: int) -> float:
    """1 / rank of the first span that holds a relevant item, 0 where none does; its mean is the MRR.

    Voorhees, 1999, TREC-8 question answering. Ranks are not cut off; MRR@10 is.
    """
    from ir_measures import RR

    return _figure(RR, found, set(range(relevant)))


def ndcg(found: Held, relevant: int, k: int = 10) -> float:
    """Discounted gain of the relevant items in the first k places over that of the best order, 0 to 1.

    Gain 1 an item and log2 discount (Järvelin and Kekäläinen, 2002); an item counts once, where it is first
    held, and a span that holds several stands for them one after another, so that 1 is the most.
    """
    from ir_measures import nDCG

    return _figure(nDCG @ k, found, set(range(relevant)))


def _figure(measure: IrMeasure, found: Held, items: set[int]) -> float:
    from ir_measures import Qrel, ScoredDoc, calc_aggregate

    seen: set[int] = set()
    ranked: list[str] = []
    for rank, spans in enumerate(found):
        new = sorted(spans - seen)
        seen |= spans
        ranked += [f"item {number}" for number in new] or [f"nothing, rank {rank}"]
    run = [ScoredDoc("q", name, float(-place)) for place, name in enumerate(ranked)]
    wanted = [Qrel("q", f"item {number}", 1) for number in sorted(items)]
    return float(calc_aggregate([measure], wanted, run)[measure])


def _scored(figure: Callable[[Held, int], float]) -> Callable[[Asked], Score]:
    def score(asked: Asked) -> Score:
        if not asked.question.answerable or not asked.golds:
            return NOT_APPLICABLE
        if asked.reply is None:
            return FAILED
        any_one = asked.question.any
        found = held(asked.reply.retrieved, asked.golds, asked.article_id, any_one)
        return Score(figure(found, 1 if any_one else len(asked.golds)))

    return score


def _measure(name: str, about: str, figure: Callable[[Held, int], float]) -> Measure:
    return Measure(name, about, "retrieval", "higher", _scored(figure), missing=0.0)


def _recall(k: int) -> Measure:
    first = "first retrieved span holds" if k == 1 else f"first {k} retrieved spans hold"
    about = f"share of the gold quotes that the {first}"
    return _measure(f"recall@{k}", about, lambda found, relevant: recall_at(found, relevant, k))


RETRIEVAL = (
    _recall(1),
    _recall(3),
    _recall(5),
    _measure("MRR", "1 / rank of the first retrieved span that holds a gold quote", reciprocal_rank),
    _measure("nDCG@10", "gold quotes in the first ten places, the higher the better", ndcg),
)
"""0 to 1, higher is better; an abstention is scored by what was retrieved, and nothing retrieved scores 0."""
