"""Whether a system abstains where it should: precision, recall and F1 of abstaining, and AUROC.

The positive case is a question that the article does not answer; questions of which nobody has said are left
out. A system that failed did not abstain. The tests hold the figures against scikit-learn's, which checks its
input for longer than it computes: too long for a bootstrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from ..records import Asked
from .confidence import columns, confidence_row
from .measure import FAILED, Measure, Score, SetMeasure


def abstention_precision(abstained: Sequence[bool], unanswerable: Sequence[bool]) -> float | None:
    """Of the abstentions, the share, 0 to 1, where there is no answer; None without an abstention."""
    return _share(_both(abstained, unanswerable), int(np.count_nonzero(abstained)))


def abstention_recall(abstained: Sequence[bool], unanswerable: Sequence[bool]) -> float | None:
    """Of the questions without an answer, the share, 0 to 1, abstained from; None without such a question.

    Look-alikes: the "refusal rate", which is over all questions; "rejection accuracy" is this.
    """
    return _share(_both(abstained, unanswerable), int(np.count_nonzero(unanswerable)))


def abstention_f1(abstained: Sequence[bool], unanswerable: Sequence[bool]) -> float | None:
    """Harmonic mean, 0 to 1, of both; 0 without an abstention, None without an unanswerable question."""
    if not any(unanswerable):
        return None
    return (
        2 * _both(abstained, unanswerable) / int(np.count_nonzero(abstained) + np.count_nonzero(unanswerable))
    )


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve: the chance that a random positive scores above a random negative.

    0.5 is chance, 1 is best; nan unless both labels occur. By the rank sum of the positives (Hanley and
    McNeil, 1982, https://doi.org/10.1148/radiology.143.1.7063747), which a bootstrap can afford.
    """
    from scipy.stats import rankdata

    positive = np.asarray(labels, dtype=bool)
    count = int(positive.sum())
    if count in (0, len(positive)):
        return float("nan")
    above = rankdata(scores)[positive].sum() - count * (count + 1) / 2
    return float(above / (count * (len(positive) - count)))


def _both(abstained: Sequence[bool], unanswerable: Sequence[bool]) -> int:
    return int(np.count_nonzero(np.logical_and(abstained, unanswerable)))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _abstention_row(asked: Asked) -> tuple[float, ...] | None:
    if asked.question.answerable is None:
        return None
    return float(asked.answer is not None and asked.answer.abstained), float(not asked.question.answerable)


def _flags(rows: np.ndarray) -> tuple[list[bool], list[bool]]:
    abstained, unanswerable = columns(rows)
    return [flag > 0.5 for flag in abstained], unanswerable


def _auroc(rows: np.ndarray) -> float | None:
    scores, labels = columns(rows)
    return auroc(scores, labels) if len(set(labels)) == 2 else None


def _answered(asked: Asked) -> Score:
    return FAILED if asked.answer is None else Score(float(not asked.answer.abstained))


ANSWERED = Measure(
    "answered",
    "share of all questions that got an answer, right or wrong; no merit by itself",
    "abstention",
    "neither",
    _answered,
    missing=0.0,
)
"""0 or 1; the mean is the coverage of selective prediction. Of questions that all have no answer, lower is
better."""


def _measure(which: Literal["precision", "recall", "F1"], about: str) -> SetMeasure:
    figures = {"precision": abstention_precision, "recall": abstention_recall, "F1": abstention_f1}
    return SetMeasure(
        f"abstention {which}",
        about,
        "abstention",
        "higher",
        _abstention_row,
        lambda rows: figures[which](*_flags(rows)),
    )


ABSTENTION = (
    _measure("precision", "of the abstentions, the share where the article does not answer"),
    _measure("recall", "of the questions that the article does not answer, the share abstained from"),
    _measure("F1", "harmonic mean of abstention precision and recall"),
    SetMeasure(
        "answerability AUROC",
        "chance that an answerable question gets more confidence than one without an answer",
        "abstention",
        "higher",
        confidence_row,
        _auroc,
    ),
)
"""0 to 1, higher is better."""
