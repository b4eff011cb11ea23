"""The headline: what counts as a right reply."""

import pytest

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score, cites_gold, holds_keys
from eval.metrics.correct import CORRECT
from eval.questions import Gold
from eval.records import Span

from .make import GOLD, OTHER_GOLD, abstention, answer, asked, cite, question, unanswerable

KEYED = question(keys=(("Ann", "Ann Lee"), ("Oslo",)))
RIGHT = answer("Ann came from Oslo.", citations=[cite()])


def test_a_citation_counts_where_it_shares_half_of_the_shorter_with_a_gold_of_the_same_article() -> None:
    golds = (Gold("first", ((0, 10),)), Gold("second", ((50, 70), (90, 110))))
    assert cites_gold([Span("a", 5, 30)], golds, "a", need_all=False)
    assert not cites_gold([Span("a", 8, 30)], golds, "a", need_all=False)
    assert not cites_gold([Span("b", 0, 10)], golds, "a", need_all=False)
    assert not cites_gold([Span("a", 0, 10)], golds, "a", need_all=True)
    assert cites_gold([Span("a", 0, 10), Span("a", 90, 110)], golds, "a", need_all=True)
    assert not cites_gold([], golds, "a", need_all=False)
    assert not cites_gold([Span("a", 0, 10)], (), "a", need_all=True)


def test_keys_are_held_as_whole_words_of_any_case() -> None:
    keys = (("Valdai Club", "Valdai"), ("expert",))
    assert holds_keys("An EXPERT of the Valdai club's board.", keys)
    assert not holds_keys("An inexpert of the Valdai club.", keys)
    assert not holds_keys("An expert.", keys)
    assert holds_keys("Anything.", ())


@pytest.mark.parametrize(
    ("got", "score"),
    [
        (RIGHT, Score(1.0)),
        (answer("Ann came.", citations=[cite()]), Score(0.0)),
        (answer("Ann came from Oslo.", citations=[cite(at=(300, 340))]), Score(0.0)),
        (answer("Ann came from Oslo."), Score(0.0)),
        (abstention(), ABSTAINED),
        (None, FAILED),
    ],
)
def test_an_answerable_question_wants_the_quote_and_the_keys(got, score) -> None:
    assert CORRECT.score(asked(KEYED, got, GOLD)) == score


def test_all_golds_are_wanted_where_the_question_says_so() -> None:
    both = answer("Ann came from Oslo.", citations=[cite(1), cite(2, at=(300, 340))])
    every = KEYED.model_copy(update={"any": False})
    assert CORRECT.score(asked(every, RIGHT, GOLD, OTHER_GOLD)) == Score(0.0)
    assert CORRECT.score(asked(every, both, GOLD, OTHER_GOLD)) == Score(1.0)
    assert CORRECT.score(asked(KEYED, RIGHT, GOLD, OTHER_GOLD)) == Score(1.0)


def test_what_has_no_answer_wants_an_abstention() -> None:
    assert CORRECT.score(asked(unanswerable(), abstention())) == Score(1.0)
    assert CORRECT.score(asked(unanswerable(), RIGHT)) == Score(0.0)
    assert CORRECT.score(asked(unanswerable(), None)) == FAILED


def test_nothing_is_said_of_a_question_without_a_label_or_gold() -> None:
    assert CORRECT.score(asked(question(answerable=None), RIGHT)) == NOT_APPLICABLE
    assert CORRECT.score(asked(question(), RIGHT)) == NOT_APPLICABLE


def test_a_question_with_keys_and_no_quote_is_decided_by_its_keys() -> None:
    assert CORRECT.score(asked(KEYED, answer("Ann, of Oslo."))) == Score(1.0)


def test_a_marker_is_no_key() -> None:
    of = question(keys=(("1",),))
    plain = answer(text="Some came [1].", citations=[cite()])
    assert CORRECT.score(asked(of, plain, GOLD)) == Score(0.0)


def test_abstentions_and_failures_on_answerable_questions_count_0() -> None:
    assert CORRECT.value(ABSTAINED) == CORRECT.value(FAILED) == 0.0


def test_a_summary_wants_two_golds_and_no_keys() -> None:
    about = question(kind="about", asks="about", any=False, keys=(("Oslo",),))
    third = Gold("third", ((500, 540),))
    two = answer("Ann came.", citations=[cite(1), cite(2, at=(500, 540))])
    golds = (GOLD, OTHER_GOLD, third)
    assert CORRECT.score(asked(about, two, *golds)) == Score(1.0)
    assert CORRECT.score(asked(about, answer("Ann came.", citations=[cite()]), *golds)) == Score(0.0)
    assert CORRECT.score(asked(about, answer("Ann came.", citations=[cite()]), GOLD)) == Score(1.0)
    assert CORRECT.score(asked(about, abstention(), *golds)) == ABSTAINED


def test_a_list_of_people_wants_every_name_and_one_gold() -> None:
    people = question(kind="people", asks="people", any=False, keys=(("Lee",), ("Bo",)))
    both = answer("Ann Lee.", "Bo.", citations=[cite()])
    assert CORRECT.score(asked(people, both, GOLD, OTHER_GOLD)) == Score(1.0)
    assert CORRECT.score(asked(people, answer("Ann Lee.", citations=[cite()]), GOLD)) == Score(0.0)
    assert CORRECT.score(asked(people, answer("Ann Lee.", "Bo."), GOLD)) == Score(0.0)


def test_the_articles_own_data_may_be_told_without_a_citation() -> None:
    by = question(kind="metadata", asks="metadata", keys=(("Ann Lee",),))
    told = answer(text="It is by Ann Lee.")
    assert CORRECT.score(asked(by, told)) == CORRECT.score(asked(by, told, GOLD)) == Score(1.0)
    beside = answer("In Oslo.", citations=[cite()], text="It is by Ann Lee. In Oslo [1].")
    assert CORRECT.score(asked(by, beside, GOLD)) == Score(1.0)
    assert CORRECT.score(asked(by, answer(text="It is by Bo."))) == Score(0.0)
    assert CORRECT.score(asked(unanswerable(kind="metadata", asks="metadata"), told)) == Score(0.0)


def test_chat_wants_an_abstention() -> None:
    hello = unanswerable(kind="chat", asks="chat")
    assert CORRECT.score(asked(hello, abstention())) == Score(1.0)
    assert CORRECT.score(asked(hello, RIGHT)) == Score(0.0)
