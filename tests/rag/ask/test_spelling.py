"""Misspelt words are set right by the articles' words; everything else stays."""

import pytest

from rag.ask.spelling import correct
from rag.words import Vocabulary

ARTICLE = Vocabulary("Petrenko spoke of a prisoner exchange in Anchorage.")
DICTIONARY = {"what", "price", "near", "who", "earns"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("prisonr exchnage?", "prisoner exchange?"),
        ("What did Petrenco say in Ancorage?", "What did Petrenko say in Anchorage?"),
        ("who earns", "who earns"),  # in the dictionary, though not in the article
        ("exchanged prisoners", "exchanged prisoners"),  # inflections of its words
        ("Zzyzx", "Zzyzx"),  # nothing is like it
        ("", ""),
    ],
)
def test_correct(question: str, expected: str) -> None:
    assert correct(question, ARTICLE, DICTIONARY.__contains__) == expected
