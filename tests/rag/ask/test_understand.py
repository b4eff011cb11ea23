"""A text and the turns before it, by the real head and encoder."""

import numpy as np
import pytest

from index.embed import Embedder
from rag import Answer, Citation
from rag.answer import Kind
from rag.ask.followup import RuleCondenser
from rag.ask.head import AskHead
from rag.ask.understand import Asker

PAID = "Who paid for the bridge?"


def turn(question: str, text: str, *speakers: str) -> tuple[str, Answer]:
    cited = tuple(Citation(n, "…", 0, 1, "a", "", who, False, 1.0) for n, who in enumerate(speakers, 1))
    return question, Answer(question, text, False, None, cited, (), (), 0.9, "quote")


@pytest.fixture(scope="module")
def asker(embedder: Embedder) -> Asker:
    return Asker(embedder, AskHead(embedder.name), RuleCondenser())


def test_a_question_of_its_own_is_taken_as_it_stands(asker: Asker, embedder: Embedder) -> None:
    asked = asker.understand("When was the bridge opened?", [turn(PAID, "Marn [1].")])
    assert asked.text == "When was the bridge opened?"
    assert asked.kind == "fact"
    assert asked.parts == ()
    assert np.array_equal(asked.vector, embedder.encode([asked.text])[0])


def test_a_follow_up_takes_the_person_and_the_vector_of_the_whole(asker: Asker, embedder: Embedder) -> None:
    asked = asker.understand("And what did he say?", [turn("Who is Bob Ray?", "A baker [1].", "Bob Ray")])
    assert asked.text == "what did Bob Ray say?"
    assert asked.kind == "statement"
    assert np.array_equal(asked.vector, embedder.encode([asked.text])[0])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("And what is this article about?", "about"),
        ("And who is quoted?", "people"),
        ("And when was this article published?", "metadata"),
        ("and who wrote it?", "metadata"),
        ("thanks!", "chat"),
    ],
)
def test_what_asks_after_the_whole_stays_what_it_is(asker: Asker, text: str, kind: Kind) -> None:
    asked = asker.understand(text, [turn(PAID, "Marn paid for it [1].")])
    assert (asked.text, asked.kind) == (text, kind)


def test_several_questions_are_told_apart_only_when_asked_to(asker: Asker) -> None:
    text = "What did Lisk offer, and how did Marn react?"
    assert asker.understand(text).parts == ("What did Lisk offer?", "how did Marn react?")
    assert asker.understand(text, divide=False).parts == ()


@pytest.mark.parametrize(
    "text",
    [
        "What did Ann and Bob say about bread and butter?",
        "Compare what Ann Lee and Bob Ray say about the bridge",
        "Did Lisk and Marn agree?",
    ],
)
def test_one_question_with_an_and_is_not_cut(asker: Asker, text: str) -> None:
    assert asker.understand(text).parts == ()


def test_the_second_part_takes_the_person_of_the_first(asker: Asker) -> None:
    first, second = asker.understand("Who is Davit Orbelin and what did he offer?").parts
    asked = asker.understand_further(second, [turn(first, "An envoy [1].")])
    assert asked.text == "what did Davit Orbelin offer?"


def test_a_later_part_is_of_the_kind_that_it_has_with_its_thing(asker: Asker) -> None:
    asked = asker.understand_further(
        "what does it show?", [turn("Was the flight recorder found?", "Yes [1].")]
    )
    assert (asked.text, asked.kind) == ("what does the flight recorder show?", "fact")


def test_a_later_part_may_ask_of_the_whole_article(asker: Asker) -> None:
    asked = asker.understand_further("who wrote this article?", [turn("Who paid for the mill?", "Lee [1].")])
    assert (asked.text, asked.kind) == ("who wrote this article?", "metadata")


@pytest.mark.parametrize("text", ["🙂", "x" * 2000, "and what about " * 133, "\u200b", "? ? ?"])
def test_any_text_is_understood_somehow(asker: Asker, text: str) -> None:
    asked = asker.understand(text, [turn(PAID, "Marn [1].")])
    assert 0 <= asked.sure <= 1
    assert len(asked.parts) <= 4
