"""A question's confidence and whether it has an answer: what AUROC and calibration start from."""

from __future__ import annotations

import math

import numpy as np

from ..records import Asked


def confidence_of(asked: Asked) -> float | None:
    """The reply's confidence, any finite number; None where the system failed or gave no such number."""
    value = asked.answer.confidence if asked.answer else None
    return float(value) if value is not None and math.isfinite(value) else None


def confidence_row(asked: Asked) -> tuple[float, ...] | None:
    """(confidence, answerable); None where either is not known."""
    confidence, answerable = confidence_of(asked), asked.question.answerable
    return None if confidence is None or answerable is None else (confidence, float(answerable))


def columns(rows: np.ndarray) -> tuple[list[float], list[bool]]:
    """The numbers and the flags of an array [questions, 2], which may be empty."""
    numbers, flags = rows.reshape(-1, 2).T
    return numbers.tolist(), (flags > 0.5).tolist()
