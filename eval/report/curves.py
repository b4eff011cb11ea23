"""A run in, the numbers behind its plots out; each by the definition of the measure of that name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..metrics import Bin, Point, reliability, risk_coverage
from ..metrics.calibration import probability_row
from ..metrics.confidence import columns
from ..metrics.correct import CORRECT
from ..metrics.retrieval import held
from ..metrics.selective import selective_row
from ..records import Asked

RANKS = 10


def reliability_bins(asked: Sequence[Asked]) -> tuple[Bin, ...]:
    """The bins of the measure "ECE"; all empty where no confidence is a probability."""
    rows = [row for one in asked if (row := probability_row(one)) is not None]
    return reliability(*columns(np.array(rows, dtype=float)))


def risk_points(asked: Sequence[Asked]) -> tuple[Point, ...]:
    """The curve over which "AURC" is the mean, its coverage a share of all questions with a right reply."""
    rows = [row for one in asked if (row := selective_row(one)) is not None]
    decided = sum(CORRECT.score(one).status != "not applicable" for one in asked)
    return risk_coverage(*columns(np.array(rows, dtype=float)), questions=decided)


def retrieval_shares(asked: Sequence[Asked], ranks: int = RANKS) -> tuple[float, ...]:
    """Mean recall at each k from 1, by the definition of "recall@k"; () without questions that have gold."""
    found = [_found(one, ranks) for one in asked if one.question.answerable and one.golds]
    return tuple(float(share) for share in np.mean(found, axis=0)) if found else ()


def _found(asked: Asked, ranks: int) -> list[float]:
    """Share of the relevant items that the first k spans hold, for each k; 0 where the system failed."""
    if asked.reply is None:
        return [0.0] * ranks
    any_one = asked.question.any
    items = held(asked.reply.retrieved, asked.golds, asked.article_id, any_one)
    relevant = 1 if any_one else len(asked.golds)
    return [len(frozenset().union(*items[:k])) / relevant for k in range(1, ranks + 1)]
