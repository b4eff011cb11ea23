"""Shares of sentences by their verdicts, and only of sentences that are in the answer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, UNSCORED, Score, measure_named, verdict_share
from eval.metrics.faithfulness import FAITHFULNESS, GROUNDEDNESS, HALLUCINATION_RATE, SEVERITY

from .make import SUPPORT, abstention, answer, asked, judged, question, support

ALL = (FAITHFULNESS, GROUNDEDNESS, HALLUCINATION_RATE, *SEVERITY)


def one(cited: str, read: str, number: int = 0):
    return support(f"Sentence {number}.", cited, alone=(cited,), without=("unsupported",), read=read)


def test_by_hand() -> None:
    got = judged(
        one("supported", "supported"),
        one("partial", "supported"),
        one("unsupported", "partial"),
        one("contradicted", "contradicted"),
    )
    value = {measure.name: measure.score(got).value for measure in ALL}
    assert value["faithfulness"] == value["partly supported"] == 1 / 4
    assert value["unsupported"] == value["contradicted"] == 1 / 4
    assert value["groundedness"] == 2 / 4
    assert value["hallucination rate"] == 1 / 4


def test_one_sentence_that_no_judge_scored_leaves_the_answer_unscored() -> None:
    got = judged(one("supported", "supported"), one("unscored", "unscored", 1))
    assert {measure.score(got).status for measure in ALL} == {"unscored"}


def test_a_sentence_without_citations_is_not_faithful_but_can_be_grounded() -> None:
    got = judged(support("Ann came.", "supported", read="supported"))
    assert FAITHFULNESS.score(got) == Score(0.0)
    assert GROUNDEDNESS.score(got) == Score(1.0)


@pytest.mark.parametrize(
    ("cited", "read", "grounded", "hallucinated"),
    [
        ("supported", "contradicted", Score(1.0), Score(0.0)),
        ("supported", "unscored", Score(1.0), Score(0.0)),
        ("partial", "unsupported", Score(0.0), Score(0.0)),
        ("partial", "unscored", UNSCORED, UNSCORED),
        ("unscored", "unsupported", Score(0.0), Score(1.0)),
    ],
)
def test_what_is_cited_was_read(cited, read, grounded, hallucinated) -> None:
    assert GROUNDEDNESS.score(judged(one(cited, read))) == grounded
    assert HALLUCINATION_RATE.score(judged(one(cited, read))) == hallucinated


verdicts = st.lists(st.sampled_from(list(SUPPORT)), min_size=1, max_size=8)


@given(verdicts)
def test_faithfulness_and_severity_share_the_sentences_out(words) -> None:
    got = judged(*(one(word, word, number) for number, word in enumerate(words)))
    scores = [measure.score(got) for measure in (FAITHFULNESS, *SEVERITY)]
    if "unscored" in words:
        assert set(scores) == {UNSCORED}
    else:
        assert sum(score.value for score in scores) == pytest.approx(1)


@given(verdicts, st.randoms())
def test_the_order_of_sentences_does_not_matter(words, random) -> None:
    shuffled = random.sample(words, len(words))
    assert verdict_share(words, ("supported",)) == verdict_share(shuffled, ("supported",))


def test_what_no_judge_scored_is_unscored_and_never_0() -> None:
    for measure in ALL:
        assert measure.score(judged(one("unscored", "unscored"))) == UNSCORED
        assert measure.value(UNSCORED) is None


def test_an_abstention_has_no_faithfulness() -> None:
    """TruLens 1538: it raised; Ragas 1689: it scored 0 or 1 at random."""
    for measure in ALL:
        assert measure.score(asked(question(), abstention())) == ABSTAINED
        assert measure.value(ABSTAINED) is measure.value(FAILED) is None
        assert measure.score(asked(question(), None)) == FAILED
        assert measure.score(asked(question(), answer(text="Ann."))) == NOT_APPLICABLE


@pytest.mark.parametrize(
    "name", [measure.name for measure in ALL] + ["citation recall", "citation precision"]
)
def test_only_sentences_of_the_answer_are_scored(name: str) -> None:
    """TruLens 1059: sentences were scored that are not in the answer."""
    measure = measure_named(name)
    got = judged(one("supported", "supported", 1), one("supported", "supported", 2))
    assert measure.score(got).status == "scored"
    stranger = replace(got, supports=(*got.supports, one("supported", "supported", 3)))
    fewer = replace(got, supports=got.supports[:1])
    changed = replace(got, supports=(got.supports[0], one("supported", "supported", 9)))
    for odd in (stranger, fewer, changed, replace(got, supports=())):
        assert measure.score(odd) == UNSCORED
