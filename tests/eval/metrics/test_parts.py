"""Several questions in one: each part is right, or rightly left open, by itself."""

from dataclasses import replace

import pytest

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score, parts_right
from eval.metrics.correct import CORRECT
from eval.metrics.parts import PARTS
from eval.questions import Part
from rag import Answer

from .make import GOLD, OTHER_GOLD, abstention, answer, asked, cite, question

SHARE, EVERY = PARTS
WHO = Part(question="Who came?", asks="fact", quotes=("gold",), keys=(("Ann",),), answerable=True)
WHEN = Part(question="When?", asks="fact", quotes=("other gold",), keys=(("May",),), answerable=True)
HOW = Part(question="How?", asks="fact", answerable=False)
BOTH = question(kind="double", quotes=("gold", "other gold"), any=False, parts=(WHO, WHEN))
HALF_OPEN = question(kind="double", quotes=("gold",), parts=(WHO, HOW))
ANN = answer("Ann came.", citations=[cite()])
IN_MAY = answer("In May.", citations=[cite(at=(300, 340))])


def joined(*parts: Answer) -> Answer:
    sentences = tuple(sentence for part in parts for sentence in part.sentences)
    citations = tuple(citation for part in parts for citation in part.citations)
    text = " ".join(part.text for part in parts)
    return replace(ANN, text=text, sentences=sentences, citations=citations, parts=parts)


@pytest.mark.parametrize(
    ("got", "right"),
    [
        (joined(ANN, IN_MAY), (True, True)),
        (joined(ANN, abstention()), (True, False)),
        (joined(abstention(), IN_MAY), (False, True)),
        (joined(IN_MAY, ANN), (False, False)),
        (joined(ANN, answer("In May.", citations=[cite()])), (True, False)),
        (joined(ANN, answer("In June.", citations=[cite(at=(300, 340))])), (True, False)),
    ],
)
def test_a_part_is_looked_for_in_the_part_at_its_place(got: Answer, right: tuple[bool, ...]) -> None:
    assert parts_right(got, asked(BOTH, got, GOLD, OTHER_GOLD)) == right


def test_where_the_answer_is_cut_otherwise_the_whole_of_it_counts() -> None:
    whole = replace(joined(ANN, IN_MAY), parts=())
    thrice = joined(ANN, abstention(), IN_MAY)
    for got in (whole, thrice):
        assert parts_right(got, asked(BOTH, got, GOLD, OTHER_GOLD)) == (True, True)
    assert parts_right(ANN, asked(BOTH, ANN, GOLD, OTHER_GOLD)) == (True, False)


def test_a_part_without_an_answer_wants_to_be_left_open_by_name() -> None:
    cases = [
        (joined(ANN, abstention()), (True, True)),
        (joined(ANN, ANN), (True, False)),
        (ANN, (True, False)),  # silently
        (joined(ANN, ANN, abstention()), (True, True)),
        (abstention(), (False, False)),
    ]
    for got, right in cases:
        assert parts_right(got, asked(HALF_OPEN, got, GOLD)) == right


def test_the_share_and_the_whole_of_the_parts() -> None:
    half = asked(BOTH, joined(ANN, abstention()), GOLD, OTHER_GOLD)
    assert SHARE.score(half) == Score(0.5)
    assert EVERY.score(half) == CORRECT.score(half) == Score(0.0)
    full = asked(BOTH, joined(ANN, IN_MAY), GOLD, OTHER_GOLD)
    assert SHARE.score(full) == EVERY.score(full) == CORRECT.score(full) == Score(1.0)


def test_what_was_refused_or_failed_counts_0_and_a_single_question_is_not_asked() -> None:
    for measure in PARTS:
        assert measure.score(asked(BOTH, abstention(), GOLD, OTHER_GOLD)) == ABSTAINED
        assert measure.score(asked(BOTH, None, GOLD, OTHER_GOLD)) == FAILED
        assert measure.value(ABSTAINED) == measure.value(FAILED) == 0.0
        assert measure.score(asked(question(), ANN, GOLD)) == NOT_APPLICABLE
