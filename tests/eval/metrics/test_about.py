"""How much of a summary's gold is cited, beside the article's first three sentences."""

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score
from eval.metrics.about import SUMMARY
from eval.questions import Gold
from eval.records import Span

from .make import GOLD, OTHER_GOLD, abstention, answer, asked, cite, question

RECALL, LEAD = SUMMARY
ABOUT = question(kind="about", asks="about", any=False)
GOLDS = (GOLD, OTHER_GOLD, Gold("third", ((500, 540),)), Gold("fourth", ((600, 640),)))
FIRST = (Span("a", 0, 90), Span("a", 100, 150), Span("a", 160, 200))


def test_the_share_of_the_golds_that_are_cited() -> None:
    three = answer("…", citations=[cite(1), cite(2, at=(300, 340)), cite(3, at=(0, 90))])
    assert RECALL.score(asked(ABOUT, three, *GOLDS, lead=FIRST)) == Score(0.5)
    assert RECALL.score(asked(ABOUT, answer("…"), *GOLDS)) == Score(0.0)


def test_the_first_three_are_scored_whatever_was_answered() -> None:
    for got in (answer("…"), abstention(), None):
        assert LEAD.score(asked(ABOUT, got, *GOLDS, lead=FIRST)) == Score(0.25)
    assert LEAD.score(asked(ABOUT, answer("…"), *GOLDS)) == NOT_APPLICABLE


def test_refusals_and_failures_count_0_and_other_questions_are_not_asked() -> None:
    assert RECALL.score(asked(ABOUT, abstention(), *GOLDS)) == ABSTAINED
    assert RECALL.score(asked(ABOUT, None, *GOLDS)) == FAILED
    assert RECALL.value(ABSTAINED) == RECALL.value(FAILED) == 0.0
    for measure in SUMMARY:
        assert measure.score(asked(question(), answer("…"), GOLD, lead=FIRST)) == NOT_APPLICABLE
        assert measure.score(asked(ABOUT, answer("…"), lead=FIRST)) == NOT_APPLICABLE
