"""Whether `confidence` can be read as the probability that the article answers: ECE and Brier score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from ..records import Asked
from .confidence import columns, confidence_row
from .measure import SetMeasure


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence is in `[low, high)`, the last bin with its end; all 0 to 1 but `count`.

    `mean_confidence` and `share`, of those that the article answers, are None where `count` is 0.
    """

    low: float
    high: float
    count: int
    mean_confidence: float | None
    share: float | None


def reliability(confidences: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> tuple[Bin, ...]:
    """The reliability diagram: bins of equal width, empty ones too.

    :param confidences: probabilities, 0 to 1.
    """
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, outcome in zip(confidences, outcomes, strict=True):
        inside[min(int(confidence * bins), bins - 1)].append((confidence, outcome))
    return tuple(_bin(number / bins, (number + 1) / bins, rows) for number, rows in enumerate(inside))


def _bin(low: float, high: float, rows: Sequence[tuple[float, bool]]) -> Bin:
    if not rows:
        return Bin(low, high, 0, None, None)
    mean = fsum(confidence for confidence, _ in rows) / len(rows)
    return Bin(low, high, len(rows), mean, sum(outcome for _, outcome in rows) / len(rows))


def calibration_error(confidences: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float | None:
    """Expected calibration error, 0 (best) to 1, over bins of equal width (Guo et al., 2017).

    The mean, weighted by size, of how far a bin's share of true outcomes lies from its mean confidence;
    None without questions. https://arxiv.org/abs/1706.04599. Theirs is of the predicted class, this one of
    the probability of "answerable"; with few questions it is too high, and no better for being 0 by a
    constant confidence that is the base rate: read AUROC beside it.
    """
    if not confidences:
        return None
    gaps = [
        one.count * abs(one.share - one.mean_confidence)
        for one in reliability(confidences, outcomes, bins)
        if one.share is not None and one.mean_confidence is not None
    ]
    return fsum(gaps) / len(confidences)


def brier_score(confidences: Sequence[float], outcomes: Sequence[bool]) -> float | None:
    """Mean squared distance, 0 (best) to 1, of confidence and outcome (Brier, 1950); None without questions.

    It rewards both calibration and telling apart; a constant 0.5 scores 0.25.
    """
    from sklearn.metrics import brier_score_loss

    if not confidences:
        return None
    pairs = sorted(zip(confidences, outcomes, strict=True))
    return float(brier_score_loss([o for _, o in pairs], [c for c, _ in pairs], pos_label=True))


def probability_row(asked: Asked) -> tuple[float, ...] | None:
    """(confidence, answerable); None where either is not known, or the confidence is no probability."""
    row = confidence_row(asked)
    return row if row is not None and 0.0 <= row[0] <= 1.0 else None


CALIBRATION = (
    SetMeasure(
        "ECE",
        "how far confidence is from the share of questions that the article answers",
        "abstention",
        "lower",
        probability_row,
        lambda rows: calibration_error(*columns(rows)),
    ),
    SetMeasure(
        "Brier score",
        "squared distance of confidence from 1 (the article answers) or 0 (it does not)",
        "abstention",
        "lower",
        probability_row,
        lambda rows: brier_score(*columns(rows)),
    ),
)
"""0 to 1, lower is better."""
