"""Which sentences the quoting generator takes, and how it puts them."""

from dataclasses import replace

import pytest

from index import Sentence
from rag.answer import Kind
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence, ShortAnswer
from rag.write.quote import QuoteGenerator, phrase, pick


def evidence(question: str, *rows: tuple[str, float]) -> Evidence:
    """One paragraph; each row is a sentence with its relevance."""
    at, sentences = 0, []
    previous: Sentence | None = None
    for number, (text, relevance) in enumerate(rows):
        sentence = Sentence(text, at, at + len(text), 0)
        sentences.append(EvidenceSentence("a", "Title", number, sentence, relevance, previous))
        previous = sentence
        at += len(text) + 1
    return Evidence(question, (), tuple(sentences), 1.0)


def said(text: str, speaker: str | None, direct: bool = False) -> EvidenceSentence:
    sentence = Sentence(text, 0, len(text), 0, None, speaker, direct)
    return EvidenceSentence("a", "Title", 0, sentence, 1.0, None)


def texts(case: Evidence) -> list[str]:
    return [draft.text for draft in QuoteGenerator().draft(case)]


def test_the_likeliest_sentence_answers_alone() -> None:
    case = evidence("Who came?", ("It rained.", 0.1), ("Ann came.", 0.9), ("Bo slept.", 0.3))
    assert texts(case) == ["Ann came."]


LEANING = ("A paper wrote it.", 0.1), ("However, she denied it.", 0.9)


@pytest.mark.parametrize("kind", ["statement", "reason", "list"])
def test_an_answer_that_may_run_on_brings_what_it_leans_on_after_it(kind: Kind) -> None:
    case = replace(evidence("What was denied?", *LEANING), kind=kind)
    assert texts(case) == ["However, she denied it.", "A paper wrote it."]


def test_one_detail_stands_without_what_it_leans_on_unless_that_says_who() -> None:
    assert texts(evidence("Was it denied?", *LEANING)) == ["However, she denied it."]
    assert texts(evidence("Who denied it?", *LEANING)) == ["However, she denied it.", "A paper wrote it."]
    named = LEANING[0], ("However, Ann denied it.", 0.9)
    assert texts(evidence("Who denied it?", *named)) == ["However, Ann denied it."]


def test_of_a_list_the_likeliest_comes_first_and_others_in_article_order_at_most_three() -> None:
    rows = ("A did.", 0.8), ("B did.", 0.85), ("C did.", 0.9), ("D did.", 0.5)
    case = replace(evidence("Which towns agreed?", *rows), kind="list")
    assert texts(case) == ["C did.", "A did.", "B did."]


def test_one_detail_is_told_by_one_sentence_unless_another_is_as_likely() -> None:
    assert texts(evidence("Who came?", ("Ann came.", 0.9), ("Bo came too.", 0.5))) == ["Ann came."]
    assert texts(evidence("Who came?", ("Ann came.", 0.8), ("Bo came.", 0.9))) == ["Bo came.", "Ann came."]


def test_repeated_sentences_keep_their_own_places() -> None:
    case = evidence("Who won?", ("Ann won.", 0.1), ("It rained.", 0.1), ("Ann won.", 0.9))
    assert [s.number for s in pick(case.sentences)] == [2]


def test_the_short_answer_of_the_best_sentence_is_the_answer_with_that_sentence_as_its_source() -> None:
    case = evidence(
        "Who opened the mill?", ("It was old.", 0.1), ("The mayor, Ann Lee, opened the mill.", 0.9)
    )
    best = replace(case.sentences[1], short=ShortAnswer(11, 18, 0.9))
    case = replace(case, sentences=(case.sentences[0], best))
    assert list(QuoteGenerator().draft(case)) == [Draft("Ann Lee.", (best,))]


def test_nothing_read_gives_nothing() -> None:
    assert texts(evidence("Who?")) == []


@pytest.mark.parametrize(
    ("candidate", "shown"),
    [
        (said("It rained.", None), "It rained."),
        (said("It rained, Ann Lee said.", "Ann Lee"), "It rained, Ann Lee said."),
        (said("It rained.", "Ann Lee"), "According to Ann Lee: It rained."),
        (said("— It rained.", "Ann Lee", True), 'According to Ann Lee: "It rained."'),
        (said('—It rained," Ann Lee said.', "Ann Lee", True), '"It rained," Ann Lee said.'),
        (said('"It rained," he said.', "Ann Lee", True), 'Ann Lee: "It rained," he said.'),
        (said("According to the vet, it rained.", "Ann Lee"), "According to Ann Lee, it rained."),
        (said('"It rained,— he said. ', "Ann Lee", True), 'Ann Lee: "It rained," he said.'),
        (
            said("The Washington set rained out.", "Washington Post"),
            "According to Washington Post: The Washington set rained out.",
        ),
        (said('It was "rain."', None), 'It was "rain."'),
        (said("It rained.”", None), "“It rained.”"),
        (said("“It rained", None), "“It rained”"),
        (said("Lee: I never sold it.", "Ann Lee", True), 'According to Ann Lee: "I never sold it."'),
        (said("Today: it was sold.", "Ann Lee", True), 'According to Ann Lee: "Today: it was sold."'),
    ],
)
def test_a_statement_is_led_by_who_said_it(candidate: EvidenceSentence, shown: str) -> None:
    assert phrase(candidate) == shown


def test_a_sentence_that_opens_a_list_brings_its_lines() -> None:
    rows = ("The measures are:", 0.9), ("- No lawns.", 0.2), ("- No pools.", 0.1), ("It rained.", 0.1)
    case = replace(evidence("Which measures are there?", *rows), kind="list")
    assert texts(case) == ["The measures are:", "No lawns.", "No pools."]


def test_what_only_announces_the_answer_brings_the_sentence_after_it() -> None:
    rows = (
        ("Lee gave two reasons.", 0.9),
        ("Orders had fallen, and power cost more.", 0.2),
        ("It rained.", 0.1),
    )
    reasons = replace(evidence("What reasons did Lee give for the closure?", *rows), kind="reason")
    assert texts(reasons) == ["Lee gave two reasons.", "Orders had fallen, and power cost more."]
    told = ("Lee closed it because orders from Europe fell.", 0.9), *rows[1:]
    assert texts(replace(evidence("Why did Lee close it?", *told), kind="reason")) == [told[0][0]]
