"""`/v1` through OpenAI's own client, and what its messages may hold."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import openai
import pytest
from starlette.testclient import TestClient

from index import Article, Library
from rag import Answer, Citation, Engine
from rag.compose import CHAT
from rag.doors.http import Rights, create
from rag.doors.http.markdown import SOURCES, escape, turns, unescape, written
from tests.rag.doors.conftest import client, listening
from tests.rag.test_ui import answer as hostile

WHO = "Who is Andrei Kortunov?"


@pytest.fixture
def program(address: str) -> Iterator[openai.OpenAI]:
    """A chat program."""
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as made:
        yield made


def said(*texts: str) -> list[dict[str, str]]:
    """A chat in which user and assistant take turns."""
    return [
        {"role": role, "content": text}
        for role, text in zip(["user", "assistant"] * len(texts), texts, strict=False)
    ]


def test_an_answer_has_markers_sources_and_annotations(program: openai.OpenAI, engine: Engine) -> None:
    reply = program.chat.completions.create(model="byline", messages=said(WHO))
    [choice] = reply.choices
    message, own = choice.message, Answer.from_dict(reply.byline)
    assert choice.finish_reason == "stop"
    assert message.content.startswith("An expert at the Valdai Club [1].")
    answer, _, sources = message.content.partition(f"\n\n{SOURCES}\n\n")
    assert sources.startswith("[1] Andrei Kortunov · NATO: the Foreign Ministry")
    assert own.citations[0].quote in sources
    [annotation] = message.annotations
    cited = annotation.url_citation
    assert answer[cited.start_index : cited.end_index] == "[1]"
    assert cited.title == own.citations[0].title
    text = engine.library.get(cited.article_id).text
    assert text[cited.start : cited.end] == cited.quote == own.citations[0].quote


def test_an_annotations_address_leads_to_the_article(program: openai.OpenAI) -> None:
    reply = program.chat.completions.create(model="byline", messages=said(WHO))
    cited = reply.choices[0].message.annotations[0].url_citation
    article = httpx.get(cited.url, trust_env=False).json()
    assert article["text"][cited.start : cited.end] == cited.quote


def test_an_article_of_the_web_is_cited_by_its_own_address(library: Library) -> None:
    url = "https://zoo.example/giraffe"
    article = library.add(Article("The zoo of Ostrava bought a giraffe.", "A giraffe", source=url))
    app = create(Engine(library=library), Rights(write=True))
    asked = {"model": f"byline/{article.id}", "messages": said("What did the zoo of Ostrava buy?")}
    message = client(app).post("/v1/chat/completions", json=asked).json()["choices"][0]["message"]
    assert {one["url_citation"]["url"] for one in message["annotations"]} == {url}


def test_a_streamed_answer_is_the_same_in_pieces(program: openai.OpenAI) -> None:
    whole = program.chat.completions.create(model="byline", messages=said(WHO))
    options = {"include_usage": True}
    pieces = list(
        program.chat.completions.create(
            model="byline", messages=said(WHO), stream=True, stream_options=options
        )
    )
    deltas = [piece.choices[0].delta for piece in pieces if piece.choices]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    [cited] = [delta.annotations for delta in deltas if getattr(delta, "annotations", None)]
    assert cited[0]["url_citation"] == whole.choices[0].message.annotations[0].url_citation.model_dump()
    assert [p.choices[0].finish_reason for p in pieces if p.choices][-1] == "stop"
    assert pieces[-1].usage.total_tokens == 0


def test_an_abstention_is_text(program: openai.OpenAI) -> None:
    reply = program.chat.completions.create(model="byline", messages=said("What does Grushko earn?"))
    message = reply.choices[0].message
    assert message.content.startswith("The article does not say.")
    assert "\n- " in message.content  # what can be asked instead
    assert message.annotations == []
    assert SOURCES not in message.content


def test_a_follow_up_goes_by_the_messages_before(program: openai.OpenAI) -> None:
    first = "What does Grushko say about NATO?"
    told = program.chat.completions.create(model="byline", messages=said(first)).choices[0].message.content
    reply = program.chat.completions.create(
        model="byline",
        messages=[
            {"role": "system", "content": "You are a pirate."},
            *said(first, told, "And what else did he say?"),
        ],
        temperature=1.5,
        tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}],
    )
    assert "Grushko" in reply.byline["asked"]


def test_text_may_come_in_parts(program: openai.OpenAI) -> None:
    parts = [{"type": "text", "text": "Who is Andrei"}, {"type": "text", "text": "Kortunov?"}]
    reply = program.chat.completions.create(model="byline", messages=[{"role": "user", "content": parts}])
    assert "Valdai" in reply.choices[0].message.content


def test_the_models_are_the_library_and_each_article(program: openai.OpenAI, engine: Engine) -> None:
    ids = [model.id for model in program.models.list()]
    assert ids == ["byline", *(f"byline/{article_id}" for article_id in engine.library.ids())]
    assert [program.models.retrieve(name).id for name in ids] == ids
    reply = program.chat.completions.create(model=ids[1], messages=said(WHO))
    assert "Valdai" in reply.choices[0].message.content


@pytest.mark.parametrize("name", ["gpt-4o", "byline/nowhere", "byline/", "bylines", ""])
def test_an_unknown_model_is_told_with_the_known_ones(program: openai.OpenAI, name: str) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        program.chat.completions.create(model=name, messages=said(WHO))
    assert (raised.value.code, raised.value.param) == ("model_not_found", "model")
    assert "expected 'byline', for all articles" in str(raised.value)


@pytest.mark.parametrize(
    "messages",
    [
        [],
        said(WHO, "Somebody."),
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://a.example"}}]}],
        [{"role": "robot", "content": WHO}],
    ],
)
def test_what_cannot_be_read_is_refused(program: openai.OpenAI, messages: list) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as raised:
        program.chat.completions.create(model="byline", messages=messages)
    assert raised.value.code == "invalid"


def test_a_part_that_is_no_text_is_named(program: openai.OpenAI) -> None:
    parts = [{"type": "text", "text": WHO}, {"type": "image_url", "image_url": {"url": "https://a.example"}}]
    with pytest.raises(openai.UnprocessableEntityError) as raised:
        program.chat.completions.create(model="byline", messages=[{"role": "user", "content": parts}])
    assert raised.value.param == "messages.0.content.1.type"
    assert raised.value.body["message"] == "messages.0.content.1.type: input should be 'text'"


def test_the_password_is_the_programs_key(engine: Engine) -> None:
    with listening(create(engine, Rights(("ada", "enchantress")))) as url:
        for key, may in (("ada:enchantress", True), ("sk-other", False)):
            with openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0) as program:
                if may:
                    assert program.models.list().data
                    continue
                with pytest.raises(openai.AuthenticationError):
                    program.models.list()


def test_an_articles_words_are_no_markdown() -> None:
    quote = "![x](http://evil.example/?q) <img src=x> [a]: http://b `c` *d* [7]"
    cited = Citation(1, quote, 0, 9, "a1", "<b>T</b>", "_S_ · T", False, 1.0)
    text = written(hostile(text=f"{quote} [1].", citations=(cited,), question="?")).text
    plain = text.replace("[1]", "").replace(SOURCES, "")
    for active in "<[]`*_":
        places = [at for at, mark in enumerate(plain) if mark == active]
        assert places
        assert all(plain[at - 1] == "\\" for at in places), active
    assert unescape(escape(quote)) == quote


def test_a_marker_is_where_its_annotation_says() -> None:
    first = Citation(1, "One.", 0, 4, "a1", "T", None, False, 1.0)
    second = Citation(2, "Two.", 5, 9, "a1", "T", None, False, 1.0)
    text = "A *star* [1]. He wrote “[9]” [1][2]."
    told = written(hostile(text=text, citations=(first, second)))
    assert [(told.text[m.start : m.end], m.citation.number) for m in told.markers] == [
        ("[1]", 1),
        ("[1]", 1),
        ("[2]", 2),
    ]


def test_earlier_messages_become_turns() -> None:
    cited = Citation(1, "One.", 0, 4, "a1", "T", "Ann_Lee", False, 1.0)
    unsaid = Citation(2, "Two.", 5, 9, "a1", "T", None, False, 1.0)
    message = written(hostile(text="It *is* [1][2].", citations=(cited, unsaid))).text
    chat = [
        ("system", "x"),
        ("user", "Hello"),
        ("assistant", CHAT),
        ("user", "Lost?"),
        ("user", "Is it?"),
        ("assistant", message),
        ("assistant", "again"),
    ]
    greeting, (question, answer) = turns(chat)
    assert greeting[1].kind == "chat"
    assert question == "Is it?"
    assert answer.text.startswith("It *is* [1][2].")
    assert [c.speaker for c in answer.citations] == ["Ann_Lee", None]
    assert not answer.abstained


def test_the_api_takes_what_real_programs_send_besides(api: TestClient) -> None:
    asked = {
        "model": "byline",
        "messages": [{"role": "user", "content": WHO, "name": "ada"}],
        "max_tokens": 5,
        "top_p": 0.1,
        "stop": ["\n"],
        "response_format": {"type": "json_object"},
        "user": "x",
        "stream": None,
        "n": None,
    }
    reply = api.post("/v1/chat/completions", json=asked)
    assert reply.status_code == 200
    assert "Valdai" in reply.json()["choices"][0]["message"]["content"]
