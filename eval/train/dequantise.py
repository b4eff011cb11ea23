"""Shipped int8 weights as a network of floats that calculates with the same numbers:
`python -m eval.train.dequantise rag/weights/reader runs/reader-float`.

It is the reference for what int8 arithmetic does to answers, and the product can run it as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np

INTEGER_WEIGHT = "_quantized"


def float_array(held: dict[str, Any], name: str) -> Any:
    """A stored array as floats, whether it was stored as integers or not.

    Each integer becomes (integer - zero point) x scale, the value that the product calculates with.

    :param held: all arrays of the ONNX file, by name.
    """
    if not name.endswith(INTEGER_WEIGHT):
        return held[name].astype(np.float32)
    stem = name.removesuffix(INTEGER_WEIGHT)
    zero = held[f"{stem}_zero_point"].astype(np.float32)
    return (held[name].astype(np.float32) - zero) * held[f"{stem}_scale"].astype(np.float32)


def write_float(model: Path, out: Path) -> None:
    """Write an int8 `model.onnx` of `eval.train.export` with float products in the place of integer ones.

    What `quantize_dynamic` makes of a product, `DynamicQuantizeLinear -> MatMulInteger -> Cast -> Mul`,
    becomes `MatMul` again, and `Gather -> DequantizeLinear` becomes `Gather`.
    """
    import onnx
    from onnx import helper, numpy_helper

    whole = onnx.load(str(model))
    graph = whole.graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    maker = {output: node for node in graph.node for output in node.output}
    reader = {name: node for node in graph.node for name in node.input}
    floats, weights = {}, []

    def as_float(name: str) -> str:
        weights.append(numpy_helper.from_array(float_array(held, name), name.removesuffix(INTEGER_WEIGHT)))
        return str(weights[-1].name)

    for node in graph.node:
        if node.op_type == "MatMulInteger":
            (result,) = reader[reader[node.output[0]].output[0]].output
            product = [maker[node.input[0]].input[0], as_float(node.input[1])]
            floats[result] = helper.make_node("MatMul", product, [result], node.name)
        elif node.op_type == "DequantizeLinear":
            (result,), looked_up = node.output, maker[node.input[0]]
            table = [as_float(looked_up.input[0]), looked_up.input[1]]
            floats[result] = helper.make_node("Gather", table, [result], looked_up.name)
    nodes = [floats.get(node.output[0], node) for node in graph.node]
    wanted = {output.name for output in graph.output}
    kept = []
    for node in reversed(nodes):  # each stands behind those that it reads
        if wanted & set(node.output):
            kept.append(node)
            wanted |= set(node.input)
    weights += [tensor for tensor in graph.initializer if tensor.name in wanted]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(reversed(kept))
    graph.initializer.extend(weights)
    onnx.checker.check_model(whole)
    onnx.save(whole, str(out))


def write_folder(folder: Path, out: Path) -> None:
    """Write a folder of weights that the product can run, all else as in `folder`."""
    out.mkdir(parents=True, exist_ok=True)
    write_float(folder / "model.onnx", out / "model.onnx")
    shutil.copy(folder / "tokenizer.json", out)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["model_sha256"] = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Turn int8 weights into floats of the same values.")
    parser.add_argument("folder", type=Path, help="holds model.onnx, tokenizer.json and config.json")
    parser.add_argument("out", type=Path, help="folder to write the same files to")
    args = parser.parse_args()
    write_folder(args.folder, args.out)


if __name__ == "__main__":
    main()
