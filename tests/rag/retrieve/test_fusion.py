"""The fitted regressions: what they compute, what they trust, and what a damaged file does."""

from dataclasses import astuple, replace
from math import exp, log
from pathlib import Path

import pytest

from rag.errors import ModelError
from rag.retrieve.fusion import AnswerFeatures, Fusion, Logistic, SentenceFeatures, log_odds

SENTENCE = SentenceFeatures(read=1.0, passage=1.0, similarity=0.6, context=0.7, said=0.0)
ANSWER = AnswerFeatures(best=1.0, read=0.5, passage=0.5, unknown=0.0)


def test_a_probability_is_the_logistic_of_the_weighted_sum() -> None:
    weights = (0.5, 0.0, 2.0, 1.0, -3.0)
    expected = sum(w * x for w, x in zip(weights, astuple(SENTENCE), strict=True)) - 0.5
    assert Logistic(weights, -0.5).log_odds(SENTENCE) == pytest.approx(expected)
    assert Logistic(weights, -0.5).probability(SENTENCE) == pytest.approx(1 / (1 + exp(-expected)))


def test_log_odds_invert_the_logistic_and_stay_finite() -> None:
    assert 1 / (1 + exp(-log_odds(0.3))) == pytest.approx(0.3)
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0)) == pytest.approx(log(9999))


@pytest.mark.parametrize("field", ["read", "similarity", "context", "said"])
def test_each_score_of_a_sentence_speaks_for_it(field: str) -> None:
    sentence = Fusion.load().sentence
    assert sentence.log_odds(replace(SENTENCE, **{field: 1.5})) > sentence.log_odds(SENTENCE)


def test_a_name_that_no_article_holds_speaks_against_an_answer() -> None:
    fusion = Fusion.load()
    assert fusion.answer.log_odds(replace(ANSWER, unknown=1.0)) < fusion.answer.log_odds(ANSWER)
    assert 0 < fusion.threshold < 1


@pytest.mark.parametrize(
    "content", [None, "not json", "{}", '{"sentence": {}, "answer": {}, "threshold": 0.5}']
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "fusion.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ModelError, match=r"fusion\.json"):
        Fusion.load(path)
