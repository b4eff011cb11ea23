"""Where the markers of a sentence stand."""

import pytest

from rag.answer import AnswerSentence
from rag.marking import marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained.", "It rained [1]."),
        ("It rained", "It rained [1]"),
        ("It rained at 5 p.m.", "It rained at 5 p.m. [1]."),
        ('"It rained."', '"It rained [1]."'),
        ("“It rained.”", "“It rained [1].”"),
        ('It rained."', 'It rained." [1].'),  # what was opened in an earlier sentence is not cut
        ("It rained.”", "It rained.” [1]."),
        ("It rained (hard).", "It rained (hard) [1]."),
    ],
)
def test_markers_stand_before_the_end_mark(text: str, expected: str) -> None:
    assert marked(AnswerSentence(text, (1,), 1.0, "supported")) == expected


def test_what_is_partly_supported_says_so() -> None:
    assert marked(AnswerSentence("It rained.", (1, 2), 0.6, "partial")) == (
        "It rained [1][2]. (only partly supported)"
    )
