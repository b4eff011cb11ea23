"""A trained network as the product runs it: ONNX with int8 weights."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from eval.train.encode import MAX_QUESTION, MAX_TOKENS, build_model
from eval.train.quantise import BITS, quantise

INPUTS = ("input_ids", "token_type_ids", "attention_mask")


class _Plain(nn.Module):
    """The network with tensors in and logits out; the mask as additive (batch, 1, 1, tokens)."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        barred = (1.0 - mask[:, None, None, :].float()) * -10000.0
        logits: Tensor = self.model(input_ids=ids, token_type_ids=types, attention_mask=barred).logits
        return logits


def write_float(run: Path, labels: Sequence[str], out: Path) -> None:
    """Write `model.onnx` as trained and `tokenizer.json` of a run."""
    ids = torch.ones(2, 16, dtype=torch.long)
    axes = {name: {0: "batch", 1: "tokens"} for name in (*INPUTS, "logits")}
    torch.onnx.export(
        _Plain(build_model(run / "model", labels)).eval(),
        (ids, torch.zeros_like(ids), torch.ones_like(ids)),
        str(out / "model.onnx"),
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    shutil.copy(run / "model" / "tokenizer.json", out / "tokenizer.json")


def write_int8(whole: Path, out: Path) -> None:
    """Write the int8 form of what `write_float` wrote; uses `whole` for what lies between."""
    quant_pre_process(str(whole / "model.onnx"), str(whole / "prepared.onnx"), skip_symbolic_shape=True)
    quantise(whole / "prepared.onnx", out / "model.onnx")
    shutil.copy(whole / "tokenizer.json", out / "tokenizer.json")


def write_config(folder: Path, name: str, labels: Sequence[str], run: Path, rest: dict[str, Any]) -> None:
    """Write `config.json`: what the product needs to know, the model's digest, and how it was trained.

    `weight_bits` are those of the integers that are multiplied; nothing hangs on it where there are none.
    """
    config = {
        "name": name,
        "labels": list(labels),
        "max_tokens": MAX_TOKENS,
        "max_question": MAX_QUESTION,
        "weight_bits": BITS,
        **rest,
        "model_sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
        "training": json.loads((run / "training.json").read_text()),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
