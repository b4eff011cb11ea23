"""What becomes of drafts: each stands, gives way to its quote, or goes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from index import Library, Sentence
from rag import Engine
from rag.checking import Checker
from rag.clock import Clock
from rag.retrieve.evidence import Draft, Drafted, Evidence, EvidenceSentence, Fragment, Refusal
from rag.verify.outcome import Outcome
from tests.rag.standing_in import Fixed

SENTENCES = (
    ("The old mill in Lisk closed in May.", None, 0.9),
    ("It will not reopen, Ann Lee said.", "Ann Lee", 0.8),
    ("The bakery of Bo Ray sells rye bread.", None, 0.05),
)


def evidence() -> Evidence:
    made, at = [], 0
    for number, (text, speaker, relevance) in enumerate(SENTENCES):
        sentence = Sentence(text, at, at + len(text), 0, None, speaker, False)
        made.append(EvidenceSentence("a", "News", number, sentence, relevance, None))
        at += len(text) + 1
    return Evidence("When did the mill close?", (), tuple(made), 0.9)


class Drafts:
    """A generator that says just this."""

    name = "llm:test"

    def __init__(self, *drafted: Drafted) -> None:
        self._drafted = drafted

    def draft(self, evidence: Evidence) -> Iterator[Drafted]:
        yield from self._drafted


def checked(*drafted: Drafted, support: float = 0.9) -> tuple[Outcome, list[str]]:
    """What became of drafts, and the kinds of the events on the way."""
    outcome = Outcome()
    checker = Checker(evidence(), Fixed(support), 0.8, Clock())
    kinds = [event.kind for event in checker.run(Drafts(*drafted), outcome)]
    return outcome, kinds


def test_a_supported_draft_stands_with_its_quote() -> None:
    outcome, kinds = checked(Fragment("Lisk's old"), Draft("Lisk's old mill closed in May."))
    [one] = outcome.checked
    assert (one.text, one.verdict) == ("Lisk's old mill closed in May.", "supported")
    assert [quote.number for quote in one.quotes] == [0]
    assert kinds == ["token", "sentence"]


def test_an_invention_near_an_answer_gives_way_to_the_answer() -> None:
    outcome, _ = checked(Draft("The old mill in Lisk closed in June."))
    assert [one.text for one in outcome.checked] == ["The old mill in Lisk closed in May."]
    assert (outcome.rewritten, outcome.dropped, outcome.stands) == (1, 0, False)


def test_an_invention_near_what_does_not_answer_is_dropped() -> None:
    outcome, kinds = checked(Draft("The bakery of Bo Ray sells 40 kinds of rye bread."))
    assert (outcome.checked, outcome.dropped, kinds) == ([], 1, [])


def test_a_quote_does_not_stand_in_twice() -> None:
    outcome, _ = checked(Draft("The old mill closed in June."), Draft("Lisk's mill closed in April."))
    assert len(outcome.checked) == 1
    assert (outcome.rewritten, outcome.dropped) == (1, 1)


def test_what_somebody_said_is_told_as_theirs() -> None:
    outcome, _ = checked(Draft("It will not reopen."))
    assert [one.text for one in outcome.checked] == ["According to Ann Lee: It will not reopen."]
    outcome, _ = checked(Draft("Lee said it will not reopen."))
    assert [one.text for one in outcome.checked] == ["Lee said it will not reopen."]


def test_weak_support_is_partial_and_none_is_no_support() -> None:
    assert checked(Draft("Lisk's mill ended in May."), support=0.6)[0].checked[0].verdict == "partial"
    assert not checked(Draft("Lisk's mill ended in May."), support=0.2)[0].stands


def test_a_refusal_is_noted_and_shows_nothing() -> None:
    outcome, kinds = checked(Refusal())
    assert (outcome.refused, outcome.drafted, kinds) == (True, 0, [])


class Together:
    """Answers with the sentence that was found for the question, four questions at a time."""

    name = "llm:test"

    def __init__(self) -> None:
        self._gate = threading.Barrier(4, timeout=60)

    def draft(self, evidence: Evidence) -> Iterator[Drafted]:
        self._gate.wait()
        best = max(evidence.sentences, key=lambda sentence: sentence.relevance)
        for _ in range(2):
            yield Draft(best.sentence.text, (best,))


def test_sixteen_questions_at_once_do_not_mix(shipped_library: Library) -> None:
    questions = [
        question
        for question in (
            "Who is Andrei Kortunov?",
            "What did Peskov say about a breakthrough?",
            "How many prisoners were exchanged?",
            "What formula was used for the prisoner exchange?",
        )
        for _ in range(4)
    ]
    alone = {q: max(_evidence(shipped_library, q), key=lambda s: s.relevance) for q in set(questions)}
    engine = Engine(library=shipped_library, generator=Together(), supporter=Fixed(0.9))

    async def ask() -> list[object]:
        return list(await asyncio.gather(*(engine.aquery(question) for question in questions)))

    answers = asyncio.run(ask())
    for question, answer in zip(questions, answers, strict=True):
        assert answer.question == question  # type: ignore[attr-defined]
        assert {c.start for c in answer.citations} == {alone[question].sentence.start}  # type: ignore[attr-defined]


def _evidence(library: Library, question: str) -> tuple[EvidenceSentence, ...]:
    return Engine(library=library).evidence(question).sentences


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_drafted_is_nothing(text: str) -> None:
    outcome, _ = checked(Fragment(text))
    assert outcome == Outcome()
