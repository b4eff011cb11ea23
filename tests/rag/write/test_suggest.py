"""Which questions are made from an article, and which of them are kept."""

from collections.abc import Callable

import pytest

from rag import Answer, Citation
from rag.retrieve.evidence import EvidenceSentence
from rag.write.prepared import Prepared
from rag.write.suggest import MOST, TRIES, Candidate, candidates, tried
from tests.rag.write.making import Row, article


def made(*rows: Row) -> list[str]:
    return [one.question for one in candidates(article(*rows))]


@pytest.mark.parametrize(
    ("row", "question"),
    [
        ("The fair was cancelled in 2020 because it rained.", "Why was the fair cancelled in 2020?"),
        ("There was no review of the goal because it failed.", "Why was there no review of the goal?"),
        ("In all, 140 paddlers took part in the race, a record.", "How many paddlers took part in the race?"),
        ("The old mill was sold to a baker in May 2019.", "When was the old mill sold to a baker?"),
        ("The talks were held for nine days in Vienna.", "Where were the talks held for nine days?"),
    ],
)  # fmt: skip
def test_a_sentence_is_turned_round_by_its_form(row: str, question: str) -> None:
    assert question in made(row)


def test_who_somebody_is_and_what_they_did_is_asked() -> None:
    questions = made("Ann Lee, an economist at Marn, rejected the offer of the two banks.")
    assert questions == ["Who rejected the offer of the two banks?", "Who is Ann Lee?"]


SAID = "Ann Lee, an economist, told the Marn Post that the"


@pytest.mark.parametrize(
    ("rest", "topic"),
    [
        (" European Union had failed.", "the European Union"),
        (" Bank of Lisk had failed.", "the Bank of Lisk"),
    ],
)
def test_a_topic_is_a_whole_name_and_not_who_is_told(rest: str, topic: str) -> None:
    questions = made((SAID + rest, "Ann Lee"))
    assert f"What did Ann Lee say about {topic}?" in questions
    assert not [one for one in questions if "Marn Post" in one]


@pytest.mark.parametrize("text", ['Lee said: "Nobody came on Monday."', "Lee praised the Marnish farmers."])
def test_days_openers_and_peoples_are_no_topics(text: str) -> None:
    rows = "Ann Lee, an economist, was there.", (text, "Ann Lee")
    assert not [one for one in made(*rows) if one.startswith("What did")]


@pytest.mark.parametrize("rows", [(), ("It rained.",), ("He said so.", "They left because it was late.")])
def test_of_an_article_that_says_too_little_nothing_is_asked(rows: tuple[str, ...]) -> None:
    assert made(*rows) == []


def test_none_is_made_twice_and_there_are_not_too_many() -> None:
    rows = [f"The mill was closed for good in {1900 + n}." for n in range(60)]
    assert made(*rows) == ["When was the mill closed for good?"]
    assert len(made(*(f"The mill number{n} was closed for good in 1900." for n in range(60)))) == TRIES


def citing(places: dict[str, EvidenceSentence | None]) -> Callable[[str], Answer]:
    """Answers that cite the sentence given for each question."""

    def ask(question: str) -> Answer:
        one = places[question]
        end = one.sentence.end if one else 0
        cited = (Citation(1, "…", one.sentence.start, end, "a", "", None, False, 1.0),) if one else ()
        return Answer(question, "…", not cited, None, cited, (), (), 0.9, "quote")

    return ask


def test_only_what_is_answered_from_its_own_sentence_is_kept_and_no_sentence_twice() -> None:
    a, b, c = article("One.", "Two.", "Three.")
    asked = [Candidate("qa", a, "who"), Candidate("qa2", a, "said"), Candidate("qb", b, "why")]
    asked.append(Candidate("qc", c, "when"))
    answers = citing({"qa": a, "qa2": a, "qb": c, "qc": c})
    assert list(tried(asked, answers)) == ["qa", "qc"]


def test_a_second_of_one_manner_comes_after_the_others_and_eight_are_kept() -> None:
    rows = article(*(f"Row {n}." for n in range(12)))
    asked = [Candidate(f"who{n}", one, "who") for n, one in enumerate(rows[:11])]
    asked.append(Candidate("why", rows[11], "why"))
    kept = list(tried(asked, citing({one.question: one.sentence for one in asked})))
    assert kept[:4] == ["who0", "why", "who1", "who2"]
    assert len(kept) == MOST


def test_what_is_prepared_is_drafted_in_its_order() -> None:
    assert Prepared(()).name == "quote"
