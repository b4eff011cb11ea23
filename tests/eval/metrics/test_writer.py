"""What is measured of a language model's drafts, by hand-made runs."""

from dataclasses import replace

import pytest

from eval.metrics.measure import ABSTAINED, NOT_APPLICABLE, UNSCORED
from eval.metrics.writer import DRAFTS_INVENTED, FALLBACKS, FIRST_SENTENCE, LEFT_OUT
from eval.records import Asked, Reply

from .make import abstention, answer, asked, question, verdict


def wrote(
    *, dropped: int = 0, rewritten: int = 0, fallback: str | None = None, first: float | None = 2.5
) -> Asked:
    """An answer of two sentences that a model wrote."""
    given = replace(answer("One.", "Two."), dropped=dropped, rewritten=rewritten, fallback=fallback)
    reply = Reply(given, draft=answer("One.", "Two.", "Three."), first=first)
    return asked(question(), reply, drafts=(verdict("supported"), verdict("partial"), verdict("unsupported")))


def test_a_draft_is_invented_where_nothing_read_supports_it_even_in_part() -> None:
    assert DRAFTS_INVENTED.score(wrote()).value == pytest.approx(1 / 3)


def test_a_draft_that_the_judge_cannot_score_leaves_the_question_unscored() -> None:
    one = replace(wrote(), drafts=(verdict("supported"), verdict("unscored")))
    assert DRAFTS_INVENTED.score(one) == UNSCORED


def test_left_out_counts_what_was_dropped_and_what_gave_way() -> None:
    assert LEFT_OUT.score(wrote(dropped=2, rewritten=1)).value == pytest.approx(3 / 4)
    assert LEFT_OUT.score(wrote()).value == 0


def test_a_fallback_is_counted_and_its_answer_not_taken_for_the_models() -> None:
    one = wrote(fallback="The language model 'm' did not finish.")
    assert FALLBACKS.score(one).value == 1
    assert FALLBACKS.score(wrote()).value == 0
    assert LEFT_OUT.score(one) == NOT_APPLICABLE


def test_seconds_to_the_first_sentence_are_those_of_the_run() -> None:
    assert FIRST_SENTENCE.score(wrote()).value == 2.5
    assert FIRST_SENTENCE.score(wrote(first=None)) == NOT_APPLICABLE


@pytest.mark.parametrize("measure", [DRAFTS_INVENTED, FALLBACKS, LEFT_OUT], ids=lambda measure: measure.name)
def test_without_a_language_model_there_is_nothing_to_measure(measure: object) -> None:
    assert measure.score(asked(question(), answer("One."))) == NOT_APPLICABLE  # type: ignore[attr-defined]
    of_none = NOT_APPLICABLE if measure is FALLBACKS else ABSTAINED
    assert measure.score(asked(question(), abstention())) == of_none  # type: ignore[attr-defined]
