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


@pytest.mark.parametrize(
    "question",
    [
        "Wo fand der Austausch der Gefangenen statt?",
        "Où les prisonniers ont-ils été échangés?",
        "¿Dónde se hizo el intercambio de los prisioneros?",
    ],
)
def test_another_language_is_not_misspelt(question: str) -> None:
    article = Vocabulary(
        "It is said that the start of the exchange was in the hands of those who are prisoners."
    )
    assert correct(question, article, lambda _: False) == question


def test_a_german_article_sets_german_words_right() -> None:
    article = Vocabulary("Der Austausch der Gefangenen fand in der Stadt statt und war nicht der letzte.")
    assert correct("Wo fand der Austasch statt?", article, lambda _: False) == "Wo fand der Austausch statt?"
