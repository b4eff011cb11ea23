"""What holds of every measure on every kind of question and reply: a number in range, or none."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import MEASURES, SET_MEASURES, measure_named, paraphrase_consistency
from eval.metrics.measure import Measure
from eval.records import Asked, Reply, Span, Tokens
from rag import BylineError

from .make import (
    GOLD,
    OTHER_GOLD,
    SUPPORT,
    abstention,
    answer,
    asked,
    cite,
    question,
    support,
    unanswerable,
)

NAMES = [
    "recall@1", "recall@3", "recall@5", "MRR", "nDCG@10", "exact match", "token F1", "key coverage",
    "correct", "citation recall", "citation precision", "citation F1", "cites the gold", "faithfulness",
    "groundedness", "hallucination rate", "quote integrity", "names right", "numbers right", "dates right",
    "negation right", "speaker accuracy", "statements told as facts", "speakers swapped",
    "abstention precision", "abstention recall", "abstention F1", "answerability AUROC", "AURC",
    "ECE", "Brier score", "seconds", "tokens", "SQuAD 2.0 F1",
]  # fmt: skip
QUESTIONS = (
    (question(keys=(("Ann",), ("Oslo", "Norway")), speaker="Ann Lee", any=False), (GOLD, OTHER_GOLD)),
    (question(keys=(("Ann",),)), (GOLD,)),
    (question(), ()),
    (unanswerable(), ()),
    (question(answerable=None, kind="reported"), ()),
)
words = st.sampled_from(list(SUPPORT))
ROOT = Path(__file__).parents[3]


@st.composite
def any_asked(draw) -> Asked:
    """A question of any kind with any reply that the records allow."""
    of, golds = draw(st.sampled_from(QUESTIONS))
    seconds = draw(st.floats(0, 100))
    confidence = draw(st.one_of(st.floats(0, 1), st.just(float("nan")), st.just(7.0)))
    if draw(st.booleans()) and draw(st.booleans()):
        return asked(of, None, *golds, seconds=seconds)
    citations = [cite(n, at, speaker="Ann Lee") for n, at in enumerate([(100, 150), (300, 340)], 1)]
    citations = citations[: draw(st.integers(0, 2))]
    texts = draw(st.lists(st.sampled_from(["Ann came from Oslo.", "It rained."]), max_size=2))
    full = answer(*texts, citations=citations, text="Ann [1]." if not texts else None, confidence=confidence)
    withheld = draw(st.sampled_from([None, full]))
    got = abstention(confidence) if draw(st.booleans()) else full
    n = len(citations)
    many = st.lists(words, min_size=n, max_size=n)
    supports = tuple(support(t, draw(words), draw(many), draw(many), draw(words)) for t in texts)
    return asked(
        of,
        Reply(
            got,
            ranked=draw(st.sampled_from([(), (Span("a", 0, 9), Span("a", 100, 150))])),
            tokens=draw(st.sampled_from([None, Tokens(10, 5)])),
            forced=withheld if got.abstained else None,
        ),
        *golds,
        seconds=seconds,
        whole=True if got.citations else None,
        supports=() if got.abstained or draw(st.booleans()) else supports,
    )


def rows(measure, questions) -> np.ndarray:
    return np.array([row for row in map(measure.row, questions) if row is not None], dtype=float)


@given(any_asked())
def test_a_score_is_a_number_in_range_exactly_where_it_is_scored(one: Asked) -> None:
    """Ragas 731, 660 and 1274: scores were NaN, or depended on which other measures ran."""
    scores = {measure.name: measure.score(one) for measure in MEASURES}
    for measure in reversed(MEASURES):
        score = scores[measure.name]
        assert measure.score(one) == score, measure.name
        if score.status == "scored":
            assert measure.low <= score.value <= (math.inf if measure.high is None else measure.high)
        else:
            assert score.value is None, measure.name


@given(st.lists(any_asked(), max_size=6), st.randoms())
def test_a_figure_of_a_set_is_a_number_in_range_or_none_in_any_order(questions, random) -> None:
    shuffled = random.sample(questions, len(questions))
    for measure in SET_MEASURES:
        value = measure.of(rows(measure, questions))
        assert value is None or measure.low <= value <= (math.inf if measure.high is None else measure.high)
        assert measure.of(rows(measure, shuffled)) == value, measure.name


UNJUDGED = support("Ann.", "unscored", ["unscored"], ["unscored"], "unscored")
BLEAK = {
    "empty": [],
    "all abstained": [asked(of, abstention(), *golds) for of, golds in QUESTIONS],
    "all failed": [asked(of, None, *golds) for of, golds in QUESTIONS],
    "all unscored": [
        asked(of, answer("Ann.", citations=[cite()]), *golds, supports=(UNJUDGED,)) for of, golds in QUESTIONS
    ],
    "never judged": [asked(of, answer("Ann.", citations=[cite()]), *golds) for of, golds in QUESTIONS],
    "one": [asked(question(), answer("Ann.", citations=[cite()]), GOLD)],
}


@pytest.mark.parametrize("questions", BLEAK.values(), ids=BLEAK)
def test_no_set_however_bleak_gives_nan_or_raises(questions: list[Asked]) -> None:
    for measure in (*MEASURES, paraphrase_consistency(questions)):
        values = [measure.value(measure.score(one)) for one in questions]
        assert not any(value is not None and math.isnan(value) for value in values)
    for measure in SET_MEASURES:
        value = measure.of(rows(measure, questions))
        assert value is None or not math.isnan(value)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_an_abstention_always_has_the_same_status(measure: Measure) -> None:
    """TruLens 1538 and Ragas 1689: an abstention raised, or scored 0 or 1 at random."""
    statuses = {
        measure.score(asked(question(keys=(("Ann",),), speaker="Ann"), abstention(c), GOLD)).status
        for c in (0.0, 1.0)
    }
    assert len(statuses) == 1
    if measure.group == "faithfulness" or measure.name.startswith("citation"):
        assert statuses == {"abstained"}
        assert measure.missing is None


def test_all_that_a_table_needs_is_there_once() -> None:
    every = [*MEASURES, *SET_MEASURES]
    assert MEASURES[0].name == "correct"
    assert len({measure.name for measure in every}) == len(every)
    assert set(NAMES) <= {measure.name for measure in every}
    for measure in every:
        assert measure_named(measure.name) is measure
        assert 0 < len(measure.about) <= 100
        assert "\n" not in measure.about


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(BylineError, match=r"unknown measure 'Faithfullness': did you mean 'faithfulness'\?"):
        measure_named("Faithfullness")
    with pytest.raises(BylineError, match=r"did you mean 'MRR'"):
        measure_named("mrr")
    with pytest.raises(BylineError, match="expected one of correct, "):
        measure_named("??")


def test_heavy_libraries_wait_until_a_figure_is_asked_for() -> None:
    code = "import sys, eval.metrics; print({'sklearn', 'scipy', 'ir_measures'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "set()"
