"""What "it" and "they" stand for by the question before."""

import pytest

from rag.ask.antecedent import named


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("Who plays Lisk in the final?", "when is it?", "when is the final?"),
        ("When is the yearly meeting?", "where will it be held?", "where will the yearly meeting be held?"),
        ("Was the flight recorder found?", "what does it show?", "what does the flight recorder show?"),
        ("Who built the old water tower?", "what is its height?", "what is the old water tower's height?"),
        ("What prize did the bakers get?", "how much is it worth?", "how much is the prize worth?"),
        ("What prize did the bakers get?", "what will they do now?", "what will the bakers do now?"),
        ("Who sold the police station?", "what did it cost?", "what did the police station cost?"),
        ("What did Lee say of the miller's boat?", "how long is it?", "how long is the miller's boat?"),
    ],
)
def test_a_thing_stands_for_its_word(before: str, question: str, expected: str) -> None:
    assert named(question, before) == expected


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Who made the lamps?", "what did they charge?"),  # those who made them
        ("When did Marn Mills buy Lisk Bread?", "what did it pay?"),  # two names: either may be meant
        ("When did the mill close?", "Why did it?"),  # what it did is left out, too
        ("Who owns the mill?", "Is it true that she left?"),
        ("Which towns were flooded?", "what did it cost?"),  # a thing, and there are several towns
        ("Who owns the mill?", "Where does Lee live?"),
    ],
)
def test_where_nothing_fits_the_question_stays(before: str, question: str) -> None:
    assert named(question, before) == question
