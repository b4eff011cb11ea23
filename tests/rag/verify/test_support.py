"""The verifier on weights that stand in for it, against the encoding that it is trained with."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from eval.train.encode import Encoded, load_tokenizer
from eval.train.examples import Example
from rag.errors import ModelError
from rag.verify.support import Verifier
from tests.rag.standing_in import weights

STATEMENT = "The mill closed in May."
QUOTES = ("Ann Lee shut the mill in spring.", "It was the last one.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weights(tmp_path_factory.mktemp("verifier"))


def expected(folder: Path, statement: str, quotes: tuple[str, ...]) -> np.ndarray:
    """Outputs of `[CLS]` for what training would show the network."""
    row = Encoded(Example(statement, quotes, frozenset(), None, False, "test"), load_tokenizer(folder))
    ids, types = np.array([row.ids]), np.array([row.types])
    session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    feeds = {"input_ids": ids, "token_type_ids": types, "attention_mask": np.ones_like(ids)}
    return session.run(["logits"], feeds)[0][0, 0]


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        (STATEMENT, QUOTES),
        (STATEMENT, QUOTES[:1]),
        ("word " * 100, QUOTES),
        (STATEMENT, ("word " * 600, "end")),
    ],
    ids=["two quotes", "one", "long statement", "long quotes"],
)
def test_it_sees_what_it_was_trained_to_see(folder: Path, statement: str, quotes: tuple[str, ...]) -> None:
    outputs = expected(folder, statement, quotes)
    assert Verifier(folder).logits(statement, quotes) == pytest.approx(outputs, abs=1e-5)
    supported, *_ = np.exp(outputs) / np.exp(outputs).sum()
    (support,) = Verifier(folder).supports([(statement, quotes)])
    assert support == pytest.approx(supported, abs=1e-3)


def test_the_words_count_beside_the_network(tmp_path: Path) -> None:
    blend = {"network": 0.0, "best": 2.0, "missing": -1.0, "bias": 0.5}
    supports = Verifier(weights(tmp_path, blend=blend)).supports
    odds = 2 * 0.5 - math.log(2) + 0.5  # of "mill" and "reopen", one quote holds one, and none the other
    assert supports([("The mill will reopen.", QUOTES)]) == pytest.approx((1 / (1 + math.exp(-odds)),))


def test_support_does_not_depend_on_the_other_pairs(folder: Path) -> None:
    pairs = [(STATEMENT, QUOTES), ("It rained.", QUOTES[1:]), (STATEMENT, ("word " * 200,))]
    verifier = Verifier(folder, threads=1)
    assert verifier.supports(pairs) == tuple(verifier.supports([pair])[0] for pair in pairs)
    assert verifier.supports([]) == ()


def test_a_high_temperature_leaves_it_undecided(folder: Path, tmp_path: Path) -> None:
    (support,) = Verifier(weights(tmp_path, temperature=1e6)).supports([(STATEMENT, QUOTES)])
    assert support == pytest.approx(1 / 3, abs=1e-4)  # a third each
    assert Verifier(folder).supports([(STATEMENT, QUOTES)]) != (support,)


def test_labels_are_found_by_name(folder: Path, tmp_path: Path) -> None:
    turned = weights(tmp_path, labels=["unsupported", "partial", "supported"])
    logits = Verifier(folder).logits(STATEMENT, QUOTES)
    assert Verifier(turned).logits(STATEMENT, QUOTES) == pytest.approx(logits[::-1])


@pytest.mark.parametrize("pair", [(STATEMENT, ()), (STATEMENT, ("", " ")), (" ", QUOTES)])
def test_nothing_is_not_supported_and_supports_nothing(
    pair: tuple[str, tuple[str, ...]], tmp_path: Path
) -> None:
    assert Verifier(tmp_path / "not needed").supports([pair]) == (0.0,)


def test_weights_that_are_not_a_verifiers_are_refused(tmp_path: Path) -> None:
    other = Verifier(weights(tmp_path, labels=["relevance", "start", "end"]))
    with pytest.raises(ModelError, match=r"has the labels .*'start'.*, expected .*'supported'"):
        other.supports([(STATEMENT, QUOTES)])


def test_missing_weights_are_noticed_at_the_first_use(tmp_path: Path) -> None:
    verifier = Verifier(tmp_path / "nowhere")
    with pytest.raises(ModelError, match=r"the verifier's weights in .*nowhere are incomplete"):
        verifier.supports([(STATEMENT, QUOTES)])
