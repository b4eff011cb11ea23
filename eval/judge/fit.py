"""Fit `weights.json`: `python -m eval.judge.fit --data ../shared/data`.

A logistic regression of `Features` on people's labels, in which every set and every label weighs the same
and each set has a constant of its own: what tells supported from unsupported within a set is learned, and not
how one set's writers differ from another's. The constant that is shipped is the mean of theirs.

The figures beside the weights are of articles that the weights in question did not see. "held out": fitted
on either half of the articles of all sets and scored on the other half of each, then averaged. "left out":
fitted on the other sets and scored on this one, so that neither its articles nor its writers were seen. The
files are kept by their SHA-256, so that `fitted_on` knows them again.
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

from .features import LIKELY, WEIGHTS, Features, Weights, sha256
from .figures import auroc, balanced
from .labels import Labelled, read_labels
from .source import Held, best_cosine

SETS = (
    "wice/oracle_chunks_claim_dev.jsonl",
    "qags/mturk_cnndm.jsonl",
    "ragtruth_faithjudge/ragtruth_summary.jsonl",
)
STRENGTH = 1.0
"""Inverse strength of the L2 penalty; a set weighs as 1,000 sentences."""

Matrix = NDArray[np.float64]
Figures = dict[str, float | None]
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


def part(labelled: Sequence[Labelled], embedder: Embedder) -> Part:
    """Look at every sentence of a set; all that it and its sources hold is embedded at once."""
    held = {sources: Held.of(sources) for sources in {one.sources for one in labelled}}
    texts = {text for h in held.values() for text in h.sentences} | {one.sentence for one in labelled}
    ordered = sorted(texts)
    vectors = embedder.encode(ordered)
    row = {text: number for number, text in enumerate(ordered)}
    features = []
    for one in labelled:
        source = held[one.sources]
        near = vectors[[row[text] for text in source.sentences if one.sentence.strip()]]
        cosine = best_cosine(vectors[row[one.sentence]], near)
        features.append(astuple(Features.of(one.sentence, source, cosine)))
    half = [hashlib.sha256(one.article.encode()).digest()[0] % 2 for one in labelled]
    return Part(np.array(features), np.array([one.supported for one in labelled]), np.array(half))


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


def held_out(parts: Sequence[Part]) -> list[Figures]:
    """For each set, the figures on articles that were not fitted to."""
    found: list[list[Figures]] = [[] for _ in parts]
    for half in (0, 1):
        weights = fit([p.only(half) for p in parts])
        for number, p in enumerate(parts):
            found[number].append(figures(weights, p.only(1 - half)))
    return [{name: _mean([one[name] for one in both]) for name in both[0]} for both in found]


def left_out(parts: Sequence[Part]) -> list[Figures]:
    """For each set, the figures of what was fitted to all the others."""
    return [figures(fit([*parts[:n], *parts[n + 1 :]]), p) for n, p in enumerate(parts)]


def figures(weights: Weights, scored: Part) -> Figures:
    """AUROC and balanced accuracy, 0 to 1; None where only one label occurs."""
    scores = np.array([weights.probability(Features(*row)) for row in scored.features])
    rows = np.column_stack([scores, scored.supported, scores >= LIKELY])
    return {"AUROC": _mean([auroc(rows)]), "balanced accuracy": _mean([balanced(rows)])}


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 3) if len(known) == len(values) else None


def _parts(data: Path) -> Iterator[Part]:
    embedder = Embedder(Settings(embed_model=BUILT_IN))
    for name in SETS:
        log.info("reading %s", name)
        yield part(read_labels(data / name), embedder)


def main() -> None:
    """Fit on the development sets and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of wice/, qags/ and ragtruth_…/")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parts = list(_parts(wanted.data))
    weights = fit(parts)
    record = {
        "weights": {field.name: getattr(weights, field.name) for field in fields(weights)},
        "fitted on": {name: sha256(wanted.data / name) for name in SETS},
        "held out": dict(zip(SETS, held_out(parts), strict=True)),
        "left out": dict(zip(SETS, left_out(parts), strict=True)),
    }
    wanted.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
