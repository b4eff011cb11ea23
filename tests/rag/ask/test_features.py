"""What a text's counts hold and what they do not."""

import numpy as np
import pytest

from rag.ask.features import MOST_CHARS, PLACES, hashed


def test_each_half_has_unit_length() -> None:
    row = hashed("Who closed the mill?")
    assert row.shape == (2 * PLACES,)
    assert np.linalg.norm(row[:PLACES]) == pytest.approx(1.0)
    assert np.linalg.norm(row[PLACES:]) == pytest.approx(1.0)


def test_case_does_not_count_but_order_and_marks_do() -> None:
    assert np.array_equal(hashed("WHO closed it?"), hashed("who Closed it?"))
    assert not np.array_equal(hashed("who closed it"), hashed("closed it who"))
    assert not np.array_equal(hashed("who closed it"), hashed("who closed it?"))


def test_a_misspelt_word_shares_letters_with_the_right_one() -> None:
    right, misspelt, other = (hashed(t)[PLACES:] for t in ("published", "publishd", "weather"))
    assert right @ misspelt > 0.5 > right @ other


@pytest.mark.parametrize("text", ["", "   ", "🙂", "\ud800", "\x00"])
def test_a_text_without_words_has_finite_counts(text: str) -> None:
    assert np.isfinite(hashed(text)).all()


def test_of_a_long_text_only_its_ends_count() -> None:
    start, end = "who " * (MOST_CHARS // 4), " why" * (MOST_CHARS // 4)
    assert np.array_equal(hashed(start + "x" * 5000 + end), hashed(start + "y" * 9000 + end))
