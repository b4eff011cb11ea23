"""Other systems' replies read as answers: markers, places, refusals."""

from __future__ import annotations

import pytest

from eval.outside import Source, answer_from, refuses
from index import Article
from rag import Answer
from rag.errors import BylineError

SKY = "The sky is red in the evening and blue in the morning."
WATER = "Water is wet when the sky is red."
ARTICLE = Article(f"{SKY}\n\n{WATER} Nobody knows why.\n\n{SKY}", title="On water")


def source(text: str, start: int | None = None, end: int | None = None) -> Source:
    return Source(ARTICLE.id, ARTICLE.title, text, start, end)


TWO = (source(SKY, 0, len(SKY)), source(WATER, len(SKY) + 2, len(SKY) + 2 + len(WATER)))


def sentences(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.text, s.citations) for s in answer_from("When?", text, TWO).sentences]


@pytest.mark.parametrize(
    "text",
    [
        "It is wet [2]. The sky is red [1].",
        "It is wet. [2] The sky is red. [1]",
        "It is wet.[2] The sky is red.[1]",
        "It is wet [Source 2]. The sky is red [source 1].",
        "It is wet (Source 2). The sky is red【1】.",
        "It is wet [2].\nThe sky is red [1].",
        "[2] It is wet.\n[1] The sky is red.",
        "- It is wet [2].\n- The sky is red [1].",
        "1. It is wet [^2].\n2. The sky is red.\n[1]",
        "It is [2]wet. The sky is red [1].",
        "It is wet [[2]]. The sky is red [[1]].",
        "It is wet. [[2]](#b) The sky is red. [[1](#a)]",
        "It is wet [2](#b). The sky is red [1](https://a.example/1).",
        "It is wet [2, p. 1]. The sky is red [1, pp. 2-3].",
        "It is wet [doc2]. The sky is red [citation:1].",
        "It is wet². The sky is red.¹",
    ],
)
def test_a_marker_belongs_to_its_sentence_wherever_it_is_put(text: str) -> None:
    assert sentences(text) == [("It is wet.", (2,)), ("The sky is red.", (1,))]


@pytest.mark.parametrize(
    "markers",
    "[1][2]|[1, 2]|[1] [2]|[2,1]|[1-2]|[2-1]|[doc1-doc2]|[Source 1; Source 2]|(Source: 1-2)|¹²|¹,²".split(
        "|"
    ),
)
def test_several_markers_of_one_sentence(markers: str) -> None:
    assert sentences(f"Water is wet at dusk {markers}.") == [("Water is wet at dusk.", (1, 2))]


def test_a_marker_inside_a_sentence_leaves_its_words_as_they_were() -> None:
    assert sentences("Wet when red [2], which is the evening [1].") == [
        ("Wet when red, which is the evening.", (1, 2))
    ]


def test_raised_figures_run_together_are_one_number_where_there_is_such_a_source() -> None:
    (sentence,) = answer_from("When?", "At dusk¹².", [TWO[0]] * 12).sentences
    assert (sentence.text, sentence.citations) == ("At dusk.", (12,))


@pytest.mark.parametrize(
    "text", ["It is 5 km² wide.", "It holds 3 m² or 10².", "It was said [sic] (a) twice."]
)
def test_other_raised_figures_and_brackets_are_words(text: str) -> None:
    assert sentences(text) == [(text, ())]


def test_markers_that_point_nowhere_are_dropped() -> None:
    answer = answer_from("When?", "At dusk [7]. In the evening [1][0].", TWO)
    assert [s.citations for s in answer.sentences] == [(), (1,)]
    assert [s.text for s in answer.sentences] == ["At dusk.", "In the evening."]
    assert answer.text == "At dusk [7]. In the evening [1][0]."


def test_a_year_in_brackets_is_not_a_marker() -> None:
    assert sentences("It was [2014] that it rained [1].") == [("It was [2014] that it rained.", (1,))]


def test_cited_sources_are_quoted_under_their_own_numbers_and_all_are_passages() -> None:
    answer = answer_from("When?", "When the sky is red [2].", TWO, generator="llm:other", seconds=1.5)
    (citation,) = answer.citations
    assert (citation.number, citation.quote) == (2, WATER)
    assert ARTICLE.text[citation.start : citation.end] == WATER
    assert [p.text for p in answer.passages] == [SKY, WATER]
    assert answer.passages[0].score > answer.passages[1].score
    assert (answer.generator, answer.timings) == ("llm:other", {"total": 1.5})
    assert Answer.from_dict(answer.to_dict()) == answer


def test_no_support_is_claimed() -> None:
    answer = answer_from("When?", "When the sky is red [2].", TWO)
    assert [(s.support, s.verdict) for s in answer.sentences] == [(0.0, "unsupported")]
    assert answer.citations[0].support == 0.0


def test_wrong_offsets_are_kept_so_that_they_can_be_measured() -> None:
    (citation,) = answer_from("When?", "At dusk [1].", [source(WATER, 3, 9)]).citations
    assert (citation.start, citation.end) == (3, 9)


