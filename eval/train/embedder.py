"""The graph of the built-in embedding model, without its weights, as `index/onnx_model.py` runs it.

`python -m eval.train.embedder` writes `index/weights/all-MiniLM-L6-v2.onnx`. The weights stay where their
package has them: each tensor of the graph names its place in `model.safetensors`, which is what ONNX calls
external data, so nothing of them is copied or shipped twice.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.embed import built_in_folder
from index.onnx_model import GRAPH, WEIGHTS

OPSET = 20
"""The first with GELU as one operator."""
IR = 9


class _Graph:
    """Nodes and tensors of a graph that is being made; names of results are handed from node to node."""

    def __init__(self, weights: Path) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        with weights.open("rb") as file:
            (size,) = struct.unpack("<Q", file.read(8))
            self._held: dict[str, Any] = json.loads(file.read(size))
        self._base = 8 + size

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """A node; returns the name of its result."""
        out = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def constant(self, values: Any, dtype: type = np.int64) -> str:
        """A small tensor that is kept in the graph."""
        name = f"constant_{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.array(values, dtype=dtype), name))
        return name

    def weight(self, name: str, rows: int | None = None) -> str:
        """A tensor of the weights file, or its first rows; once for each name."""
        if all(tensor.name != name for tensor in self.tensors):
            place = self._held[name]
            if place["dtype"] != "F32":
                raise ValueError(f"expected {name} as F32, got {place['dtype']}")
            shape = [rows or place["shape"][0], *place["shape"][1:]]
            tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
            tensor.data_location = TensorProto.EXTERNAL
            where = {"location": WEIGHTS, "offset": self._base + place["data_offsets"][0]}
            where["length"] = 4 * int(np.prod(shape))
            for key, value in where.items():
                tensor.external_data.add(key=key, value=str(value))
            self.tensors.append(tensor)
        return name

    def dense(self, x: str, prefix: str) -> str:
        """x W' + b."""
        turned = self.add("Transpose", self.weight(f"{prefix}.weight"), perm=[1, 0])
        return self.add("Add", self.add("MatMul", x, turned), self.weight(f"{prefix}.bias"))

    def norm(self, x: str, prefix: str, epsilon: float) -> str:
        """Layer normalisation over the last axis."""
        parts = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.add("LayerNormalization", x, *parts, axis=-1, epsilon=epsilon)


def build(folder: Path) -> onnx.ModelProto:
    """The graph: ids and mask, int64 [texts, tokens], in; unit vectors, float [texts, width], out."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    epsilon, width = config["layer_norm_eps"], config["hidden_size"]
    graph = _Graph(folder / WEIGHTS)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    count = graph.add("Slice", graph.add("Shape", "input_ids"), *map(graph.constant, ([1], [2])))
    places = graph.add(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), graph.constant([0]), count
    )
    x = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    x = graph.add("Add", x, graph.weight("embeddings.token_type_embeddings.weight", rows=1))
    x = graph.norm(graph.add("Add", x, places), "embeddings.LayerNorm", epsilon)
    wide = graph.add("Unsqueeze", mask, graph.constant([1, 2]))
    barred = graph.add("Mul", graph.add("Sub", graph.constant(1, np.float32), wide), _low(graph))
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        told = _attention(graph, x, layer, barred, config["num_attention_heads"], width)
        told = graph.dense(told, f"{layer}.attention.output.dense")
        x = graph.norm(graph.add("Add", told, x), f"{layer}.attention.output.LayerNorm", epsilon)
        inner = graph.add("Gelu", graph.dense(x, f"{layer}.intermediate.dense"))
        inner = graph.dense(inner, f"{layer}.output.dense")
        x = graph.norm(graph.add("Add", inner, x), f"{layer}.output.LayerNorm", epsilon)
    held = graph.add("Mul", x, graph.add("Unsqueeze", mask, graph.constant([2])))
    total = graph.add("ReduceSum", held, graph.constant([1]), keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, graph.constant([1]), keepdims=1))
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["vectors"], axis=-1, p=2))
    tokens = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    vectors = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])]
    made = helper.make_graph(graph.nodes, "embedder", tokens, vectors, graph.tensors)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)


def _attention(graph: _Graph, x: str, layer: str, barred: str, heads: int, width: int) -> str:
    """Multi-head self-attention (Vaswani et al. 2017, section 3.2), up to the heads put side by side."""
    split = graph.constant([0, 0, heads, width // heads])
    turns = {"query": [0, 2, 1, 3], "key": [0, 2, 3, 1], "value": [0, 2, 1, 3]}
    query, key, value = (
        graph.add(
            "Transpose",
            graph.add("Reshape", graph.dense(x, f"{layer}.attention.self.{name}"), split),
            perm=perm,
        )
        for name, perm in turns.items()
    )
    scale = graph.constant((width // heads) ** -0.5, np.float32)
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), barred)
    seen = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    side = graph.add("Transpose", seen, perm=[0, 2, 1, 3])
    return graph.add("Reshape", side, graph.constant([0, 0, width]))


def _low(graph: _Graph) -> str:
    return graph.constant(-10000.0, np.float32)


def main() -> None:
    """Command line."""
    GRAPH.parent.mkdir(exist_ok=True)
    GRAPH.write_bytes(build(built_in_folder()).SerializeToString())


if __name__ == "__main__":
    main()
