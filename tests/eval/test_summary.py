"""Figures of a run: what counts, what is left out, and that nothing else moves them."""

import math
import random

import pytest

from eval.metrics import measure_named
from eval.records import Judgement, SentenceSupport
from eval.show import show
from eval.summary import figure, measures, summarise
from tests.eval.building import TEXT, abstention, answer, asked, failure, question, run, unanswerable

WRONG = ("It rained.", (47, 57))
UNSCORED = Judgement(None, "unscored", why="no verdict")


def unscored(id_: str):
    reply = answer()
    support = SentenceSupport(reply.sentences[0].text, (1,), UNSCORED, (UNSCORED,), (UNSCORED,), UNSCORED)
    return asked(question(id_), reply, supports=(support,))


MIXED = (
    asked(question("q1")),
    asked(question("q2"), answer(*WRONG)),
    asked(question("q3"), abstention()),
    failure(question("q4")),
    asked(unanswerable("q5"), abstention()),
    asked(unanswerable("q6"), answer(confidence=0.7)),
    unscored("q7"),
)


def test_an_abstention_and_a_failure_count_against_and_nothing_leaves_the_denominator() -> None:
    correct = figure(measure_named("correct"), MIXED)
    assert correct.count == 7
    assert correct.value == pytest.approx(3 / 7)
    assert correct.left_out == ()


def test_what_is_left_out_is_counted_by_status() -> None:
    faithful = figure(measure_named("faithfulness"), MIXED)
    assert faithful.count == 3
    assert dict(faithful.left_out) == {"abstained": 2, "failed": 1, "unscored": 1}
    assert faithful.count + sum(dict(faithful.left_out).values()) == len(MIXED)


def test_an_unscored_judgement_is_never_a_zero() -> None:
    alone = figure(measure_named("faithfulness"), [unscored("q1")])
    assert (alone.value, alone.count, alone.left_out) == (None, 0, (("unscored", 1),))


def test_kinds_are_counted_apart() -> None:
    kinds = {kind.name: (kind.right, kind.count) for kind in summarise(run(*MIXED), 20).kinds}
    assert kinds == {"fact": (2, 5), "unanswerable": (1, 2)}


@pytest.mark.parametrize(
    "records",
    [
        (),
        (asked(question("q1"), abstention()),),
        (failure(question("q1")), failure(unanswerable("q2"))),
        (unscored("q1"), unscored("q2")),
        (asked(unanswerable("q1"), abstention()), asked(unanswerable("q2"), abstention())),
    ],
    ids=["nothing", "one abstention", "all failed", "all unscored", "all unanswerable"],
)
def test_no_figure_is_ever_nan(records) -> None:
    for found in summarise(run(*records), 20).figures:
        assert found.value is None or math.isfinite(found.value), found.measure.name
        assert found.interval is None or all(map(math.isfinite, found.interval[:2])), found.measure.name


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_questions_does_not_matter(seed: int) -> None:
    records = random.Random(seed).sample(MIXED, len(MIXED))
    for name in ("correct", "faithfulness", "abstention F1", "answerability AUROC", "AURC", "ECE"):
        measure = measure_named(name)
        assert figure(measure, records, 30) == figure(measure, MIXED, 30)


def test_a_measure_is_the_same_alone_and_among_the_others() -> None:
    for found in summarise(run(*MIXED), 30).figures:
        if found.measure.name != "paraphrase consistency":  # made of these very questions
            assert figure(found.measure, MIXED, 30) == found


def test_two_runs_of_the_same_data_score_the_same() -> None:
    one, other = summarise(run(*MIXED), 30), summarise(run(*MIXED), 30)
    values = [(f.measure.name, f.value, f.interval, f.count) for f in one.figures]
    assert values == [(f.measure.name, f.value, f.interval, f.count) for f in other.figures]


def test_a_paraphrase_is_compared_with_its_original() -> None:
    same = asked(question("p1", kind="paraphrase", same_as="q1"))
    other = asked(question("p2", kind="paraphrase", same_as="q1"), answer(*WRONG))
    records = (asked(question("q1")), same, other)
    (measure,) = [m for m in measures(records) if m.name == "paraphrase consistency"]
    found = figure(measure, records)
    assert (found.value, found.count) == (0.5, 2)


def test_the_table_has_a_line_for_every_measure_and_kind() -> None:
    summary = summarise(run(*MIXED), 20)
    text = show([summary, summary])
    for found in summary.figures:
        assert f"  {found.measure.name} " in text
    assert "7 questions about 1 article; judge: verifier" in text
    assert TEXT[:5] not in text
