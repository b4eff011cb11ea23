"""The shipped int8 weights back as a network of floats, so that training goes on from them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from eval.train.dequantise import float_array


def restore(model: nn.Module, path: Path, head: bool = True) -> None:
    """Fill a network with the weights of the ONNX file that `eval.train.export` made of one like it.

    :param head: False leaves the network's head as it is.
    :raises RuntimeError: if the file lacks a weight of the network, or has another shape for it.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    state: dict[str, torch.Tensor] = {}
    for name in held:
        if name.startswith("model."):
            key = name.removeprefix("model.").removesuffix("_quantized")
            if not key.endswith(("_scale", "_zero_point")):
                state[key] = torch.tensor(float_array(held, name))
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in held:
            place = node.name.removesuffix("_quant").removesuffix("/MatMul").removeprefix("/model/")
            state[f"{place.replace('/', '.')}.weight"] = torch.tensor(
                float_array(held, node.input[1]).T.copy()
            )
    wanted = {name for name, _ in model.named_parameters() if head or not name.startswith("classifier")}
    kept = {name: value for name, value in model.state_dict().items() if name not in wanted}
    model.load_state_dict(kept | {name: value for name, value in state.items() if name in wanted})
