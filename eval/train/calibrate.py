"""Fit `rag/weights/answerable.json`: `python -m eval.train.calibrate --data ../shared/data`.

A logistic regression (scikit-learn) over `rag.answerable.Features`, on questions about articles that the
shipped one is not among. The threshold is the one with the best balanced accuracy in cross-validation by
article, so that no question is judged by weights that saw its article.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from dataclasses import fields
from pathlib import Path

import numpy as np
from tqdm import tqdm

from eval.corpus import stock
from eval.metrics import auroc
from eval.questions import load
from index import Library, Settings
from rag.answerable import WEIGHTS, Calibration, Features
from rag.read import Reader
from rag.retrieve import Retriever

STRENGTH = 0.3
"""Inverse strength of the L2 penalty on standardised inputs."""

log = logging.getLogger(__name__)


class _Recorder(Calibration):
    """Keeps the features that a retriever asks about."""

    seen: list[Features] = []  # noqa: RUF012 - shared on purpose: dataclass instances are frozen

    def probability(self, features: Features) -> float:
        self.seen.append(features)
        return 0.5


def collect(sets: list[Path], data: Path) -> tuple[list[Features], np.ndarray, np.ndarray]:
    """Features, labels (answerable) and article names of every question of the sets."""
    questions = [question for path in sets for question in load(path)]
    recorder = _Recorder((), 0.0, 0.5)
    recorder.seen.clear()
    with tempfile.TemporaryDirectory(prefix="byline-calibrate-", ignore_cleanup_errors=True) as store:
        library = Library(Settings(store=store))
        articles = stock(library, questions, data)
        retriever = Retriever(library, Reader(), recorder)
        for question in tqdm(questions, desc="reading", unit="question"):
            retriever.retrieve(question.question, library.settings.k, [articles[question.article].id])
    labels = np.array([question.answerable for question in questions])
    groups = np.array([question.article for question in questions])
    return list(recorder.seen), labels, groups


def fit(features: list[Features], labels: np.ndarray, groups: np.ndarray) -> dict[str, object]:
    """The fitted weights with what cross-validation by article says of them."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    inputs = np.array([one.vector() for one in features])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH))
    out_of_fold = cross_val_predict(
        pipeline, inputs, labels, groups=groups, cv=LeaveOneGroupOut(), method="predict_proba"
    )[:, 1]
    pipeline.fit(inputs, labels)
    scaler, model = pipeline[0], pipeline[1]
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    threshold, balanced = _threshold(out_of_fold, labels)
    return {
        "weights": {f.name: round(float(w), 4) for f, w in zip(fields(Features), weights, strict=True)},
        "bias": round(bias, 4),
        "threshold": threshold,
        "measured": {
            "questions": len(labels),
            "articles": len(set(groups)),
            "AUROC, cross-validated by article": round(auroc(out_of_fold.tolist(), labels.tolist()), 3),
            "balanced accuracy at the threshold": round(balanced, 3),
        },
    }


def _threshold(scores: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """The middle of the thresholds, in steps of 0.01, that come within 0.01 of the best balanced accuracy."""
    steps = np.arange(0.05, 0.96, 0.01)
    balanced = np.array([((scores[labels] >= t).mean() + (scores[~labels] < t).mean()) / 2 for t in steps])
    good = steps[balanced >= balanced.max() - 0.01]
    return round(float(np.median(good)), 2), float(balanced.max())


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the development data")
    parser.add_argument("--sets", type=Path, nargs="+", default=[Path("eval/sets/news-dev.jsonl")])
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    fitted = fit(*collect(args.sets, args.data))
    args.out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(fitted, indent=2))


if __name__ == "__main__":
    main()
