"""Where the markers of an answer stand."""

import pytest

from index import Sentence
from rag.clock import Clock
from rag.compose import Composer
from rag.retrieve.evidence import Evidence, EvidenceSentence
from rag.verify.outcome import Outcome
from rag.verify.verdict import Checked

QUOTE = EvidenceSentence("a", "A mill", 0, Sentence("It closed.", 0, 10, 0), 0.9, None)


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("The mill closed in May.", "The mill closed in May [1]."),
        ("The mill closed in May", "The mill closed in May [1]"),
        ('Ann Lee said: "It closed."', 'Ann Lee said: "It closed [1]."'),
        ("Did it close?!", "Did it close [1]?!"),
        ("The mill closed at 5 p.m.", "The mill closed at 5 p.m. [1]."),
        ("He went to the U.S.", "He went to the U.S. [1]."),
    ],
)
def test_a_marker_stands_before_the_end_mark(sentence: str, marked: str) -> None:
    by = Composer("When did it close?", "quote", None, False, Clock())
    outcome = Outcome([Checked(sentence, (QUOTE,), 1.0, "supported")])
    answer = by.answer(outcome, Evidence("When did it close?", (), (QUOTE,), 0.9))
    assert answer.text == marked
