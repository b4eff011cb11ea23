from __future__ import annotations

import pytest

from eval.records import Span
from eval.report.curves import reliability_bins, retrieval_shares, risk_points
from tests.eval.building import abstention, answer, asked, failure, question, run, unanswerable
from tests.eval.report.making import mixed, summed


def found_at(rank: int, id_: str):
    """A question whose gold is the span at this rank."""
    others = [Span("id-a", 1000 + n, 1010 + n) for n in range(rank - 1)]
    from dataclasses import replace

    one = asked(question(id_))
    return replace(one, reply=replace(one.reply, ranked=(*others, Span("id-a", 0, 18))))


def test_retrieval_is_the_share_found_up_to_each_rank() -> None:
    questions = [found_at(1, "a"), found_at(3, "b"), found_at(40, "c"), failure(question("d"))]
    assert retrieval_shares(questions, 4) == (0.25, 0.25, 0.5, 0.5)


@pytest.mark.parametrize("k", [1, 3, 5])
def test_retrieval_agrees_with_the_measure(k: int) -> None:
    questions = [found_at(1, "a"), found_at(3, "b"), found_at(5, "c"), found_at(6, "d"), *mixed()]
    figure = summed(run(*questions)).figure(f"recall@{k}")
    assert retrieval_shares(questions)[k - 1] == pytest.approx(figure.value)


def test_nothing_to_retrieve_gives_no_curve() -> None:
    assert retrieval_shares([asked(unanswerable(), abstention())]) == ()


def test_the_mean_over_the_risk_curve_is_the_measure() -> None:
    points = risk_points(mixed())
    figure = summed(run(*mixed())).figure("AURC")
    assert sum(point.risk for point in points) / len(points) == pytest.approx(figure.value)
    assert [point.risk for point in points] == [0, pytest.approx(1 / 2), pytest.approx(2 / 3)]


def test_coverage_counts_questions_without_an_answer() -> None:
    # six questions have a right reply; three were answered
    assert [point.coverage for point in risk_points(mixed())] == pytest.approx([1 / 6, 2 / 6, 3 / 6])


def test_bins_hold_the_answerable_of_their_confidence() -> None:
    rows = [asked(question("a"), answer(confidence=0.91)), asked(unanswerable("b"), answer(confidence=0.95))]
    filled = [b for b in reliability_bins(rows) if b.count]
    assert [(b.low, b.count, b.share) for b in filled] == [(0.9, 2, 0.5)]
    assert filled[0].mean_confidence == pytest.approx(0.93)


def test_no_answers_give_empty_curves() -> None:
    assert risk_points([failure()]) == ()
    assert not any(b.count for b in reliability_bins([failure()]))
