"""Fit `weights.json`: `python -m eval.judge.fit --data ../shared/data`.

A logistic regression of `Features` on people's labels, in which every set and every label weighs the same
and each set has a constant of its own: what tells supported from unsupported within a set is learned, and not
how one set's writers differ from another's. The constant that is shipped is the mean of theirs.

The figures beside the weights are of articles that the weights in question did not see: fitted on either half
of the articles and scored on the other, then averaged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Settings
from index.embed import BUILT_IN, Embedder

from .features import LIKELY, WEIGHTS, Features, Weights
from .figures import auroc, balanced
from .labels import Labelled, read_labels
from .source import Held, SentenceVectors

SETS = (
    "wice/oracle_chunks_claim_dev.jsonl",
    "qags/mturk_cnndm.jsonl",
    "ragtruth_faithjudge/ragtruth_summary.jsonl",
)
STRENGTH = 1.0
"""Inverse strength of the L2 penalty; a set weighs as 1,000 sentences."""

Matrix = NDArray[np.float64]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """The sentences of one set: features [sentences, features], labels, and the half of their article."""

    features: Matrix
    supported: NDArray[np.bool_]
    half: NDArray[np.int64]

    def only(self, half: int) -> Part:
        """The sentences of one half."""
        kept = self.half == half
        return Part(self.features[kept], self.supported[kept], self.half[kept])


def part(labelled: Sequence[Labelled], vectors: SentenceVectors) -> Part:
    """Look at every sentence of a set."""
    rows = []
    sources: tuple[str, ...] = ()
    held = Held.of(sources)
    for one in labelled:
        if one.sources != sources:
            sources, held = one.sources, Held.of(one.sources)
        cosine = vectors.best_cosine(one.sentence, one.sources)
        rows.append(astuple(Features.of(one.sentence, held, cosine)))
    half = [hashlib.sha256(one.article.encode()).digest()[0] % 2 for one in labelled]
    return Part(np.array(rows), np.array([one.supported for one in labelled]), np.array(half))


def fit(parts: Sequence[Part]) -> Weights:
    """Fit all weights; see the module."""
    from sklearn.linear_model import LogisticRegression

    inputs = [
        np.hstack([p.features, np.tile(10.0 * np.eye(len(parts))[n], (len(p.features), 1))])  # hardly shrunk
        for n, p in enumerate(parts)
    ]
    share = [np.where(p.supported, p.supported.mean(), 1 - p.supported.mean()) for p in parts]
    balance = [1000 / (2 * s * len(s)) for s in share]
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=5000)
    model.fit(np.vstack(inputs), np.concatenate([p.supported for p in parts]), np.concatenate(balance))
    slopes = model.coef_[0][: len(fields(Features))]
    bias = float(10.0 * model.coef_[0][len(slopes) :].mean())
    return Weights(*(round(float(weight), 4) for weight in (*slopes, bias)))


def held_out(parts: Sequence[Part]) -> list[dict[str, float]]:
    """For each set, AUROC and balanced accuracy on articles that were not fitted to."""
    found: list[list[tuple[float, float]]] = [[] for _ in parts]
    for half in (0, 1):
        weights = fit([p.only(half) for p in parts])
        for number, p in enumerate(parts):
            other = p.only(1 - half)
            scores = np.array([weights.probability(Features(*row)) for row in other.features])
            rows = np.column_stack([scores, other.supported, scores >= LIKELY])
            found[number].append((auroc(rows) or 0.0, balanced(rows) or 0.0))
    means = [np.mean(pair, axis=0) for pair in found]
    return [{"AUROC": round(float(a), 3), "balanced accuracy": round(float(b), 3)} for a, b in means]


def _parts(data: Path) -> Iterator[Part]:
    vectors = SentenceVectors(Embedder(Settings(embed_model=BUILT_IN)))
    for name in SETS:
        log.info("reading %s", name)
        yield part(read_labels(data / name), vectors)


def main() -> None:
    """Fit on the development sets and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of wice/, qags/ and ragtruth_…/")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parts = list(_parts(wanted.data))
    weights = fit(parts)
    figures = dict(zip(SETS, held_out(parts), strict=True))
    record = {
        "weights": {field.name: getattr(weights, field.name) for field in fields(weights)},
        "held out": figures,
    }
    wanted.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
