"""ALCE's citation measures by hand, and whether the gold is cited."""

import pytest

from eval.metrics import (
    ABSTAINED,
    FAILED,
    NOT_APPLICABLE,
    UNSCORED,
    Score,
    citation_f1,
    citation_precision,
    citation_recall,
)
from eval.metrics.citation import ALCE, CITES_GOLD, QUOTED_WORDS

from .make import (
    GOLD,
    OTHER_GOLD,
    abstention,
    answer,
    asked,
    cite,
    judged,
    question,
    support,
    unanswerable,
)

YES, NO, PART, NONE = "supported", "unsupported", "partial", "unscored"
# supported: the first quote does it alone, the second is not needed
SPARE = support("Ann came.", YES, alone=(YES, NO), without=(NO, YES))
# supported by two quotes of which neither does it alone, nor the other without it
BOTH_NEEDED = support("Bo left.", YES, alone=(NO, PART), without=(PART, NO))
WRONG = support("It rained.", NO, alone=(NO,), without=(NO,))
BARE = support("It snowed.", YES)
LOST = support("It hailed.", NONE, alone=(YES,), without=(NO,))


def test_recall_is_the_share_of_supported_sentences() -> None:
    assert citation_recall([SPARE, BOTH_NEEDED, WRONG, BARE]) == 0.5
    assert citation_recall([BARE]) == 0.0, "a sentence that cites nothing is not supported, whoever says so"
    assert citation_recall([SPARE, LOST]) is None


def test_a_citation_is_irrelevant_where_the_others_do_without_it() -> None:
    assert citation_precision([SPARE]) == 0.5
    assert citation_precision([BOTH_NEEDED]) == 1.0
    assert citation_precision([WRONG]) == 0.0
    assert citation_precision([SPARE, BOTH_NEEDED, WRONG]) == pytest.approx(3 / 5)
    assert citation_precision([BARE]) == 0.0


def test_precision_asks_only_for_judgements_that_can_change_it() -> None:
    assert citation_precision([support("A.", YES, alone=(YES,), without=(NONE,))]) == 1.0
    assert citation_precision([support("A.", YES, alone=(NONE, YES), without=(NO, NO))]) == 1.0
    assert citation_precision([support("A.", NO, alone=(NONE,), without=(NONE,))]) == 0.0
    assert citation_precision([support("A.", YES, alone=(NONE, YES), without=(YES, NO))]) is None
    assert citation_precision([support("A.", YES, alone=(NO, YES), without=(NONE, NO))]) is None
    assert citation_precision([LOST]) is None


def test_f1_is_the_harmonic_mean() -> None:
    # recall 1, precision 1 of 2
    assert citation_f1([SPARE]) == pytest.approx(2 / 3)
    assert citation_f1([WRONG]) == 0.0
    assert citation_f1([LOST]) is None


def test_the_measures_take_whole_answers() -> None:
    assert [measure.score(judged(SPARE, WRONG)) for measure in ALCE] == [
        Score(0.5),
        Score(pytest.approx(1 / 3)),
        Score(pytest.approx(0.4)),
    ]
    for measure in ALCE:
        assert measure.score(judged(LOST)) == UNSCORED
        assert measure.score(asked(question(), abstention())) == ABSTAINED
        assert measure.score(asked(question(), None)) == FAILED
        assert measure.score(asked(question(), answer(text="Ann."))) == NOT_APPLICABLE
        assert measure.value(ABSTAINED) is None


def test_citing_the_gold_is_asked_of_every_answerable_question() -> None:
    one = answer("Ann.", citations=[cite()])
    assert CITES_GOLD.score(asked(question(), one, GOLD, OTHER_GOLD)) == Score(1.0)
    assert CITES_GOLD.score(asked(question(any=False), one, GOLD, OTHER_GOLD)) == Score(0.0)
    assert CITES_GOLD.score(asked(question(), answer("Ann."), GOLD)) == Score(0.0)
    assert CITES_GOLD.score(asked(question(), abstention(), GOLD)) == ABSTAINED
    assert CITES_GOLD.score(asked(question(), None, GOLD)) == FAILED
    assert CITES_GOLD.score(asked(unanswerable(), one)) == NOT_APPLICABLE
    assert CITES_GOLD.missing == 0.0


def test_quoted_words_are_those_of_a_mean_quote() -> None:
    quotes = [cite(1, quote="Ann came home."), cite(2, quote="It rained, in May, 2 days.")]
    assert QUOTED_WORDS.score(asked(question(), answer("Ann.", citations=quotes))) == Score(4.5)
    assert QUOTED_WORDS.score(asked(question(), answer("Ann."))) == NOT_APPLICABLE
    assert QUOTED_WORDS.score(asked(question(), abstention())) == ABSTAINED
