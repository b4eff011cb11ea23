"""Retrieval figures against their definitions, computed here without any library."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import FAILED, NOT_APPLICABLE, Score, measure_named, ndcg, recall_at, reciprocal_rank
from eval.metrics.retrieval import RETRIEVAL, held
from eval.questions import Gold
from eval.records import Reply, Span

from .make import GOLD, OTHER_GOLD, abstention, answer, asked, question, unanswerable

RELEVANT = 4
rankings = st.lists(st.frozensets(st.integers(0, RELEVANT - 1), max_size=2), max_size=14)


@given(rankings, st.integers(1, 6))
def test_recall_is_the_share_of_the_gold_within_k(found, k) -> None:
    within = {item for spans in found[:k] for item in spans}
    assert recall_at(found, RELEVANT, k) == pytest.approx(len(within) / RELEVANT)


@given(rankings)
def test_reciprocal_rank_is_that_of_the_first_span_with_gold(found) -> None:
    naive = next((1 / rank for rank, spans in enumerate(found, 1) if spans), 0.0)
    assert reciprocal_rank(found, RELEVANT) == pytest.approx(naive)


@given(rankings)
def test_ndcg_is_the_gain_over_the_best_gain(found) -> None:
    gains: list[int] = []
    seen: set[int] = set()
    for spans in found:
        gains += [1] * len(spans - seen) or [0]
        seen |= spans
    gain = sum(g / log2(place + 1) for place, g in enumerate(gains[:10], 1))
    best = sum(1 / log2(place + 1) for place in range(1, RELEVANT + 1))
    assert ndcg(found, RELEVANT) == pytest.approx(gain / best)
    assert 0 <= ndcg(found, RELEVANT) <= 1 + 1e-9


def test_by_hand() -> None:
    found = [frozenset(), frozenset({1}), frozenset({1}), frozenset({0})]
    assert recall_at(found, 2, 1) == 0.0
    assert recall_at(found, 2, 3) == 0.5
    assert recall_at(found, 2, 5) == 1.0
    assert reciprocal_rank(found, 2) == 0.5
    assert ndcg(found, 2) == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))


def test_a_long_span_holds_every_gold_in_it() -> None:
    golds = (Gold("x", ((0, 10),)), Gold("y", ((20, 30),)))
    page = held([Span("a", 0, 500)], golds, "a", any_one=False)
    assert page == [{0, 1}]
    assert recall_at(page, 2, 1) == ndcg(page, 2) == 1.0
    assert held([Span("b", 0, 500)], golds, "a", any_one=False) == [frozenset()]


def scores(one) -> dict[str, Score]:
    return {measure.name: measure.score(one) for measure in RETRIEVAL}


SPANS = (Span("a", 0, 50), Span("b", 100, 150), Span("a", 300, 340), Span("a", 90, 160))


def test_any_gold_is_enough_or_all_are_wanted() -> None:
    reply = Reply(answer("Ann."), SPANS)
    either = scores(asked(question(), reply, GOLD, OTHER_GOLD))
    assert either["recall@1"] == Score(0.0)
    assert either["recall@3"] == Score(1.0)
    assert either["MRR"] == Score(pytest.approx(1 / 3))
    assert either["nDCG@10"] == Score(pytest.approx(0.5))
    every = scores(asked(question(any=False), reply, GOLD, OTHER_GOLD))
    assert every["recall@3"] == Score(0.5)
    assert every["recall@5"] == Score(1.0)


def test_passages_stand_in_where_a_system_does_not_say_what_it_ranked() -> None:
    reply = answer("Ann.", passages=[(0, 50), (100, 150)])
    assert measure_named("MRR").score(asked(question(), reply, GOLD)) == Score(0.5)


def test_an_abstention_is_scored_by_what_was_retrieved() -> None:
    assert scores(asked(question(), abstention(passages=[(100, 150)]), GOLD))["recall@1"] == Score(1.0)
    assert set(scores(asked(question(), abstention(), GOLD)).values()) == {Score(0.0)}


def test_failures_count_0_and_questions_without_gold_do_not_count() -> None:
    assert set(scores(asked(question(), None, GOLD)).values()) == {FAILED}
    assert {measure.value(FAILED) for measure in RETRIEVAL} == {0.0}
    assert set(scores(asked(unanswerable(), abstention())).values()) == {NOT_APPLICABLE}
    assert set(scores(asked(question(), abstention())).values()) == {NOT_APPLICABLE}
