"""What risk an answer carries if only the most confident are given: the risk-coverage curve and its area.

Geifman and El-Yaniv, 2017, https://arxiv.org/abs/1705.08500. Here an answer is wrong unless it is "correct",
and an abstention stands with the answer that it withheld, if the system can say it: to withhold an answer to
what has none is what confidence is for, so such an answer is wrong. Where there is no answer at all, neither
given nor withheld, a question has no place in the order: the curve ends at the share for which there was
one, and areas of curves that end elsewhere must not be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from ..records import Asked
from .confidence import columns, confidence_of
from .correct import is_right
from .measure import SetMeasure


@dataclass(frozen=True, slots=True)
class Point:
    """Of the questions the share answered, and of these answers the share wrong; both 0 to 1."""

    coverage: float
    risk: float


def risk_coverage(
    confidences: Sequence[float], wrong: Sequence[bool], questions: int | None = None
) -> tuple[Point, ...]:
    """The risk of the k most confident answers, for every k from 1.

    Answers of one confidence stand in no order: the risk is the expected one over all their orders.

    :param questions: of how many questions the coverage is a share, where some have no answer; None: of as
        many as there are answers.
    :return: by rising coverage; () without answers.
    """
    total = len(confidences) if questions is None else questions
    risks = _risks(np.asarray(confidences, dtype=float), np.asarray(wrong, dtype=float))
    return tuple(Point(k / total, float(risk)) for k, risk in enumerate(risks, 1))


def aurc(confidences: Sequence[float], wrong: Sequence[bool]) -> float | None:
    """Area under the risk-coverage curve: the mean risk over all its points, 0 (best) to 1.

    None without answers. With confidence by chance it is the share of wrong answers.
    """
    return _area(_risks(np.asarray(confidences, dtype=float), np.asarray(wrong, dtype=float)))


def excess_aurc(confidences: Sequence[float], wrong: Sequence[bool]) -> float | None:
    """AURC above that of the best order, in which all wrong answers come last; 0 (best) to 1.

    Geifman et al., 2019, https://arxiv.org/abs/1805.08206 (E-AURC): what the confidence is to blame for, and
    not the answers. None without answers.
    """
    found = aurc(confidences, wrong)
    best = aurc([-float(flag) for flag in wrong], wrong)
    return None if found is None or best is None else max(0.0, found - best)


def _risks(confidences: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    """Expected risk of the first k answers, for k from 1."""
    if not len(confidences):
        return np.zeros(0)
    _, block = np.unique(-confidences, return_inverse=True)
    sizes = np.bincount(block)
    errors = np.bincount(block, weights=wrong)
    each = np.repeat(errors / sizes, sizes)
    before = np.repeat(np.cumsum(errors) - errors, sizes)
    place = np.arange(1, len(each) + 1)
    inside = place - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.minimum(1.0, (before + inside * each) / place)


def _area(risks: np.ndarray) -> float | None:
    return fsum(risks) / len(risks) if len(risks) else None


def selective_row(asked: Asked) -> tuple[float, ...] | None:
    """(confidence, wrong) of the answer that was given or withheld; None without one or its confidence."""
    if asked.reply is None:
        return None
    answer = asked.reply.forced if asked.reply.answer.abstained else asked.reply.answer
    confidence = confidence_of(asked)
    if answer is None or answer.abstained or confidence is None:
        return None
    right = is_right(answer, asked)
    return None if right is None else (confidence, float(not right))


SELECTIVE = (
    SetMeasure(
        "AURC",
        "share of wrong answers among the most confident, the mean over all cut-offs",
        "abstention",
        "lower",
        selective_row,
        lambda rows: aurc(*columns(rows)),
    ),
    SetMeasure(
        "E-AURC",
        "AURC above that of the best possible order of the same answers",
        "abstention",
        "lower",
        selective_row,
        lambda rows: excess_aurc(*columns(rows)),
    ),
)
"""0 to 1, lower is better."""
