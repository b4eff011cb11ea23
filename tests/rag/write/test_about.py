"""Which sentences sum an article up."""

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.write.about import SENTENCES, summary
from tests.rag.write.making import article

LONG = "the town council of Lisk met again to hear about the old mill"


def rows(*openings: str) -> list[str]:
    return [f"{opening} {LONG}." for opening in openings]


def unit(*vectors: tuple[float, ...]) -> NDArray[np.float32]:
    made = np.array(vectors, dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def spread(count: int) -> NDArray[np.float32]:
    return unit(*(tuple(row) for row in np.random.default_rng(0).normal(size=(count, 8))))


def test_it_is_in_article_order_and_has_three_to_five_sentences() -> None:
    chosen = summary(article(*rows(*(f"Item{n}" for n in range(40)))), spread(40), None)
    numbers = [one.number for one in chosen]
    assert numbers == sorted(set(numbers))
    assert 3 <= len(numbers) <= SENTENCES
    assert all(one.relevance == 1.0 for one in chosen)


def test_none_leans_back_where_others_stand_by_themselves() -> None:
    texts = rows("Today", "However, then", "But", "Yesterday", "He said", "This year", "Meanwhile")
    chosen = summary(article(*texts), spread(7), None)
    assert {one.number for one in chosen} <= {0, 3, 5, 6} - {5}


def test_what_was_told_already_is_not_told_twice() -> None:
    same, other = (1.0, 0.0, 0.0), (0.6, 0.8, 0.0)
    chosen = summary(
        article(*rows("A", "B", "C", "D", "E", "F")),
        unit(same, same, same, same, other, (0.6, 0.0, 0.8)),
        None,
    )
    assert [one.number for one in chosen] == [0, 4, 5]


def test_the_title_draws_what_is_near_it() -> None:
    vectors = unit(*[(1.0, 0.1 * n, 0.0) for n in range(9)], (0.2, 0.0, 1.0))
    shown = article(*rows(*"ABCDEFGHIJ"))
    without = {one.number for one in summary(shown, vectors, None)}
    with_it = {one.number for one in summary(shown, vectors, np.array([0, 0, 1], np.float32))}
    assert 9 in with_it
    assert without != with_it or 9 in without


def test_a_speaker_not_heard_yet_wins_between_equals() -> None:
    texts = rows("A", "B", "C", "D")
    shown = article(texts[0], (texts[1], "Ann Lee"), (texts[2], "Ann Lee"), (texts[3], "Bob Ray"))
    chosen = summary(shown, unit(*(2 * np.eye(4) + 2)), None)
    assert 3 in {one.number for one in chosen}


@pytest.mark.parametrize("count", [1, 2])
def test_a_short_article_is_told_whole(count: int) -> None:
    shown = article(*rows(*"AB"[:count]))
    assert summary(shown, spread(count), None) == shown


def test_sentences_of_few_words_do_where_there_are_no_others() -> None:
    assert [one.number for one in summary(article("It rained."), spread(1), None)] == [0]


def test_no_sentence_no_summary() -> None:
    assert summary((), np.empty((0, 0), np.float32), None) == ()


def test_a_thousand_sentences_are_summed_up() -> None:
    chosen = summary(article(*rows(*(f"N{n}" for n in range(1000)))), spread(1000), spread(1)[0])
    assert 3 <= len(chosen) <= SENTENCES
