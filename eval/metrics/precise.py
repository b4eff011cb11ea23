"""How much of what is cited the question needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..questions import Gold
from ..records import Asked, Span
from .given import given
from .gold import cited_spans, cites_gold
from .measure import NOT_APPLICABLE, Measure, Score


def sentence_precision(cited: Iterable[Span], golds: Sequence[Gold], article_id: str) -> float | None:
    """Share, 0 to 1, of the distinct cited spans that overlap a gold quote; None where nothing is cited.

    Look-alikes: ALCE's citation precision, which asks whether the answer's sentence needs its citation;
    precision of retrieval, which is over what was read.
    """
    spans = set(cited)
    if not spans:
        return None
    return sum(cites_gold([span], golds, article_id, need_all=False) for span in spans) / len(spans)


def _sentence_precision(asked: Asked) -> Score:
    if asked.question.answerable is False or not asked.golds:
        return NOT_APPLICABLE
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    value = sentence_precision(cited_spans(answer), asked.golds, asked.article_id)
    return NOT_APPLICABLE if value is None else Score(value)


SENTENCE_PRECISION = Measure(
    "sentence precision",
    "of the answers to what has a gold quote, the share of the cited sentences that overlap one",
    "citation",
    "higher",
    _sentence_precision,
)
"""Mean over the answers, each counting once. A sentence that backs the answer and is not in the gold counts
as not needed, so the figure is low where the gold is a choice of several, as in a summary."""
