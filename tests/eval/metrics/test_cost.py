"""Seconds, tokens and sentences."""

import numpy as np
import pytest

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score, measure_named
from eval.metrics.cost import JUDGE_TOKENS, SECONDS, SECONDS_SPREAD, SENTENCES, TOKENS
from eval.records import Judgement, Reply, SentenceSupport, Tokens

from .make import abstention, answer, asked, question


def test_seconds_are_those_of_every_reply() -> None:
    assert SECONDS.score(asked(question(), abstention(), seconds=0.25)) == Score(0.25)
    assert SECONDS.score(asked(question(), None, seconds=60.0)) == FAILED
    assert SECONDS.value(FAILED) is None


def test_median_and_95th_percentile() -> None:
    median, p95 = SECONDS_SPREAD
    rows = np.array([[4.0], [1.0], [2.0], [3.0]])
    assert median.of(rows) == 2.5
    assert p95.of(rows) == pytest.approx(3.85), "0.95 * 3 = 2.85 steps above 1"
    assert median.of(rows[:0]) is p95.of(np.array([])) is None
    assert median.row(asked(question(), abstention(), seconds=2.0)) == (2.0,)
    assert median.row(asked(question(), None)) is None
    assert measure_named("seconds, p95") is p95


def test_tokens_are_read_and_written_ones() -> None:
    assert TOKENS.score(asked(question(), Reply(answer("Ann."), tokens=Tokens(100, 20)))) == Score(120.0)
    assert TOKENS.score(asked(question(), Reply(abstention(), tokens=Tokens(100, 2)))) == Score(102.0)
    assert TOKENS.score(asked(question(), answer("Ann."))) == NOT_APPLICABLE
    assert TOKENS.score(asked(question(), None)) == FAILED


def test_sentences_are_those_of_answers() -> None:
    assert SENTENCES.score(asked(question(), answer("Ann.", "Bo."))) == Score(2.0)
    assert SENTENCES.score(asked(question(), answer(text="Ann."))) == NOT_APPLICABLE
    assert SENTENCES.score(asked(question(), abstention())) == ABSTAINED


def test_a_judges_tokens_are_counted_once_for_each_time_it_was_asked() -> None:
    spent = Judgement(1.0, "supported", tokens=Tokens(10, 1))
    free = Judgement(0.0, "unsupported")
    sole = SentenceSupport("Ann.", (1,), spent, (spent,), (free,), spent)
    two = SentenceSupport("Bo.", (1, 2), spent, (spent, spent), (spent, spent), spent)
    assert JUDGE_TOKENS.score(asked(question(), answer("Ann."), supports=(sole,))) == Score(22.0)
    assert JUDGE_TOKENS.score(asked(question(), answer("Ann."), supports=(sole, two))) == Score(22.0 + 66.0)
    assert JUDGE_TOKENS.score(asked(question(), abstention())) == NOT_APPLICABLE