def test_a_source_without_offsets_is_found_at_its_first_occurrence() -> None:
    answer = answer_from("When?", "At dusk [1]. Wet [2].", [source(SKY), source(WATER)], articles=[ARTICLE])
    assert [(c.start, c.end) for c in answer.citations] == [
        (0, len(SKY)),
        (ARTICLE.text.index(WATER), ARTICLE.text.index(WATER) + len(WATER)),
    ]


def test_a_source_that_the_article_does_not_hold_is_left_out_and_its_marker_points_nowhere() -> None:
    answer = answer_from("When?", "At dawn [1]. Wet [2].", [source("Made up."), *TWO[1:]], articles=[ARTICLE])
    assert [s.citations for s in answer.sentences] == [(), (2,)]
    assert [p.text for p in answer.passages] == [WATER]


def test_without_offsets_and_without_the_article_nothing_is_guessed() -> None:
    with pytest.raises(BylineError, match="source 2 has no offsets"):
        answer_from("When?", "At dusk [1].", [TWO[0], source(WATER)])


def test_confidence_is_the_systems_own_or_follows_the_answer() -> None:
    assert answer_from("When?", "At dusk.", confidence=0.25).confidence == 0.25
    assert answer_from("When?", "At dusk.").confidence == 1.0
    assert answer_from("When?", "I don't know.").confidence == 0.0
    with pytest.raises(BylineError, match=r"got 1\.5"):
        answer_from("When?", "At dusk.", confidence=1.5)


@pytest.mark.parametrize(
    "text",
    [
        "The article does not mention a date.",
        "The provided sources don't explicitly say when it rained [7].",
        "There is no information about the weather.",
        "There's no mention of rain.",
        "The text provides no information on that.",
        "I have no information on that.",
        "We do not have enough context to say.",
        "It cannot be determined from the text.",
        "The date is not provided in the context.",
        "This was not explicitly stated in any of the sources.",
        "None of the sources are helpful.",
        "There is not enough information to answer.",
        "I don't know.",
        "I'm sorry, but I cannot answer that.",
        "I am unable to find it.",
        "I don't know. The sources do not mention rain.",
        "Empty Response",
        "The text is silent on this.",
        "It is not in the article.",
        "N/A",
        "Unknown",
        "The answer cannot be found.",
        "The date cannot be found in the text.",
        "There is no evidence of rain in the provided text.",
        "While the article is about rain, there is no mention of a date.",
        "",
        "…",
    ],
)
def test_replies_that_decline(text: str) -> None:
    answer = answer_from("When?", text, TWO)
    assert refuses(text)
    assert answer.abstained
    assert answer.reason
    assert answer.sentences == answer.citations == ()
    assert len(answer.passages) == 2


@pytest.mark.parametrize(
    "text",
    [
        "It rained in May.",
        "It rained in May. The article does not mention the day.",
        "No, it never rained.",
        "She did not mention rain.",
        "He said that he had no idea.",
        "The minister refused to answer.",
        "The treaty was not signed in May.",
        "According to the article, the mayor did not say when.",
        "Article 5 does not provide for troops.",
        "The ministry had no information about rain.",
        "“I don't know,” the mayor said.",
        "I don't have any doubts that it will rain.",
        "Shelter cannot be found without a map.",
        "There is no evidence that it rained.",
        "While the article does not mention the date, it says that it rained in the north.",
        "It rained in the north, although the article does not mention the date.",
        "I don't know of any better shelter than this, Ann Lee said.",
        "Its depth is unknown to the mayor.",
        "The mayor is silent on this.",
        "The text is silent on this, but the mayor said that it rained.",
    ],
)
def test_replies_that_answer(text: str) -> None:
    assert not refuses(text)
    answer = answer_from("When?", text)
    assert not answer.abstained
    assert answer.reason is None


def test_a_sentence_that_cites_a_source_is_no_refusal() -> None:
    assert not answer_from("When?", "The treaty text does not mention rain [1].", TWO).abstained
    assert answer_from("When?", "The treaty text does not mention rain [7].", TWO).abstained
    assert answer_from("When?", "The treaty text does not mention rain [1].").abstained


def test_every_sentence_stands_in_the_reply_and_none_is_made_up() -> None:
    text = "  # Rain\n* It rained.\n\n***\nIt stopped (at 5 p.m.) and then\tit began again. "
    found = [s.text for s in answer_from("When?", text).sentences]
    assert found == ["Rain", "It rained.", "It stopped (at 5 p.m.) and then\tit began again."]
    assert all(sentence in text for sentence in found)


def test_an_adapter_is_one_expression() -> None:
    def my_rag(question: str) -> tuple[str, list[Source]]:
        return f"{question} At dusk [1].", list(TWO)

    answer = (lambda q: answer_from(q, *my_rag(q)))("When is it wet?")
    assert answer.sentences[-1].citations == (1,)
