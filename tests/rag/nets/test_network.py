"""The shared network with the reader's shipped weights."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from rag.errors import ModelError
from rag.nets.network import Network
from rag.retrieve.reader import FOLDER


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(FOLDER, "reader", threads=1)


def test_a_head_is_its_text_between_two_marks(network: Network) -> None:
    expected = Tokenizer.from_file(str(FOLDER / "tokenizer.json")).encode("Who came?").tokens
    assert [network.tokenizer.id_to_token(token) for token in network.head("Who came?")] == [
        token for token in expected if token != "[PAD]"
    ]
    assert len(network.head("")) == 2


def test_a_head_is_cut_where_the_config_says(network: Network) -> None:
    limit = json.loads((FOLDER / "config.json").read_text())["max_question"]
    assert len(network.head("word " * 500)) == limit + 2


def test_every_token_has_its_outputs_and_they_are_the_same_each_time(network: Network) -> None:
    head, body = (
        network.head("Who came?"),
        network.tokenizer.encode("Ann came.", add_special_tokens=False).ids,
    )
    logits = network.run(head, body)
    assert logits.shape == (len(head) + len(body) + 1, 3)
    assert np.array_equal(logits, network.run(head, body))
    assert not np.array_equal(logits[0], network.run(head, [])[0])


def test_it_is_opened_once_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    import onnxruntime

    opened = []
    true = onnxruntime.InferenceSession
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *a, **k: opened.append(1) or true(*a, **k))
    network = Network(FOLDER, "reader", threads=1)
    assert not opened, "it is opened at its first use"
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: network.run(network.head("Who?"), [])[0, 0], range(8)))
    assert len(opened) == 1
    assert len(set(found)) == 1


def test_other_weights_are_refused(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(FOLDER / name, tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"not the weights")
    with pytest.raises(ModelError, match=r"sha256 .* but config\.json names .*; reinstall Byline"):
        _ = Network(tmp_path, "reader").config


def test_missing_weights_say_whose_they_are(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"the verifier's weights in .* are incomplete"):
        Network(tmp_path, "verifier").head("Who?")
