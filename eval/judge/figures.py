"""Figures of agreement, each a pure function of an array; None where it is not defined.

By counting and by ranks, since a bootstrap asks for each of them a thousand times; the tests hold them
against scikit-learn's and scipy's.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..metrics.abstention import auroc as area

Rows = NDArray[np.float64]
Of = Callable[[Rows], float | None]


def auroc(rows: Rows) -> float | None:
    """How often a supported sentence has more support than another, ties counting half; column 0 and 1."""
    return area(rows[:, 0].tolist(), (rows[:, 1] == 1).tolist()) if _both(rows) else None


def balanced(rows: Rows) -> float | None:
    """The mean, over the labels in column 1, of the share of each that column 2 finds."""
    labels = np.unique(rows[:, 1])
    if len(labels) < 2:
        return None
    right = rows[:, 1] == rows[:, 2]
    return float(np.mean([right[rows[:, 1] == label].mean() for label in labels]))


def f1_supported(rows: Rows) -> float | None:
    """F1 of "supported": twice what both call so, over what each does; 0 where no verdict is."""
    if not _both(rows):
        return None
    return float(2 * (rows[:, 1] * rows[:, 2]).sum() / (rows[:, 1].sum() + rows[:, 2].sum()))


def f1_unsupported(rows: Rows) -> float | None:
    """F1 of "unsupported", which is what a judge is asked to find."""
    return f1_supported(1 - rows)


def pearson(rows: Rows) -> float | None:
    """Pearson's correlation of the two columns; None where one of them is constant."""
    if _constant(rows):
        return None
    apart = rows - rows.mean(axis=0)
    lengths = np.sqrt((apart**2).sum(axis=0))
    return float((apart[:, 0] * apart[:, 1]).sum() / (lengths[0] * lengths[1]))


def spearman(rows: Rows) -> float | None:
    """Spearman's, with ties at their mean rank; None where one of them is constant."""
    from scipy.stats import rankdata

    return pearson(rankdata(rows, axis=0))


VERDICTS: tuple[tuple[str, Of], ...] = (
    ("balanced accuracy", balanced),
    ("F1 supported", f1_supported),
    ("F1 unsupported", f1_unsupported),
)


def best_threshold(rows: Rows) -> float | None:
    """The support from which on to call a sentence supported, for the best balanced accuracy.

    :param rows: [sentences, (support, supported, …)].
    :return: the highest of equals, infinity where to call none so is best; None where only one label occurs.
    """
    if not _both(rows):
        return None
    supported = rows[:, 1] == 1
    thresholds = np.append(np.unique(rows[:, 0]), np.inf)[::-1]
    found, wrongly = (_at_least(rows[of, 0], thresholds) for of in (supported, ~supported))
    return float(thresholds[int(np.argmax(found - wrongly))])


def _at_least(supports: Rows, thresholds: Rows) -> Rows:
    """The share of the supports that reach each threshold."""
    return 1 - np.searchsorted(np.sort(supports), thresholds, side="left") / len(supports)


def _both(rows: Rows) -> bool:
    return len(rows) > 0 and bool(rows[:, 1].min() != rows[:, 1].max())


def _constant(rows: Rows) -> bool:
    return len(rows) < 2 or bool((rows == rows[0]).all(axis=0).any())
