"""Ordinary words, from a small running text."""

from __future__ import annotations

from eval.train.casing import count, ordinary


def test_a_word_is_ordinary_that_is_written_small_inside_sentences() -> None:
    text = "Rain fell on Rose. The rain fell on a rose. A cold rain united Rose and the United Nations."
    small, large = count([text, text])
    assert (small["rain"], large["rain"]) == (2, 0)  # each text once; the first word tells nothing
    words, mostly, others = ordinary(small, large)
    assert "rain" in words
    assert "rose" not in [*words, *mostly]
    assert others == []
