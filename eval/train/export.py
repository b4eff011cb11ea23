"""Write the reader's weights as the product loads them: ONNX, int8, calibrated.

`python -m eval.train.export runs/reader rag/weights/reader --data ../shared/data`
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn

from eval.train.data import Item
from eval.train.encode import LABELS, MAX_QUESTION, MAX_TOKENS, build_model
from eval.train.evaluate import example_raws, passage_figures
from eval.train.examples import build
from eval.train.reader import SHARES, read_items
from rag.errors import ModelError
from rag.read import Reader

log = logging.getLogger(__name__)

INPUTS = ("input_ids", "token_type_ids", "attention_mask")
# Left in float: their int8 error, measured on the calibration items, was a third of the whole.
WHOLE = tuple(f"/model/bert/encoder/layer.{i}/output/dense/MatMul" for i in range(3))
TOLERANCE = 0.01
CALIBRATION = 1500  # examples, drawn from the held-out items of all sets
NEUTRAL = {
    "sentence_temperature": 1.0,
    "sentence_bias": 0.0,
    "passage_weights": [1.0, 0.0, 0.0],
    "passage_bias": 0.0,
}
COMPARED = ("recall@1 of the gold sentence in its paragraph", "span F1, forced", "AUROC, adversarial")


class _Plain(nn.Module):
    """The network with tensors in and logits out; the mask as additive (batch, 1, 1, tokens)."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        barred = (1.0 - mask[:, None, None, :].float()) * -10000.0
        logits: Tensor = self.model(input_ids=ids, token_type_ids=types, attention_mask=barred).logits
        return logits


def export(run: Path, out: Path, data: Path) -> None:
    """Write `model.onnx`, `tokenizer.json` and `config.json`.

    :raises ModelError: If int8 loses more than a point against float on the held-out articles.
    """
    out.mkdir(parents=True, exist_ok=True)
    test, dev = read_items(data, "test"), read_items(data, "dev")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder)
        _to_onnx(build_model(run / "model"), whole / "model.onnx")
        quant_pre_process(str(whole / "model.onnx"), str(whole / "prepared.onnx"), skip_symbolic_shape=True)
        quantize_dynamic(
            whole / "prepared.onnx",
            out / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=list(WHOLE),
            extra_options={"WeightSymmetric": False},
        )
        for target in (whole, out):
            shutil.copy(run / "model" / "tokenizer.json", target / "tokenizer.json")
        _write_config(out, run, NEUTRAL, dev, test)
        scales = _calibrate(out, dev)
        for target in (whole, out):
            _write_config(target, run, scales, dev, test)
        small, large = passage_figures(Reader(out), test), passage_figures(Reader(whole), test)
    for name in small:
        log.info("%-60s int8 %.3f  float %.3f", name, small[name], large[name])
    lost = {name: large[name] - small[name] for name in COMPARED if large[name] - small[name] > TOLERANCE}
    if lost:
        raise ModelError(f"int8 loses more than {TOLERANCE} against float: {lost}")


def _to_onnx(model: nn.Module, path: Path) -> None:
    ids = torch.ones(2, 16, dtype=torch.long)
    axes = {name: {0: "batch", 1: "tokens"} for name in (*INPUTS, "logits")}
    torch.onnx.export(
        _Plain(model).eval(),
        (ids, torch.zeros_like(ids), torch.ones_like(ids)),
        str(path),
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


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


def _write_config(
    folder: Path, run: Path, scales: dict[str, Any], dev: Sequence[Item], test: Sequence[Item]
) -> None:
    model = (folder / "model.onnx").read_bytes()
    config = {
        "name": "byline-reader",
        "labels": LABELS,
        "max_tokens": MAX_TOKENS,
        "max_question": MAX_QUESTION,
        **scales,
        "model_sha256": hashlib.sha256(model).hexdigest(),
        "training": json.loads((run / "training.json").read_text()),
        "calibrated_on": sorted({item.document.source for item in dev}),
        "reported_on": sorted({f"squad2: {item.document.name}" for item in test}),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


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
