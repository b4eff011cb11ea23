"""What became of a language model's own sentences: how many it made up, and how often quotes had to answer.

Not applicable where no language model wrote. The drafts are what the model wrote, before anything was checked
or left out, so that they show what the checking is worth beside `hallucination rate`, which is of the answer.
"""

from __future__ import annotations

from ..records import Asked
from .faithfulness import verdict_share
from .given import given
from .measure import FAILED, NOT_APPLICABLE, UNSCORED, Measure, Score


def _invented(asked: Asked) -> Score:
    if not asked.drafts:
        answer = given(asked)
        return answer if isinstance(answer, Score) else NOT_APPLICABLE
    value = verdict_share([judgement.verdict for judgement in asked.drafts], ("unsupported", "contradicted"))
    return UNSCORED if value is None else Score(value)


def _fell_back(asked: Asked) -> Score:
    if asked.reply is None:
        return FAILED
    if asked.reply.draft is None:
        return NOT_APPLICABLE
    return Score(float(bool(asked.reply.answer.fallback)))


def _dropped(asked: Asked) -> Score:
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    if asked.reply is None or asked.reply.draft is None or answer.fallback or not answer.sentences:
        return NOT_APPLICABLE
    drafted = len(answer.sentences) + answer.dropped
    return Score((answer.dropped + answer.rewritten) / drafted)


def _first(asked: Asked) -> Score:
    if asked.reply is None:
        return FAILED
    return NOT_APPLICABLE if asked.reply.first is None else Score(asked.reply.first)


DRAFTS_INVENTED = Measure(
    "hallucination rate of drafts",
    "share of the sentences that a language model drafted which nothing read supports even in part",
    "faithfulness",
    "lower",
    _invented,
)
"""0 to 1, lower is better, of the questions that were given to the model; to be read beside
`hallucination rate`, by the same judge, of what was let through."""

FALLBACKS = Measure(
    "fallbacks",
    "share of the questions given to a language model that quotes had to answer, or nobody could",
    "abstention",
    "lower",
    _fell_back,
)
"""0 to 1, lower is better."""

LEFT_OUT = Measure(
    "drafts left out",
    "share of an answer's drafted sentences that were dropped or gave way to a quote",
    "faithfulness",
    "neither",
    _dropped,
)
"""0 to 1, of the answers that a language model wrote."""

FIRST_SENTENCE = Measure(
    "seconds to the first sentence",
    "wall time until the first checked sentence could be shown",
    "cost",
    "lower",
    _first,
    high=None,
    unit="s",
)
"""From 0, lower is better; among the answered."""

WRITER = (DRAFTS_INVENTED, LEFT_OUT, FALLBACKS, FIRST_SENTENCE)
