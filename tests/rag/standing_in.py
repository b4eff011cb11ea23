"""Weights and models that stand in for the verifier, for tests of what is built around it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.retrieve.reader import FOLDER
from rag.verify.support import LABELS


def weights(folder: Path, **config: Any) -> Path:
    """A verifier's folder with the reader's network, which has three outputs as well."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copy(FOLDER / name, folder)
    held: dict[str, Any] = {"name": "stand-in", "labels": LABELS, "max_tokens": 320, "max_question": 64}
    held |= {
        "temperature": 1.0,
        "blend": {"network": 1.0, "best": 0.0, "missing": 0.0, "bias": 0.0},
        "model_sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
    }
    (folder / "config.json").write_text(json.dumps(held | config))
    return folder


class Fixed:
    """Says the same of every statement, and keeps what it was asked."""

    def __init__(self, support: float) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._support = support

    def supports(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> tuple[float, ...]:
        self.asked += [(statement, tuple(quotes)) for statement, quotes in pairs]
        return tuple(self._support for _ in pairs)


class Uncalled:
    """Must not be asked."""

    def supports(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> tuple[float, ...]:
        raise AssertionError(f"a model was asked of {pairs}")
