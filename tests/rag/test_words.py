"""Folding of words, names and numbers."""

import pytest

from rag.words import Vocabulary, names, numbers, terms, words


def test_words_are_folded_without_possessive_endings() -> None:
    assert words("The Club's RULES, don't they?") == ["the", "club", "rules", "don't", "they"]


def test_terms_are_stems_of_the_words_that_carry_meaning() -> None:
    assert terms("What are the negotiations about?") == terms("negotiation")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose 3.5 percent to 1,200 in 2025.", ["3.5", "1200", "2025"]),
        ("from 12 million to 3.5bn", ["12 million", "3.5 billion"]),
        ("two of twelve", ["2", "12"]),
        ("no digits", []),
        ("", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did Ann Lee tell the Times?", ["Ann", "Lee", "Times"]),
        ("Opening words are not names.", []),
        ("It ended. Then Bo left.", ["Bo"]),
        ("What Is The Price Of Tea", []),  # a title tells nothing
        ("Does the U.S. agree?", ["U.S"]),
        ("Who is Anna Leeson?", ["Anna", "Leeson"]),
    ],
)
def test_names_are_capitalised_words_that_do_not_merely_open_a_sentence(
    text: str, expected: list[str]
) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("article", "name", "held"),
    [
        ("Ann Lee spoke.", "Lee", True),
        ("Ann Lee spoke.", "Ray", False),
        ("Sergei Petrenko spoke.", "Petrenco", True),  # misspelt
        ("The Financial Review wrote.", "FR", True),  # initials
        ("The United States agreed.", "US", True),  # a common other name
        ("The USA agreed.", "United", True),
        ("Norway agreed.", "Norwegian", False),
        ("Ukraine agreed.", "Ukrainian", True),  # inflected
    ],
)
def test_a_vocabulary_knows_a_name_in_its_forms(article: str, name: str, held: bool) -> None:
    assert Vocabulary(article).holds_name(name) is held


def test_a_vocabulary_knows_numbers_by_value() -> None:
    vocabulary = Vocabulary("They paid 1,200 euros to three people on the 4-5th.")
    assert vocabulary.holds_number("1200")
    assert vocabulary.holds_number("3")
    assert not vocabulary.holds_number("12")


def test_only_questions_may_misspell_a_name() -> None:
    vocabulary = Vocabulary("Austria and Niger agreed on 1.5 percent.")
    assert vocabulary.holds_name("Australia")
    assert not vocabulary.holds_name("Australia", exact=True)
    assert not vocabulary.holds_name("Nigeria", exact=True)
    assert not vocabulary.holds_number("5")
