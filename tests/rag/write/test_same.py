"""The same words in several articles: one statement, told once, with every source."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Article, Library, Sentence
from rag import Engine
from rag.checking import Checker
from rag.clock import Clock
from rag.events import AnswerEvent, SentenceEvent
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.outcome import Outcome
from rag.words import wording
from rag.write.quote import phrase, pick
from rag.write.same import elsewhere
from tests.rag.standing_in import Uncalled

STORY = (
    "A water main burst under Harrow Street at five on Thursday morning and left 3,100 homes dry until noon, "
    "the utility said."
)


def said(
    article: str, text: str, *, start: int = 0, speaker: str | None = None, relevance: float = 0.9
) -> EvidenceSentence:
    sentence = Sentence(text, start, start + len(text), 0, None, speaker)
    return EvidenceSentence(article, article.upper(), start, sentence, relevance, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The mill closed.", "the  MILL closed", True),
        ("“It closed,” she said.", '"It closed," she said.', True),
        ("It closed – at last!", "It closed — at last.", True),
        ("Did it close?", "Did it close.", False),
        ("It fell by 5%.", "It fell by 5.", False),
        ("It rose to $5.", "It rose to €5.", False),
        ("The mill closed.", "The mill has closed.", False),
    ],
)
def test_wording(one: str, other: str, same: bool) -> None:
    assert (wording(one) == wording(other)) is same


class TestElsewhere:
    def test_one_of_each_other_article(self) -> None:
        a, b, c = said("a", STORY), said("b", STORY.upper()), said("c", STORY.rstrip("."))
        again, other = said("b", STORY, start=200), said("c", "Buses go round.", start=200)
        assert elsewhere([a], [a, b, again, c, other]) == (b, c)
        assert elsewhere([a, b], [a, b, again, c]) == (c,)
        assert elsewhere([other], [a, b, c, other]) == ()

    def test_not_another_speakers(self) -> None:
        lee, ray = (
            said("a", '"We will win."', speaker="Ann Lee"),
            said("b", '"We will win."', speaker="Bo Ray"),
        )
        assert elsewhere([lee], [lee, ray]) == ()
        assert elsewhere([lee], [lee, said("b", '"We will win."', speaker="Mayor Lee")]) != ()

    def test_not_where_it_may_be_of_somebody_else(self) -> None:
        one, other = said("a", "He resigned on Monday."), said("b", "He resigned on Monday.")
        assert elsewhere([one], [one, other]) == ()
        assert pick((one, other)) == (one, other)


def test_a_repeated_sentence_takes_no_place_of_another() -> None:
    a, b, other = said("a", STORY), said("b", STORY), said("b", "Taps ran dry.", start=200, relevance=0.8)
    assert pick((a, b, other), "fact") == (a, other)


def test_drafts_of_the_same_words_are_one_sentence_with_all_sources() -> None:
    a, b = said("a", STORY), said("b", STORY)

    class Both:
        name = "quote"

        def draft(self, evidence: Evidence) -> Iterator[Draft]:
            yield from (Draft(phrase(one), (one,)) for one in evidence.sentences)

    outcome = Outcome()
    evidence = Evidence("How many homes were dry?", (), (a, b), 0.9)
    events = list(Checker(evidence, Uncalled(), 0.8, Clock()).run(Both(), outcome))
    assert [(one.text, one.quotes) for one in outcome.checked] == [(STORY, (a, b))]
    assert outcome.dropped == 0
    (event,) = events
    assert isinstance(event, SentenceEvent)
    assert [c.article_id for c in event.citations] == ["a", "b"]


def test_one_wire_story_in_two_outlets_is_quoted_once_and_both_are_cited(library: Library) -> None:
    first = library.add(
        Article(f"{STORY}\n\nThe street stays closed until Saturday.", title="Burst main leaves homes dry")
    )
    second = library.add(
        Article(f"{STORY}\n\nBuses go round by the station.", title="Harrow Street closed after burst main")
    )
    events = list(Engine(library=library).stream("How many homes were without water?"))
    last = events[-1]
    assert isinstance(last, AnswerEvent)
    answer = last.answer
    assert not answer.abstained
    (sentence,) = answer.sentences
    assert "3,100" in sentence.text
    assert sentence.citations == (1, 2)
    assert {c.article_id for c in answer.citations} == {first.id, second.id}
    for citation in answer.citations:
        assert citation.quote == STORY
        assert library.get(citation.article_id).text[citation.start : citation.end] == STORY
    assert "[1][2]" in answer.text
