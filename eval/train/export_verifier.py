"""Write the verifier's weights as the product loads them: ONNX, int8, calibrated.

`python -m eval.train.export_verifier runs/verifier rag/weights/verifier --data ../shared/data`
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np

from eval.train.blend import fit, inputs
from eval.train.onnx import write_config, write_float, write_int8
from eval.train.pairs import Pair, read_labelled
from eval.train.weigh import held_out, ragtruth, ranked
from rag.errors import ModelError
from rag.verify.support import LABELS, Looked, Verifier

log = logging.getLogger(__name__)
TOLERANCE = 0.01
THINNED = 3
"""Of so many pairs of RAGTruth and of the judged sets one is looked at."""
TEMPERATURES = np.arange(0.5, 3.01, 0.05)


def export(run: Path, out: Path, data: Path) -> None:
    """Write `model.onnx`, `tokenizer.json` and `config.json`.

    :raises ModelError: if int8 loses more than a point of AUROC against float, on WiCE or QAGS.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder)
        write_float(run, LABELS, whole)
        write_int8(whole, out)
        write_config(out, "byline-verifier", LABELS, run, {"temperature": 1.0})
        kept, people = held_out(data, seed=1), read_labelled(data, "test")
        scale = temperature(Verifier(out), [*kept["written"], *kept["own"]])
        thinned = [*ragtruth(data, 0)[::THINNED], *kept["judged"][::THINNED]]
        shown = [*kept["written"], *kept["own"], *people, *thinned]
        weights = fit(inputs(Verifier(out), shown, scale), shown)
        named = zip((field.name for field in fields(Looked)), weights.weights, strict=True)
        rest = {"temperature": scale, "blend": {**dict(named), "bias": weights.bias}}
        for target in (whole, out):
            write_config(target, "byline-verifier", LABELS, run, rest)
        lost = []
        for name in ("wice", "qags"):
            pairs = [pair for pair in people if pair.source == name]
            labels = np.array([pair.label == "S" for pair in pairs])
            rows = [(pair.statement, pair.quotes) for pair in pairs]
            small, large = (np.array(Verifier(folder).supports(rows)) for folder in (out, whole))
            both = [ranked(scores, labels) for scores in (small, large)]
            log.info("%-8s AUROC int8 %.3f  float %.3f", name, *both)
            lost.append(both[1] - both[0])
    if max(lost) > TOLERANCE:
        raise ModelError(f"int8 loses more than {TOLERANCE} of AUROC against float: {lost}")


def temperature(verifier: Verifier, pairs: Sequence[Pair]) -> float:
    """The temperature (Guo et al. 2017, arXiv:1706.04599) at which the right labels are likeliest."""
    logits = np.array([verifier.logits(pair.statement, pair.quotes) for pair in pairs])
    rows = [{"S": [0], "P": [1], "U": [2], "N": [1, 2]}[pair.label] for pair in pairs]

    def cost(scale: float) -> float:
        scaled = logits / scale
        chances = np.exp(scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True))
        return float(-np.mean([np.log(chance[row].sum()) for chance, row in zip(chances, rows, strict=True)]))

    return round(float(min(TEMPERATURES, key=cost)), 2)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("run", type=Path, help="folder that eval.train.verifier wrote")
    parser.add_argument("out", type=Path, help="folder for the product's weights")
    parser.add_argument("--data", type=Path, required=True, help="folder of the development sets")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export(given.run, given.out, given.data)


if __name__ == "__main__":
    main()
