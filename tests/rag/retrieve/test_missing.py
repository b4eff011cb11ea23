"""What a question speaks of that an article does not."""

import pytest

from rag.retrieve.missing import Missing, missing
from rag.words import Vocabulary

VOCABULARY = Vocabulary(
    "On 3 May 2019 Ann Lee sold two mills in Abu Dhabi for 1,200 dollars. The United Nations met."
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When were the mills sold by Ann Lee?", Missing()),
        ("When were the mills sold in Abu Dhabbi?", Missing()),  # misspelt
        ("When has the UN met?", Missing()),
        ("What was sold to Merkel?", Missing(named=("Merkel",))),
        ("Who sold 14 mills?", Missing(named=("14",))),
        ("Which two mills were sold?", Missing()),
        (
            "What happened on 3 May 2025?",
            Missing(absent=("happened",)),
        ),  # a date's year is left to the reader
        ("In which hotel was the mill sold?", Missing(absent=("hotel",), focus="hotel")),
        ("What kind of hotel was sold?", Missing(absent=("kind", "hotel"), focus="hotel")),
        ("Who bought the hotel?", Missing(absent=("bought", "hotel"))),
        ("Кто продал мельницу в Москве?", Missing()),  # no script that the article has
        ("", Missing()),
    ],
)
def test_what_an_article_lacks(question: str, expected: Missing) -> None:
    assert missing(question, VOCABULARY) == expected
