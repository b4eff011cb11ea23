"""Abstaining as a classifier, by hand and against counting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

from eval.metrics import (
    FAILED,
    Score,
    abstention_f1,
    abstention_precision,
    abstention_recall,
    auroc,
    measure_named,
)
from eval.metrics.abstention import ABSTENTION, ANSWERED

from .make import abstention, answer, asked, question, unanswerable

cases = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12)


@given(cases)
def test_against_counting(pairs) -> None:
    abstained, hopeless = [a for a, _ in pairs], [h for _, h in pairs]
    both = sum(a and h for a, h in pairs)
    precision = both / sum(abstained) if any(abstained) else None
    recall = both / sum(hopeless) if any(hopeless) else None
    f1 = 2 * both / (sum(abstained) + sum(hopeless)) if any(hopeless) else None
    assert abstention_precision(abstained, hopeless) == (
        None if precision is None else pytest.approx(precision)
    )
    assert abstention_recall(abstained, hopeless) == (None if recall is None else pytest.approx(recall))
    assert abstention_f1(abstained, hopeless) == (None if f1 is None else pytest.approx(f1))
    if any(abstained) and any(hopeless):
        for ours, theirs in (
            (abstention_precision, precision_score),
            (abstention_recall, recall_score),
            (abstention_f1, f1_score),
        ):
            assert ours(abstained, hopeless) == pytest.approx(theirs(hopeless, abstained))


def test_by_hand() -> None:
    abstained, hopeless = [True, True, True, False], [True, False, True, True]
    assert abstention_precision(abstained, hopeless) == pytest.approx(2 / 3)
    assert abstention_recall(abstained, hopeless) == pytest.approx(2 / 3)
    assert abstention_f1([False], [True]) == 0.0, "who never abstains does not get away with no figure"


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.5, 0.9]), st.booleans()), max_size=12), st.randoms())
def test_auroc_is_the_share_of_pairs_in_order(pairs, random) -> None:
    high, low = [s for s, label in pairs if label], [s for s, label in pairs if not label]
    ours = auroc([s for s, _ in pairs], [label for _, label in pairs])
    if not high or not low:
        assert np.isnan(ours)
        return
    won = sum(1.0 if h > n else 0.5 if h == n else 0.0 for h in high for n in low)
    assert ours == pytest.approx(won / len(high) / len(low))
    assert ours == pytest.approx(roc_auc_score([label for _, label in pairs], [s for s, _ in pairs]))
    shuffled = random.sample(pairs, len(pairs))
    assert auroc([s for s, _ in shuffled], [label for _, label in shuffled]) == ours


def figure(name: str, *questions) -> float | None:
    measure = measure_named(name)
    rows = [row for row in map(measure.row, questions) if row is not None]
    return measure.of(np.array(rows, dtype=float))


def test_over_questions() -> None:
    questions = [
        asked(unanswerable(), abstention(0.2)),
        asked(unanswerable(), None),
        asked(question(), abstention(0.3)),
        asked(question(), answer("Ann.", confidence=0.9)),
        asked(question(answerable=None), abstention(0.9)),
    ]
    assert figure("abstention precision", *questions) == 0.5
    assert figure("abstention recall", *questions) == 0.5, "a failure is no abstention"
    assert figure("abstention F1", *questions) == 0.5
    assert figure("answerability AUROC", *questions) == 1.0, "the failure has no confidence"


def test_a_confidence_that_is_no_number_has_no_part() -> None:
    odd = asked(question(), answer("Ann.", confidence=float("nan")))
    assert measure_named("answerability AUROC").row(odd) is None


def test_without_cases_there_is_no_figure() -> None:
    for measure in ABSTENTION:
        assert measure.of(np.zeros((0, 2))) is None
        assert measure.of(np.array([])) is None
    assert figure("abstention precision", asked(question(), answer("Ann."))) is None
    assert figure("answerability AUROC", asked(question(), answer("Ann."))) is None


def test_answered_is_the_coverage() -> None:
    assert ANSWERED.score(asked(question(), answer("Ann."))) == Score(1.0)
    assert ANSWERED.score(asked(question(), abstention())) == Score(0.0)
    assert ANSWERED.score(asked(question(), None)) == FAILED
