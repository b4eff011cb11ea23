"""What speaks for a sentence, on hand-made articles."""

from math import log

import pytest

from index import Passage, Sentence
from rag.retrieve.candidates import Block, Rarity, features, said
from rag.retrieve.reader import Reading


def article(*rows: tuple[str, int, str | None]) -> tuple[Sentence, ...]:
    """Sentences from (text, paragraph, speaker)."""
    at, out = 0, []
    for text, paragraph, speaker in rows:
        out.append(Sentence(text, at, at + len(text), paragraph, None, speaker))
        at += len(text) + 1
    return tuple(out)


TOWN = article(("It rained.", 0, None), ("The mill closed.", 0, "Ann Lee"), ("Bread got dear.", 1, "Bo Ray"))
SECOND = Passage("a", "The mill closed.", TOWN[1].start, TOWN[1].end)


def test_a_block_shows_the_sentence_before_for_context_but_owns_its_own() -> None:
    block = Block.of(SECOND, TOWN)
    assert block.texts == ["It rained.", "The mill closed."]
    assert block.texts_without({block.low}) == ["", "The mill closed."]
    assert (block.first, block.last) == (1, 1)
    assert block.previous(1) == TOWN[0]
    assert block.previous(2) is None  # another paragraph
    assert block.previous(0) is None


def test_rare_terms_weigh_more() -> None:
    texts = ["mill", "mill", "mill bread"]
    rarity = Rarity("mill bread", texts)
    mill, bread = log(1 + 3 / 3), log(1 + 3 / 1)
    assert rarity.share("bread") == pytest.approx(bread / (mill + bread))
    assert rarity.share("the mill and the bread") == pytest.approx(1.0)
    assert rarity.share("rain") == 0.0
    assert Rarity("what is it", texts).share("mill") == 0.0


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Ann Lee say about the mill?", 1.0),
        ("What did Bo Rey, sorry, Bob Raye say?", 0.0),  # nobody of that name speaks
        ("According to Lee, why?", 0.0),  # three letters are too few to go by
        ("When did it close?", 0.0),
    ],
)
def test_whose_words_a_question_asks_for(question: str, expected: float) -> None:
    mill = article(("The mill closed.", 0, "Anna Leeson"), ("Bread got dear.", 1, "Robert Raymond"))
    question = question.replace("Ann Lee", "Anna Leeson")
    assert said(question, mill[0], mill) == expected


def test_another_speakers_sentence_is_marked_as_such() -> None:
    mill = article(("The mill closed.", 0, "Anna Leeson"), ("Bread got dear.", 1, "Robert Raymond"))
    assert said("What did Raymond say?", mill[0], mill) == -1.0


def test_features_come_from_the_sentence_its_passage_and_its_context() -> None:
    block = Block.of(SECOND, TOWN)
    reading = Reading(answerable=0.5, sentences=(0.2, 0.9), span=None)
    row = features("rain and mill", block, 1, reading, 0.4, Rarity("rain and mill", block.texts))
    assert row.read == pytest.approx(log(0.9 / 0.1))
    assert row.passage == 0.0
    assert (row.similarity, row.context) == (0.4, pytest.approx(1.0))
