"""What an answer costs: seconds, tokens, and sentences to read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..records import Asked, Judgement, SentenceSupport
from .given import given
from .measure import FAILED, NOT_APPLICABLE, Measure, Score, SetMeasure


def percentile(values: np.ndarray, percent: float) -> float | None:
    """The value that `percent`, 0 to 100, of the values do not exceed, between two linearly; None of none."""
    return float(np.percentile(values, percent)) if values.size else None


def _seconds(asked: Asked) -> Score:
    return FAILED if asked.reply is None else Score(asked.seconds)


def _tokens(asked: Asked) -> Score:
    if asked.reply is None:
        return FAILED
    tokens = asked.reply.tokens
    return NOT_APPLICABLE if tokens is None else Score(float(tokens.prompt + tokens.completion))


def _judge_tokens(asked: Asked) -> Score:
    asked_of = [judgement.tokens for support in asked.supports for judgement in _made(support)]
    spent = [tokens.prompt + tokens.completion for tokens in asked_of if tokens]
    return Score(float(sum(spent))) if spent else NOT_APPLICABLE


def _made(support: SentenceSupport) -> Iterator[Judgement]:
    """Each judgement that a judge was asked for, once: a sole citation is not judged alone again."""
    yield support.cited
    yield support.read
    yield from support.without
    if len(support.citations) > 1:
        yield from support.alone


def _sentences(asked: Asked) -> Score:
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    return Score(float(len(answer.sentences))) if answer.sentences else NOT_APPLICABLE


def _seconds_row(asked: Asked) -> tuple[float, ...] | None:
    return None if asked.reply is None else (asked.seconds,)


def _percentile(name: str, about: str, percent: float) -> SetMeasure:
    def of(rows: np.ndarray) -> float | None:
        return percentile(rows, percent)

    return SetMeasure(name, about, "cost", "lower", _seconds_row, of, high=None, unit="s")


SECONDS = Measure(
    "seconds", "wall time of a reply, abstentions too", "cost", "lower", _seconds, high=None, unit="s"
)
SECONDS_SPREAD = (
    _percentile("seconds, median", "half of the replies took at most this", 50),
    _percentile("seconds, p95", "95 % of the replies took at most this", 95),
)
"""From 0, lower is better. Failures are left out: how soon a system fails is no merit."""

TOKENS = Measure(
    "tokens",
    "tokens that a language model read and wrote for a reply",
    "cost",
    "lower",
    _tokens,
    high=None,
    unit="tokens",
)
"""From 0, lower is better; not applicable where no language model was asked."""

JUDGE_TOKENS = Measure(
    "judge tokens",
    "tokens that the judge's language model read and wrote for a reply",
    "cost",
    "lower",
    _judge_tokens,
    high=None,
    unit="tokens",
)
"""From 0, lower is better: the price of the figures, not of the answers; only with an LLM as judge."""

SENTENCES = Measure(
    "sentences",
    "sentences in an answer; no merit by itself",
    "cost",
    "neither",
    _sentences,
    low=1,
    high=None,
    unit="sentences",
)
"""From 1, among the answered. Fewer is less to read, and no merit where a list was asked for."""
