"""Write the reader's weights as the product loads them: ONNX, int8, calibrated.

`python -m eval.train.export runs/reader rag/weights/reader --data ../shared/data`
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.train.data import Item
from eval.train.encode import LABELS
from eval.train.evaluate import example_raws, passage_figures
from eval.train.examples import build
from eval.train.onnx import write_config, write_float, write_int8
from eval.train.reader import SHARES, read_items
from rag.errors import ModelError
from rag.retrieve.reader import Reader

log = logging.getLogger(__name__)

TOLERANCE = 0.01
CALIBRATION = 1500  # examples, drawn from the held-out items of all sets
NEUTRAL = {
    "sentence_temperature": 1.0,
    "sentence_bias": 0.0,
    "passage_weights": [1.0, 0.0, 0.0],
    "passage_bias": 0.0,
}
COMPARED = ("recall@1 of the gold sentence in its paragraph", "span F1, forced", "AUROC, adversarial")


def export(run: Path, out: Path, data: Path) -> None:
    """Write `model.onnx`, `tokenizer.json` and `config.json`.

    :raises ModelError: If int8 loses more than a point against float on the held-out articles.
    """
    out.mkdir(parents=True, exist_ok=True)
    test, dev = read_items(data, "test"), read_items(data, "dev")
    sides = {
        "calibrated_on": sorted({item.document.source for item in dev}),
        "reported_on": sorted({f"squad2: {item.document.name}" for item in test}),
    }
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder)
        write_float(run, LABELS, whole)
        write_int8(whole, out)
        write_config(out, "byline-reader", LABELS, run, NEUTRAL | sides)
        scales = _calibrate(out, dev)
        for target in (whole, out):
            write_config(target, "byline-reader", LABELS, run, scales | sides)
        small, large = passage_figures(Reader(out), test), passage_figures(Reader(whole), test)
    for name in small:
        log.info("%-60s int8 %.3f  float %.3f", name, small[name], large[name])
    lost = {name: large[name] - small[name] for name in COMPARED if large[name] - small[name] > TOLERANCE}
    if lost:
        raise ModelError(f"int8 loses more than {TOLERANCE} against float: {lost}")


def _calibrate(folder: Path, items: Sequence[Item]) -> dict[str, Any]:
    """Temperature and bias of sentences, and the weights of a passage's scores, on held-out items."""
    examples = build(items, seed=1, shares=SHARES)[:CALIBRATION]
    raws = example_raws(Reader(folder), examples)
    scores = [(score,) for raw in raws for score in raw.sentences]
    gold = [i in e.gold for e, raw in zip(examples, raws, strict=True) for i in range(len(raw.sentences))]
    slope, bias = _logistic(scores, gold)
    weights, offset = _logistic([raw.features for raw in raws], [bool(e.gold) for e in examples])
    return {
        "sentence_temperature": 1 / slope[0],
        "sentence_bias": bias,
        "passage_weights": weights,
        "passage_bias": offset,
        "calibration_examples": len(examples),
    }


def _logistic(features: Sequence[Sequence[float]], outcomes: Sequence[bool]) -> tuple[list[float], float]:
    """:return: Weights and bias of a logistic regression, rounded so that the config stays readable."""
    fitted = LogisticRegression(C=10.0).fit(np.asarray(features), np.asarray(outcomes))
    return [round(float(w), 4) for w in fitted.coef_[0]], round(float(fitted.intercept_[0]), 4)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="folder that eval.train.reader wrote")
    parser.add_argument("out", type=Path, help="folder for the product's weights")
    parser.add_argument("--data", type=Path, required=True, help="folder of the development sets")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export(given.run, given.out, given.data)


if __name__ == "__main__":
    main()
