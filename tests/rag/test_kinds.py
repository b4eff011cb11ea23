"""The chain end to end, a kind of question at a time, over the shipped article and an invented report."""

from pathlib import Path

import pytest

from index import Library, Settings
from index.embed import Embedder
from rag import Answer, Engine

REPORT = Path(__file__).parents[2] / "eval" / "sets" / "reports" / "sarun-dam-talks.txt"
ENVOYS = {"Davit Orbelin", "Amina Tolgay", "Jonas Rekvist"}


@pytest.fixture(scope="module")
def dam(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    library = Library(Settings(store=str(tmp_path_factory.mktemp("dam") / "store")))
    library.embedder = embedder
    library.add(str(REPORT))
    return Engine(library=library)


def whole(engine: Engine, answer: Answer) -> Answer:
    """An answer, each quote of which is what its offsets cut, numbered in article order."""
    for citation in answer.citations:
        text = engine.library.get(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)
    return answer


@pytest.mark.parametrize(
    "question", ["What is this article about?", "tl;dr", "Summarise the article, please."]
)
def test_the_whole_is_told_in_three_to_five_cited_sentences(dam: Engine, question: str) -> None:
    answer = whole(dam, dam.query(question))
    assert answer.kind == "about"
    assert 3 <= len(answer.citations) <= 5
    assert "dam" in answer.text


def test_asked_after_another_question_it_is_still_the_whole(dam: Engine) -> None:
    first = "How high is the dam?"
    before = dam.query(first)
    assert "142" in before.text
    after = dam.query("And what is this article about?", history=[(first, before)])
    assert after.text == dam.query("And what is this article about?").text


def test_its_people_stand_once_each(dam: Engine) -> None:
    answer = whole(dam, dam.query("Who is quoted?"))
    assert answer.kind == "people"
    for name in ENVOYS:
        assert answer.text.count(name) == 1
    assert "Davit Orbelin, Kostrava's special envoy for water [1] (speaks)" in answer.text


def test_its_author_is_cited_from_the_byline(dam: Engine) -> None:
    answer = whole(dam, dam.query("Who wrote this article?"))
    assert answer.kind == "metadata"
    assert "Henrik Aalto" in answer.text
    assert not answer.abstained


def test_what_did_not_come_with_it_is_not_made_up(engine: Engine) -> None:
    answer = engine.query("Who wrote this article?")
    assert (answer.kind, answer.abstained) == ("metadata", True)
    assert answer.reason == "Its author did not come with it."


def test_two_are_set_side_by_side(dam: Engine) -> None:
    answer = whole(dam, dam.query("Compare what Tolgay and Orbelin say."))
    assert answer.kind == "compare"
    assert {c.speaker for c in answer.citations} == {"Amina Tolgay", "Davit Orbelin"}


def test_two_questions_are_answered_each(dam: Engine) -> None:
    answer = whole(dam, dam.query("How high is the dam, and how much has it cost so far?"))
    assert [part.question for part in answer.parts] == [
        "How high is the dam?",
        "how much has it cost so far?",
    ]
    assert "142 metres" in answer.text
    assert "$3.1 billion" in answer.text


def test_the_second_part_takes_the_person_of_the_first(dam: Engine) -> None:
    answer = whole(dam, dam.query("Who is Rashid Eberle and what did he say?"))
    assert len(answer.parts) == 2
    assert answer.parts[1].asked == "what did Rashid Eberle say?"
    assert "all options remain open" in answer.parts[1].text


@pytest.mark.parametrize("text", ["hi", "thanks", "Tell me a joke", "what's 12 times 12"])
def test_chat_gets_a_friendly_line_and_questions_that_are_answered(dam: Engine, text: str) -> None:
    answer = dam.query(text)
    assert (answer.kind, answer.abstained, answer.citations) == ("chat", True, ())
    assert 1 <= len(answer.suggestions) <= 3


def test_a_greeting_does_not_stop_a_question(dam: Engine) -> None:
    answer = dam.query("Hi! How high is the dam?")
    assert "142 metres" in answer.text


def test_suggestions_are_answered_and_differ(engine: Engine, dam: Engine) -> None:
    for one in (engine, dam):
        (article_id,) = one.library.ids()
        told = one.suggest(article_id, 4)
        assert len(set(told)) == 4
        assert len({question.split()[0] for question in told}) > 1
        assert not any(one.query(question).abstained for question in told)


@pytest.mark.parametrize("text", ["and what about " * 133, "Who and when? " * 140, "and " * 499])
def test_a_long_text_of_nothing_ends_with_an_answer(dam: Engine, text: str) -> None:
    answer = dam.query(text[:2000])
    assert len(answer.parts) <= 4
    assert answer.text


def test_a_greeting_before_a_question_is_no_part_of_it(dam: Engine) -> None:
    answer = dam.query("hi! and what is this about?")
    assert (answer.kind, answer.abstained, answer.parts) == ("about", False, ())


def test_an_article_named_twice_is_one(dam: Engine) -> None:
    (article,) = dam.library.articles()
    answer = dam.query("What is this article about?", articles=[article.id, article.id])
    assert (len(answer.citations) > 1, answer.remark) == (True, None)


def test_a_question_in_another_script_is_not_taken_for_chat(shipped_engine: Engine) -> None:
    answer = shipped_engine.query("Кто такой Ушаков?")
    assert (answer.kind, answer.abstained) != ("chat", True)


def test_nothing_is_suggested_where_no_article_is_asked(dam: Engine) -> None:
    assert dam.query("hi", articles=[]).suggestions == ()


def test_nobody_leans_on_a_greeting(dam: Engine) -> None:
    hello = dam.query("hi")
    assert dam.query("and who is Davit Orbelin?", history=[("hi", hello)]).asked is None
