"""Figures of agreement, each a pure function of an array; None where it is not defined."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]
Of = Callable[[Rows], float | None]


def auroc(rows: Rows) -> float | None:
    """How often a supported sentence has more support than another, ties counting half; column 0 and 1."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(rows[:, 1], rows[:, 0])) if _both(rows) else None


def balanced(rows: Rows) -> float | None:
    """The mean, over the labels in column 1, of the share of each that column 2 finds."""
    from sklearn.metrics import recall_score

    labels = np.unique(rows[:, 1])
    if len(labels) < 2:
        return None
    return float(recall_score(rows[:, 1], rows[:, 2], labels=labels, average="macro"))


def f1_supported(rows: Rows) -> float | None:
    """F1 of "supported"."""
    from sklearn.metrics import f1_score

    return float(f1_score(rows[:, 1], rows[:, 2], zero_division=0)) if _both(rows) else None


def f1_unsupported(rows: Rows) -> float | None:
    """F1 of "unsupported", which is what a judge is asked to find."""
    return f1_supported(1 - rows)


def pearson(rows: Rows) -> float | None:
    """Pearson's correlation of the two columns; None where one of them is constant."""
    from scipy.stats import pearsonr

    return None if _constant(rows) else float(pearsonr(rows[:, 0], rows[:, 1])[0])


def spearman(rows: Rows) -> float | None:
    """Spearman's, with ties at their mean rank; None where one of them is constant."""
    from scipy.stats import spearmanr

    return None if _constant(rows) else float(spearmanr(rows[:, 0], rows[:, 1])[0])


VERDICTS: tuple[tuple[str, Of], ...] = (
    ("balanced accuracy", balanced),
    ("F1 supported", f1_supported),
    ("F1 unsupported", f1_unsupported),
)


def _both(rows: Rows) -> bool:
    return len(set(rows[:, 1])) == 2


def _constant(rows: Rows) -> bool:
    return len(rows) < 2 or bool((rows == rows[0]).all(axis=0).any())


def best_threshold(rows: Rows) -> float | None:
    """The support from which on to call a sentence supported, for the best balanced accuracy.

    :param rows: [sentences, (support, supported, …)].
    :return: the highest of equals; None where only one label occurs.
    """
    from sklearn.metrics import roc_curve

    if not _both(rows):
        return None
    false, true, thresholds = roc_curve(rows[:, 1], rows[:, 0])
    return float(thresholds[int(np.argmax(true - false))])
