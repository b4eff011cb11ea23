"""The calibration: monotone where it should be, and loud where its file is not as expected."""

from dataclasses import replace
from math import exp
from pathlib import Path

import pytest

from rag.answerable import Calibration, Features
from rag.errors import ModelError

LIKELY = Features(sentence=0.9, passage=0.9, span=0.9, similarity=0.7, covered=1.0, unknown=0.0)


def test_probability_is_the_logistic_of_the_weighted_sum() -> None:
    calibration = Calibration((0.0, 0.0, 0.0, 2.0, 1.0, -3.0), -0.5, 0.5)
    assert calibration.probability(LIKELY) == pytest.approx(1 / (1 + exp(-(2 * 0.7 + 1.0 - 0.5))))


def test_the_shipped_weights_trust_the_reader_and_distrust_unknown_names() -> None:
    calibration = Calibration.load()
    sure = calibration.probability(LIKELY)
    assert 0 < calibration.threshold < 1
    assert calibration.probability(replace(LIKELY, unknown=1.0)) < sure
    assert calibration.probability(replace(LIKELY, sentence=0.01, passage=0.01, span=0.01)) < sure


def test_certain_features_stay_finite() -> None:
    assert 0 <= Calibration.load().probability(Features(1.0, 1.0, 1.0, 1.0, 1.0, 0.0)) <= 1
    assert 0 <= Calibration.load().probability(Features(0.0, 0.0, 0.0, -1.0, 0.0, 1.0)) <= 1


@pytest.mark.parametrize("content", [None, "not json", "{}", '{"weights": {}}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "answerable.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ModelError, match=r"answerable\.json"):
        Calibration.load(path)
