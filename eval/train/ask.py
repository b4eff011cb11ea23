"""Train the head that says what is asked: `python -m eval.train.ask [--embed-model NAME]`.

Logistic regressions (scikit-learn) over the question's vector and hashed counts, on `sets/ask.tsv`. What is
reported is cross-validated by the author's brief: no text is judged by weights that saw its brief. Writes the
head and its figures to `rag/weights/ask/`.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.metrics import auroc
from index import Settings
from index.embed import Embedder
from rag.answer import KINDS
from rag.ask.features import PLACES
from rag.ask.head import FOLDER, Weights, decided, file_name, inputs
from rag.ask.parts import CUTS

SET = Path(__file__).parent / "sets" / "ask.tsv"
FOLDS = 7
STRENGTH = 10.0
"""Inverse strength of the L2 penalty."""
MOST_TAKEN_FOR_CHAT = 0.007
"""Share of real questions that may be taken for chat, cross-validated: the worse of the two mistakes."""
CHAT = KINDS.index("chat")

Matrix = NDArray[np.float64]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Example:
    """A text as somebody typed it, what it asks for, and by which brief it was written."""

    kind: str
    leans: bool
    several: bool
    text: str
    brief: str


def examples(path: Path = SET) -> list[Example]:
    """Read the examples: `kind<TAB>leans<TAB>several<TAB>text`, under lines `# author: brief`."""
    found, brief = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            brief = line[2:]
        elif line.strip():
            kind, leans, several, text = line.split("\t")
            found.append(Example(kind, leans == "1", several == "1", text, brief))
    return found


def cross_validated(rows: Any, shown: Sequence[Example]) -> Matrix:
    """Outputs for each example by a head that saw none of its brief; shape (examples, kinds + 2)."""
    briefs = sorted({example.brief for example in shown})
    fold = np.array([briefs.index(example.brief) % FOLDS for example in shown])
    outputs = np.zeros((len(shown), len(KINDS) + 2))
    for side in range(FOLDS):
        rest = np.flatnonzero(fold != side)
        matrix, bias = fitted(rows[rest], [shown[int(i)] for i in rest])
        outputs[fold == side] = rows[fold == side] @ matrix + bias
    return outputs


def fitted(rows: Any, shown: Sequence[Example]) -> tuple[Matrix, Matrix]:
    """The head's matrix, shape (inputs, kinds + 2), and bias; `rows` as SciPy's sparse rows."""
    from sklearn.linear_model import LogisticRegression

    kinds = np.array([KINDS.index(example.kind) for example in shown])  # type: ignore[arg-type]
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(rows, kinds)
    columns, biases = [model.coef_.T], [model.intercept_]
    for flags in ([e.leans for e in shown], [e.several for e in shown]):
        flag = LogisticRegression(C=STRENGTH, max_iter=300).fit(rows, flags)
        columns.append(flag.coef_.T)
        biases.append(flag.intercept_)
    return np.hstack(columns), np.concatenate(biases)


def temperature(outputs: Matrix, gold: NDArray[np.int64]) -> float:
    """What the kinds' outputs are divided by for the least cross-entropy."""
    steps = np.arange(0.3, 2.01, 0.02)
    losses = []
    for step in steps:
        scaled = outputs[:, : len(KINDS)] / step
        chances = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
        losses.append(-chances[np.arange(len(gold)), gold].mean())
    return round(float(steps[int(np.argmin(losses))]), 2)


def chat_threshold(outputs: Matrix, gold: NDArray[np.int64], scale: float) -> float:
    """The least probability of chat at which at most `MOST_TAKEN_FOR_CHAT` of real questions count as it."""
    scaled = outputs[:, : len(KINDS)] / scale
    chances = np.exp(scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True))[:, CHAT]
    best = scaled.argmax(1) == CHAT
    for step in np.arange(0.3, 0.96, 0.01):
        if (best & (chances >= step))[gold != CHAT].mean() <= MOST_TAKEN_FOR_CHAT:
            return round(float(step), 2)
    return 0.96


def figures(outputs: Matrix, shown: Sequence[Example], weights: Weights) -> dict[str, Any]:
    """Accuracy, reliability and mistakes, cross-validated."""
    guesses = [decided(row.astype(np.float32), weights) for row in outputs]
    right = np.array([g.kind == e.kind for g, e in zip(guesses, shown, strict=True)])
    single = np.array([not e.several for e in shown])
    real = np.array([e.kind != "chat" for e in shown])
    chat = np.array([g.kind == "chat" for g in guesses])
    sure = np.array([g.sure for g in guesses])
    bins = np.clip((sure * 10).astype(int), 0, 9)
    table = {
        gold: {
            kind: sum(g.kind == kind and e.kind == gold for g, e in zip(guesses, shown, strict=True))
            for kind in KINDS
        }
        for gold in KINDS
    }
    return {
        "examples": len(shown),
        "briefs": len({e.brief for e in shown}),
        "kind accuracy": float(right.mean()),
        "kind accuracy, one question in a text": float(right[single].mean()),
        "chat taken for chat": float(chat[~real].mean()),
        "real questions taken for chat": float(chat[real].mean()),
        "leans: AUROC": auroc([g.leans for g in guesses], [e.leans for e in shown]),
        "several: AUROC": auroc([g.several for g in guesses], [e.several for e in shown]),
        "reliability": [
            {
                "sure": float(sure[bins == b].mean()),
                "right": float(right[bins == b].mean()),
                "texts": int((bins == b).sum()),
            }
            for b in range(10)
            if (bins == b).any()
        ],
        "confusion": table,
    }


def train(embed_model: str, out: Path) -> dict[str, Any]:
    """Train and write one head; `embed_model` "text": one that looks at no vector."""
    from scipy.sparse import csr_matrix

    shown = examples()
    vectors: Any = [None] * len(shown)
    if embed_model != "text":
        vectors = Embedder(Settings(embed_model=embed_model)).encode([example.text for example in shown])
    rows = csr_matrix(np.stack([inputs(e.text, v) for e, v in zip(shown, vectors, strict=True)]))
    gold = np.array([KINDS.index(example.kind) for example in shown])  # type: ignore[arg-type]
    outputs = cross_validated(rows, shown)
    scale = temperature(outputs, gold)
    chat = chat_threshold(outputs, gold, scale)
    matrix, bias = fitted(rows, shown)
    weights = Weights(matrix.astype(np.float32), bias.astype(np.float32), scale, chat)
    step = np.abs(matrix).max(0) / 127  # a byte a weight: 0.3 MB instead of 1
    np.savez_compressed(
        out / f"{file_name(embed_model)}.npz",
        matrix=np.round(matrix / step).astype(np.int8),
        scale=step.astype(np.float32),
        bias=bias.astype(np.float32),
        temperature=scale,
        chat=chat,
        kinds=np.array(KINDS),
        counts=np.array([PLACES, CUTS]),
    )
    return {
        "temperature": scale,
        "chat threshold": chat,
        "inputs": len(matrix),
        **figures(outputs, shown, weights),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--embed-model", default=Settings().embed_model, help="the library's; 'text': none")
    parser.add_argument("--out", type=Path, default=FOLDER)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    found = train(given.embed_model, given.out)
    path = given.out / f"{file_name(given.embed_model)}.json"
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
