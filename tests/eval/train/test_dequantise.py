"""The int8 networks against floats of the same values, on real inputs and by what is decided with them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.bench.precision import NETWORKS, outputs, pairs
from eval.load import load_sets
from index import Library
from rag.nets.network import Network
from rag.retrieve.evidence import Evidence
from rag.retrieve.fusion import Fusion, log_odds
from rag.retrieve.reader import FOLDER, Reader
from rag.retrieve.retriever import Retriever

pytest.importorskip("onnx", reason="needs `pip install byline[train]`")

ROOT = Path(__file__).parents[3]
SATURATED = {"reader": 0.20, "verifier": 0.11}
"""Mean deviation of the logits where products saturate, which int8 must stay below."""
NEAR = 1.0
"""Log-odds by which int8 may move what is decided: seven times the mean deviation of the reader's logits."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of the networks in floats."""
    from eval.train.dequantise import write_folder

    out = tmp_path_factory.mktemp("float")
    for name, folder in NETWORKS.items():
        write_folder(folder, out / name)
    return {name: out / name for name in NETWORKS}


def test_floats_are_what_training_restores(whole: dict[str, Path]) -> None:
    """Two ways from the same integers: an ONNX graph, and a network of torch."""
    import torch

    from eval.train.encode import LABELS
    from eval.train.loop import started

    network = Network(FOLDER, "reader")
    head, body = pairs(network, 1)[0]
    ids = torch.tensor([[*head, *body, head[-1]]])
    types = (torch.arange(ids.shape[1])[None] >= len(head)).long()
    with torch.no_grad():
        restored = started(str(FOLDER), LABELS).eval()(
            input_ids=ids, token_type_ids=types, attention_mask=torch.ones_like(ids)
        )
    found = Network(whole["reader"], "reader").run(head, body)
    np.testing.assert_allclose(found, restored.logits[0].numpy(), atol=1e-3)


def test_no_integer_is_multiplied_and_nothing_else_differs(whole: dict[str, Path]) -> None:
    import onnx

    kinds = {node.op_type for node in onnx.load(str(whole["reader"] / "model.onnx")).graph.node}
    assert kinds.isdisjoint({"MatMulInteger", "DynamicQuantizeLinear", "DequantizeLinear"})
    made, shipped = (json.loads((folder / "config.json").read_text()) for folder in (whole["reader"], FOLDER))
    assert made.pop("model_sha256") != shipped.pop("model_sha256")
    assert made == shipped


@pytest.mark.parametrize("name", NETWORKS)
def test_int8_says_nearly_what_floats_say(name: str, whole: dict[str, Path]) -> None:
    """On every processor: one whose products saturate would be over the bound, were they not made exact."""
    posed = pairs(Network(NETWORKS[name], name))
    assert len(posed) == 45
    integers, _ = outputs(NETWORKS[name] / "model.onnx", posed)
    floats, _ = outputs(whole[name] / "model.onnx", posed)
    assert 0.01 < np.abs(integers - floats).mean() < SATURATED[name]


@pytest.mark.slow
def test_int8_decides_as_floats_do_on_the_whole_article_set(
    whole: dict[str, Path], shipped_library: Library
) -> None:
    """Answered or not, and which sentence comes first: only where floats are in two minds may int8 differ."""
    fusion = Fusion.load()
    floats, integers = (
        Retriever(shipped_library, reader, fusion) for reader in (Reader(whole["reader"]), Reader())
    )
    edge = log_odds(fusion.threshold)
    turned = other = 0
    questions = [q.question for q in load_sets([ROOT / "eval" / "sets" / "article.jsonl"])]
    for question in questions:
        expected, found = floats.retrieve(question, 8), integers.retrieve(question, 8)
        sure = log_odds(expected.answerable)
        if (sure < edge) != (log_odds(found.answerable) < edge):
            turned += 1
            assert abs(sure - edge) < NEAR, question
        first, second = best(expected), best(found)
        if first != second:
            other += 1
            odds = {s.place: log_odds(s.relevance) for s in expected.sentences}
            assert odds[first] - odds.get(second, -np.inf) < NEAR, question
    assert turned <= 0.03 * len(questions)
    assert other <= 0.10 * len(questions)


def best(evidence: Evidence) -> tuple[str, int]:
    """Where the sentence stands that comes first."""
    return max(evidence.sentences, key=lambda sentence: sentence.relevance).place
