"""How much of what is cited the question needs."""

import pytest

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score, sentence_precision
from eval.metrics.precise import SENTENCE_PRECISION
from eval.records import Span

from .make import GOLD, OTHER_GOLD, abstention, answer, asked, cite, question, unanswerable

NEEDED, OTHER, STRAY = Span("a", 100, 150), Span("a", 300, 340), Span("a", 0, 90)


@pytest.mark.parametrize(
    ("cited", "share"),
    [
        ([NEEDED], 1.0),
        ([NEEDED, OTHER], 1.0),
        ([NEEDED, STRAY], 0.5),
        ([NEEDED, NEEDED, STRAY, Span("b", 100, 150)], 1 / 3),  # the same span twice counts once
        ([STRAY], 0.0),
        ([], None),
    ],
)
def test_the_share_of_the_distinct_spans_that_overlap_a_gold(cited, share) -> None:
    assert sentence_precision(cited, [GOLD, OTHER_GOLD], "a") == share


def test_only_answers_to_what_has_a_gold_are_scored() -> None:
    stray = answer("Ann came.", citations=[cite(), cite(2, at=(0, 90))])
    assert SENTENCE_PRECISION.score(asked(question(), stray, GOLD)) == Score(0.5)
    assert SENTENCE_PRECISION.score(asked(question(answerable=None), stray, GOLD)) == Score(0.5)
    assert SENTENCE_PRECISION.score(asked(question(), stray)) == NOT_APPLICABLE
    assert SENTENCE_PRECISION.score(asked(unanswerable(), stray)) == NOT_APPLICABLE
    assert SENTENCE_PRECISION.score(asked(question(), answer("Ann."), GOLD)) == NOT_APPLICABLE
    assert SENTENCE_PRECISION.score(asked(question(), abstention(), GOLD)) == ABSTAINED
    assert SENTENCE_PRECISION.score(asked(question(), None, GOLD)) == FAILED
    assert SENTENCE_PRECISION.value(ABSTAINED) is SENTENCE_PRECISION.value(FAILED) is None
