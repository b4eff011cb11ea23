"""The splitter on the set that was marked by hand: no worse than when it was last measured."""

from eval.bench.sentences import byline, paragraphs, score


def test_set_has_boundaries_enough() -> None:
    assert sum(len(one) - 1 for one in paragraphs()) >= 300


def test_boundaries_are_found() -> None:
    precision, recall, _, _ = score(byline)
    assert precision >= 0.98
    assert recall >= 0.98
