"""What decides how the networks are run, against numpy's integers and the file that it claims to hold."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from rag.nets.network import Network, session_options
from rag.nets.saturation import PRODUCT, ROWS, TERMS, WEIGHT, products_saturate
from rag.retrieve.reader import FOLDER

ENTRY = "session.x64quantprecision"


def product(weights: np.ndarray, rows: int) -> bytes:
    """An ONNX file that multiplies unsigned bytes [rows, terms] by signed ones."""
    helper = pytest.importorskip("onnx.helper", reason="needs `pip install byline[train]`")
    from onnx import TensorProto, numpy_helper

    terms, columns = weights.shape
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "p",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [rows, terms])],
        [helper.make_tensor_value_info("c", TensorProto.INT32, [rows, columns])],
        [numpy_helper.from_array(weights, "b")],
    )
    made = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13)])
    return bytes(made.SerializeToString())


def test_the_file_is_what_it_says() -> None:
    import onnx

    held = onnx.load_from_string(PRODUCT)
    onnx.checker.check_model(held)
    assert held == onnx.load_from_string(product(np.full((TERMS, 4), WEIGHT, dtype=np.int8), ROWS))


def test_products_as_the_networks_run_them_are_exact_here() -> None:
    draw = np.random.default_rng(0)
    weights = draw.choice(np.array([-128, 127], dtype=np.int8), (384, 64))
    values = draw.integers(200, 256, (7, 384), dtype=np.uint8)
    options = session_options(1)
    session = onnxruntime.InferenceSession(product(weights, 7), options, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"a": values})
    assert np.array_equal(found, values.astype(np.int64) @ weights.astype(np.int64))


@pytest.mark.parametrize("saturates", [True, False])
def test_the_slower_way_is_taken_only_where_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, saturates: bool
) -> None:
    monkeypatch.setattr("rag.nets.network.products_saturate", lambda: saturates)
    entries = []
    true = onnxruntime.SessionOptions.add_session_config_entry
    monkeypatch.setattr(
        onnxruntime.SessionOptions,
        "add_session_config_entry",
        lambda self, name, value: entries.append((name, value)) or true(self, name, value),
    )
    session_options(1)
    session_options(1, exact=False)
    assert entries == ([(ENTRY, "1")] if saturates else [])


def test_it_is_found_out_once() -> None:
    assert products_saturate() is products_saturate()
    assert products_saturate.cache_info().misses <= 1


@pytest.mark.parametrize("bits", [7, 8, None])
def test_weights_of_seven_bits_are_multiplied_the_fast_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bits: int | None
) -> None:
    """The shipped reader is opened as if this processor's products saturated."""
    config = json.loads((FOLDER / "config.json").read_text())
    kept = {key: value for key, value in config.items() if key != "weight_bits"}
    (tmp_path / "config.json").write_text(json.dumps(kept | ({"weight_bits": bits} if bits else {})))
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(FOLDER / name)
    monkeypatch.setattr("rag.nets.network.products_saturate", lambda: True)
    asked = []
    true = session_options
    monkeypatch.setattr(
        "rag.nets.network.session_options",
        lambda threads, exact=True: asked.append(exact) or true(threads, exact),
    )
    Network(tmp_path, "reader").head("Who?")
    assert asked == [bits != 7]


def test_the_readers_weights_have_the_bits_that_its_config_says() -> None:
    onnx = pytest.importorskip("onnx", reason="needs `pip install byline[train]`")
    graph = onnx.load(str(FOLDER / "model.onnx")).graph
    multiplied = {node.input[1] for node in graph.node if node.op_type == "MatMulInteger"}
    held = [onnx.numpy_helper.to_array(one) for one in graph.initializer if one.name in multiplied]
    assert held
    bits = json.loads((FOLDER / "config.json").read_text())["weight_bits"]
    assert max(int(np.abs(one.astype(int)).max()) for one in held) <= 2 ** (bits - 1)
