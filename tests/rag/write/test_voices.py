"""Whose words answer: the one's who is asked about, who said it, who contradicts; all names are invented."""

from __future__ import annotations

from dataclasses import replace

from index import Article
from index.split import sentences
from rag.retrieve.evidence import Evidence, EvidenceSentence
from rag.write.quote import QuoteGenerator

NEWS = (
    "Nurse Ann Lee said that the alarms had been switched off.",
    "The hospital's director, Bo Ray, said that no alarms had ever been switched off.",
    "Kim Poe, a visitor, said that Ann Lee had been asleep.",
    "Three visitors said that the lamps were broken.",
    "The hospital has 40 beds.",
)


def told(question: str, kind: str, **relevance: float) -> list[str]:
    """The drafts, where the sentence at number n is as relevant as `n1`, `n2` … say."""
    found = sentences(Article("\n\n".join(NEWS)))
    read = tuple(
        EvidenceSentence("a", "News", n, one, relevance.get(f"n{n}", 0.01), None)
        for n, one in enumerate(found)
    )
    given = replace(Evidence(question, (), read, 0.9), kind=kind)  # type: ignore[arg-type]
    return [draft.text for draft in QuoteGenerator().draft(given)]


def test_somebodys_own_words_come_before_words_about_them() -> None:
    asked = "What did Ann Lee say about the alarms?"
    assert told(asked, "statement", n0=0.5, n2=0.9)[:2] == [NEWS[0], NEWS[2]]


def test_words_about_somebody_answer_where_they_say_nothing_of_it() -> None:
    assert told("What did Ann Lee say about sleep?", "statement", n2=0.9)[0] == NEWS[2]


def test_who_said_it_is_told_with_what_they_are() -> None:
    asked = "Who said that the alarms had been off?"
    assert told(asked, "fact", n0=0.9) == ["Nurse Ann Lee."]
    assert told("Who said that the lamps were broken?", "fact", n3=0.9) == ["Three visitors."]


def test_who_was_told_something_is_not_who_said_it() -> None:
    assert told("Who was said to have been asleep?", "fact", n2=0.9) == [NEWS[2]]


def test_both_are_told_who_disagree() -> None:
    assert told("Were the alarms off?", "yes_no", n0=0.9, n1=0.4) == [NEWS[0], NEWS[1]]


def test_a_fact_stands_alone() -> None:
    assert told("How many beds are there?", "fact", n4=0.9, n1=0.4) == [NEWS[4]]
