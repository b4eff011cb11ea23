"""A chat that the browser kept: what comes back, and what is not believed."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from index import Article, Library
from rag import Engine
from rag.errors import BylineError
from rag.ui.chat import Chat
from rag.ui.history import GONE, render_kept, reopened

QUESTION, NOT_THERE = "Who is Andrei Kortunov?", "How many medals did Norway win in Lillehammer?"


@pytest.fixture(scope="module")
def chat(engine: Engine) -> Chat:
    """An answer, a refusal, and what could not be answered."""
    made = Chat()
    for question in (QUESTION, NOT_THERE):
        made = made.asking(question, "").last(answer=engine.query(question))
    return made.judged(0, "right").asking("<b>Why?</b>", "a1").last(trouble="It <broke>.")


def kept(chat: Chat) -> dict:
    """The turns as the browser has them, each sent when it was the last."""
    turns = []
    for place in range(len(chat.turns)):
        sent = render_kept(replace(chat, turns=chat.turns[: place + 1]), "now")
        state = re.match(r'<p data-chat="(\w+)" data-place="(\d+)"', sent)
        assert state
        assert (state[1], int(state[2])) == (chat.id, place)
        turns.append(json.loads(html.unescape(re.sub(r"<.*?>", "", sent))))
    return {"chat": chat.id, "turns": turns}


def test_a_chat_comes_back_as_it_was(chat, engine):
    back = reopened(json.dumps(kept(chat)), engine.library)
    assert back.id == chat.id
    for old, new in zip(chat.turns, back.turns, strict=True):
        assert (old.question, old.scope, old.trouble, old.verdict) == (
            new.question,
            new.scope,
            new.trouble,
            new.verdict,
        )
    assert [turn.answer and turn.answer.text for turn in back.turns] == [
        turn.answer and turn.answer.text for turn in chat.turns
    ]
    assert back.turns[0].answer.citations == chat.turns[0].answer.citations
    assert back.render() == chat.render()


def test_a_chat_that_nothing_was_asked_in_is_not_kept():
    assert render_kept(Chat(), "now") == ""


def test_a_question_that_was_stopped_comes_back_as_such(engine):
    stopped = Chat().asking("a?", "").last(stopped=True)
    [turn] = reopened(json.dumps(kept(stopped)), engine.library).turns
    assert turn.stopped
    assert not turn.pending


def test_a_quote_that_is_not_the_librarys_is_not_shown(chat, engine):
    data = kept(chat)
    data["turns"][0]["answer"]["citations"][0]["quote"] = "He is a spy."
    first, second, _ = reopened(json.dumps(data), engine.library).turns
    assert (first.answer, first.trouble) == (None, GONE)
    assert second.answer == replace(chat.turns[1].answer, passages=chat.turns[1].answer.passages[:3])


def test_an_article_that_is_gone_is_told(chat, library: Library):
    library.add(Article("Two owls hatched a chick.", title="Owls"))
    assert [turn.trouble for turn in reopened(json.dumps(kept(chat)), library).turns][:2] == [GONE, GONE]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (7, "must be text"),
        ("{", "not a kept chat"),
        ("[]", "not a kept chat"),
        ('{"chat": "a b", "turns": []}', "not the id of a chat"),
        ('{"chat": "a", "turns": [{}]}', "not a kept chat: 'question'"),
        ('{"chat": "a", "turns": [{"question": "a?", "answer": {"schema": 99}}]}', "schema 1 to"),
        ("[" * 100_000, "not a kept chat"),
        ("x" * 4_000_001, "at most 4000000 characters"),
    ],
)
def test_what_is_no_kept_chat_is_refused(sent, message, engine):
    with pytest.raises(BylineError, match=message):
        reopened(sent, engine.library)


def test_a_number_that_is_markup_is_refused(chat, engine):
    data = kept(chat)
    data["turns"][0]["answer"]["citations"][0]["number"] = "1><script>alert(1)</script>"
    with pytest.raises(BylineError, match=r"citations\.0\.number"):
        reopened(json.dumps(data), engine.library)
