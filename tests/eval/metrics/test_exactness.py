"""Names, numbers, dates, negation and quotations of answers against their citations; and quote integrity."""

import pytest

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score, measure_named
from eval.metrics.exactness import EXACTNESS
from eval.metrics.integrity import QUOTE_INTEGRITY

from .make import abstention, answer, asked, cite, judged, question, support

QUOTE = cite(1, quote="On 3 May the mayor paid 40 euros.", speaker="Ann Lee")
RIGHT = "Ann Lee paid 40 euros on 3 May."


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (RIGHT, None),
        ("Ann Smith paid 40 euros.", "names right"),
        ("The mayor paid 41 euros.", "numbers right"),
        ("The mayor paid 40 euros on 4 May.", "dates right"),
        ("The mayor never paid 40 euros.", "negation right"),
        ("The mayor “paid at once”.", "quotations right"),
    ],
)
def test_each_kind_of_mistake_counts_in_its_own_measure(sentence: str, wrong: str | None) -> None:
    got = asked(question(), answer(RIGHT, sentence, citations=[QUOTE]))
    scores = {measure.name: measure.score(got) for measure in EXACTNESS}
    assert scores == {name: Score(0.5 if name == wrong else 1.0) for name in scores}


def test_a_sentence_is_held_against_its_own_citations_only() -> None:
    citations = [QUOTE, cite(2, quote="It rained in Oslo.")]
    names = measure_named("names right")
    assert names.score(asked(question(), answer(("It rained in Oslo.", (2,)), citations=citations))) == Score(
        1.0
    )
    assert names.score(asked(question(), answer(("It rained in Oslo.", (1,)), citations=citations))) == Score(
        0.0
    )
    assert names.score(asked(question(), answer(("It rained in Oslo.", ()), citations=citations))) == Score(
        0.0
    )


def test_no_judge_has_a_say() -> None:
    unjudged = asked(question(), answer("Ann Smith paid.", citations=[QUOTE]))
    assert measure_named("names right").score(unjudged) == Score(0.0)
    praised = judged(support("Ann Smith paid.", "supported", alone=("supported",), without=("unsupported",)))
    assert measure_named("names right").score(praised) == Score(0.0)


def test_without_an_answer_there_is_nothing_to_check() -> None:
    for measure in (*EXACTNESS, QUOTE_INTEGRITY):
        assert measure.score(asked(question(), abstention())) == ABSTAINED
        assert measure.score(asked(question(), None)) == FAILED
        assert measure.score(asked(question(), answer(text="Ann."))) == NOT_APPLICABLE
        assert measure.missing is None


def test_integrity_is_what_the_run_found() -> None:
    got = answer("Ann.", citations=[QUOTE])
    assert QUOTE_INTEGRITY.score(asked(question(), got, whole=True)) == Score(1.0)
    assert QUOTE_INTEGRITY.score(asked(question(), got, whole=False)) == Score(0.0)
