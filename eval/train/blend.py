"""How much the verifier's network and the words count, by what people and we have labelled.

The weights are those of a small grid with the best AUROC in the mean of the sets. The sum is then stretched
so that a support says how rarely it is reached in vain: `STRICT` of the statements that are not supported, in
the mean of the sets, reach 0.8, and `LOOSE` of them 0.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from itertools import product

import numpy as np
from numpy.typing import NDArray

from eval.train.evaluate import auroc
from eval.train.pairs import Pair
from rag.retrieve.fusion import Logistic, log_odds
from rag.verify.support import Verifier, looked_at

NETWORK = 0.6
"""Of the network's log-odds, against which the grid is laid."""
BEST = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
MISSING = (0.0, -0.25, -0.5, -0.75, -1.0)
STRICT, LOOSE = 0.12, 0.3
SUPPORTED = 0.8
"""The default of the setting `min_support`; 0.5, `rag.verify.verdict.PARTIAL`, is where log-odds are 0."""
Matrix = NDArray[np.float64]


def inputs(verifier: Verifier, pairs: Sequence[Pair], temperature: float) -> Matrix:
    """What the support of each pair weighs, in the order of `rag.verify.support.Looked`; shape (pairs, 3)."""
    rows = [
        astuple(
            looked_at(pair.statement, pair.quotes, verifier.logits(pair.statement, pair.quotes) / temperature)
        )
        for pair in pairs
    ]
    return np.array(rows)


def fit(rows: Matrix, pairs: Sequence[Pair]) -> Logistic:
    """The weights of all three, and the bias."""
    supported = np.array([pair.label == "S" for pair in pairs])
    sources = np.array([pair.source for pair in pairs])

    def mean(weights: tuple[float, float]) -> float:
        scores = rows @ np.array([NETWORK, *weights])
        parts = [(scores[sources == name], supported[sources == name]) for name in set(sources.tolist())]
        return float(np.mean([auroc(part[labels], part[~labels]) for part, labels in parts]))

    chosen = np.array([NETWORK, *max(product(BEST, MISSING), key=mean)])
    vain = [(rows @ chosen)[(sources == name) & ~supported] for name in set(sources.tolist())]
    loose, strict = (_reached(vain, share) for share in (LOOSE, STRICT))
    slope = log_odds(SUPPORTED) / (strict - loose)
    return Logistic(tuple(round(float(w), 4) for w in slope * chosen), round(-slope * loose, 4))


def _reached(vain: Sequence[Matrix], share: float) -> float:
    """The score that this share of the unsupported ones, in the mean of the sets, reaches."""
    every = np.unique(np.concatenate(vain))
    return float(next(cut for cut in every if np.mean([(part >= cut).mean() for part in vain]) <= share))
