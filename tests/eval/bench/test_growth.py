"""Growth: exponents of known laws, vectors that are made up, and a library of the smallest sizes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.__main__ import main
from eval.bench.growth import alone, fitted, grow
from eval.bench.growth.show import laws, table
from eval.bench.growth.vectors import PartlyMadeUp
from index import Settings
from index.embed import Embedder


@pytest.mark.parametrize("exponent", [-1.0, 0.0, 0.5, 1.0, 2.0])
def test_the_exponent_of_a_known_law(exponent: float) -> None:
    law = fitted([(x, 3 * x**exponent) for x in (1, 10, 100, 1000)])
    assert law is not None
    assert law.exponent == pytest.approx(exponent)
    assert law.at(50) == pytest.approx(3 * 50**exponent)


def test_noisy_points_are_fitted_as_numpy_fits_them() -> None:
    points = [(10.0, 2.0), (100.0, 9.0), (1000.0, 20.0), (10_000.0, 90.0)]
    law = fitted(points)
    assert law is not None
    slope, start = np.polyfit(*np.log(np.array(points)).T, 1)
    assert (law.exponent, law.factor) == (pytest.approx(slope), pytest.approx(np.exp(start)))


def test_one_point_has_no_law_and_zero_has_no_logarithm() -> None:
    assert fitted([(10, 1), (10, 2)]) is None
    with pytest.raises(ValueError, match="over 0"):
        fitted([(1, 1), (2, 0)])


def test_vectors_are_computed_to_a_number_and_made_up_beyond() -> None:
    embedder, plain = PartlyMadeUp(Settings(), computed=2), Embedder(Settings())
    first = embedder.encode(["Title\nOne passage.", "Title\nAnother one."])
    np.testing.assert_allclose(first[0], plain.encode(["Title\nOne passage."])[0], atol=1e-5)
    made = embedder.encode([f"Title\nPassage {i}." for i in range(50)])
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    cosines = (made @ first.T).max(axis=1)
    assert 0.85 < cosines.mean() < 0.95
    np.testing.assert_array_equal(made[7], embedder.encode(["Title\nPassage 7."])[0])
    embedder.encode(["A sentence by itself."])
    assert (embedder.computed, embedder.made_up, len(embedder.passages)) == (2, 52, 53)


@pytest.mark.slow
def test_a_small_library_grows(tmp_path: Path) -> None:
    sizes = list(grow(tmp_path / "store", (1, 60), computed=20, questions=2, starts=1))
    assert [size.passages >= least for size, least in zip(sizes, (1, 60), strict=True)] == [True, True]
    assert sizes[0].passages < sizes[1].passages < 160
    assert sizes[0].made_up <= sizes[1].made_up
    assert sizes[1].made_up > 0
    assert all(size.recall is None or size.recall == 1 for size in sizes)  # so few are searched exactly
    assert len(table(sizes).splitlines()) == 4
    assert laws(sizes) == {}  # a single article does not count


@pytest.mark.slow
def test_more_passages_for_search_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "TOGETHER", 20)
    sizes = list(grow(tmp_path / "store", (1, 60), computed=20, questions=2, starts=1, whole=1))
    assert [size.alone for size in sizes] == [False, True]
    assert sizes[1].passages >= 60
    measured = {one.what for one in sizes[1].measured}
    assert {"dense search", "lexical search", "start"} <= measured
    assert "question" not in measured
    assert "search alone" in table(sizes)


def test_the_command_keeps_what_it_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = [
        "--sizes",
        "1",
        "--computed",
        "30",
        "--questions",
        "1",
        "--starts",
        "1",
        "--out",
        str(tmp_path),
    ]
    assert main(["bench", "growth", *options]) == 0
    (size,) = json.loads((tmp_path / "growth.json").read_text())["sizes"]
    assert size["articles"] == 1
    assert "more than over" in capsys.readouterr().out
    assert "passages" in (tmp_path / "growth.svg").read_text()
    assert main(["bench", "growth", "--sizes", "0"]) == 2
