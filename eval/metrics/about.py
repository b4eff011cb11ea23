"""How much of what a summary must draw on it cites, beside the article's first sentences."""

from __future__ import annotations

from collections.abc import Sequence

from ..questions import Gold
from ..records import Asked, Span
from .given import given
from .gold import cited_spans, golds_cited
from .measure import NOT_APPLICABLE, Measure, Score


def gold_recall(cited: Sequence[Span], golds: Sequence[Gold], article_id: str) -> float:
    """Share, 0 to 1, of the gold quotes, at least one, that some cited span overlaps.

    Look-alikes: ROUGE recall, which compares words; recall@k, which is over what was retrieved.
    """
    return golds_cited(cited, golds, article_id) / len(golds)


def _summary_recall(asked: Asked) -> Score:
    if not _is_about(asked):
        return NOT_APPLICABLE
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    return Score(gold_recall(cited_spans(answer), asked.golds, asked.article_id))


def _lead_recall(asked: Asked) -> Score:
    if not _is_about(asked) or not asked.lead:
        return NOT_APPLICABLE
    return Score(gold_recall(asked.lead, asked.golds, asked.article_id))


def _is_about(asked: Asked) -> bool:
    return asked.question.asks == "about" and bool(asked.question.answerable and asked.golds)


SUMMARY = (
    Measure(
        "summary recall",
        "share of the sentences that a summary must draw on which the answer cites",
        "citation",
        "higher",
        _summary_recall,
        missing=0.0,
    ),
    Measure(
        "summary recall of the first three",
        "the same of the article's first three sentences, whatever was answered: the baseline",
        "citation",
        "neither",
        _lead_recall,
    ),
)
"""0 to 1. An answer that cites the whole article has a recall of 1: see sentence precision beside it."""
