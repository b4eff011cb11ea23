"""A follow-up completed by a language model, over a real socket, and by rules where that fails."""

from __future__ import annotations

import pytest

from rag import Answer
from rag.write.llm import Endpoint, LlmCondenser, LlmWriter

from .scripted import Act, Server, answers, hangs, says

ASKED = "What did Anna Leeson say about the mill?"
ANSWER = Answer(
    ASKED, "Anna Leeson said that the mill in Lisk would close [1].", False, None, (), (), (), 0.9, "quote"
)
HISTORY = [(ASKED, ANSWER)]
BY_RULE = "what about bread? (What did Anna Leeson say about the mill?)"


def condensed(question: str, *acts: Act, seconds: float = 20.0) -> tuple[str, int]:
    """What becomes of a question, and how often the model was asked."""
    with Server(*acts) as server:
        writer = LlmWriter(Endpoint(server.url, "m", context=2048), seconds)
        found = LlmCondenser(writer, seconds).standalone(question, HISTORY)
        return found, len(server.chats)


def test_the_models_question_is_taken() -> None:
    full = "What did Anna Leeson say about bread?"
    assert condensed("And what about bread?", says(full)) == (full, 1)


def test_only_its_first_line_is_taken() -> None:
    said = says('"What did Anna Leeson say about bread?"\n', "I hope that this helps!")
    assert condensed("And what about bread?", said)[0] == "What did Anna Leeson say about bread?"


def test_the_model_is_shown_the_turns_and_asked_with_llama_indexs_prompt() -> None:
    with Server(says("What about bread?")) as server:
        writer = LlmWriter(Endpoint(server.url, "m", context=2048), 20.0)
        LlmCondenser(writer, 20.0).standalone("And <b>bread</b>?", HISTORY)
        [request] = server.chats
    assert "standalone question" in request.prompt
    assert ASKED in request.prompt
    assert "‹b›bread‹/b›" in request.prompt


@pytest.mark.parametrize(
    "invented",
    [
        "What did Nora Finch say about bread?",
        "What did Anna Leeson say about bread in 1999?",
        "What did Anna Leeson say about cake?",
        "Who bakes bread? Who sells bread?",
        "bread " * 100,
        "",
    ],
)
def test_an_invention_is_not_taken(invented: str) -> None:
    assert condensed("And what about bread?", says(invented))[0] == BY_RULE


@pytest.mark.parametrize("act", [answers(401), answers(500), hangs])
def test_a_fault_leaves_it_to_the_rules(act: Act) -> None:
    assert condensed("And what about bread?", act, seconds=2.0)[0] == BY_RULE


def test_a_first_question_asks_nobody() -> None:
    with Server(says("Something else?")) as server:
        writer = LlmWriter(Endpoint(server.url, "m", context=2048), 5.0)
        assert LlmCondenser(writer, 5.0).standalone("And him?", []) == "And him?"
        assert not server.chats
