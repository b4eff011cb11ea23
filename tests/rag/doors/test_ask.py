"""`/api/ask` and `/api/retrieve`: what the engine says, and every error in one shape."""

from __future__ import annotations

import json
import threading
import time

import pytest
from starlette.testclient import TestClient

from index import Library, Settings
from rag import Answer, Engine
from rag.compose import MAX_QUESTION_CHARS
from rag.doors.http import create
from rag.doors.http.desk import BUSY
from rag.doors.http.trouble import UNEXPECTED, told
from rag.errors import EndpointError, ModelError, SettingsError, StoreError
from tests.rag.doors.conftest import client

WHO = "Who is Andrei Kortunov?"


def events(body: str) -> list[tuple[str, dict]]:
    """Server-sent events, by the rules of the HTML standard as far as they are used."""
    found = []
    for block in body.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def untimed(answer: dict) -> dict:
    return {**answer, "timings": None, "parts": [untimed(part) for part in answer["parts"]]}


@pytest.mark.parametrize("question", [WHO, "What does Grushko earn?", "Hello!", "", "Who is he and why?"])
def test_an_answer_is_the_engines_own(api: TestClient, engine: Engine, question: str) -> None:
    reply = api.post("/api/ask", json={"question": question})
    assert reply.status_code == 200
    assert untimed(reply.json()) == untimed(json.loads(json.dumps(engine.query(question).to_dict())))
    assert Answer.from_dict(reply.json()).question == question


def test_a_quote_is_the_slice_that_the_article_gives(api: TestClient) -> None:
    [citation] = api.post("/api/ask", json={"question": WHO}).json()["citations"]
    text = api.get(f"/api/articles/{citation['article_id']}").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_stream_gives_the_engines_events(api: TestClient, engine: Engine) -> None:
    reply = api.post("/api/ask", json={"question": WHO, "stream": True})
    assert reply.headers["content-type"].startswith("text/event-stream")
    came = events(reply.text)
    assert [name for name, _ in came] == [event.kind for event in engine.stream(WHO)]
    told_of = dict(came)
    assert told_of["sentence"]["sentence"]["text"] == "An expert at the Valdai Club."
    assert untimed(told_of["answer"]) == untimed(json.loads(json.dumps(engine.query(WHO).to_dict())))
    assert told_of["passages"]["passages"] == told_of["answer"]["passages"]


def test_a_follow_up_takes_the_person_from_the_turn_before(api: TestClient) -> None:
    question = "What does Grushko say about NATO?"
    turn = {"question": question, "answer": api.post("/api/ask", json={"question": question}).json()}
    asked = api.post("/api/ask", json={"question": "And what else did he say?", "history": [turn]})
    assert "Grushko" in asked.json()["asked"]


def test_passages_are_those_that_would_be_read(api: TestClient, engine: Engine) -> None:
    found = api.post("/api/retrieve", json={"question": WHO, "k": 3}).json()["passages"]
    assert [p["text"] for p in found] == [p.text for p in engine.retrieve(WHO, 3)]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("asked", "status", "code", "param"),
    [
        ({"question": "x" * (MAX_QUESTION_CHARS + 1)}, 422, "invalid", "question"),
        ({"question": 5}, 422, "invalid", "question"),
        ({}, 422, "invalid", "question"),
        ({"question": WHO, "k": 0}, 422, "invalid", "k"),
        ({"question": WHO, "articels": []}, 422, "invalid", "articels"),
        ({"question": WHO, "articles": ["nowhere"]}, 404, "no_such_article", None),
        ({"question": WHO, "articles": ["nowhere"], "stream": True}, 404, "no_such_article", None),
        ({"question": WHO, "history": [{"question": WHO, "answer": {"schema": 3}}]}, 422, "invalid", ...),
    ],
)
def test_bad_input_is_one_shape(
    api: TestClient, asked: dict, status: int, code: str, param: str | None
) -> None:
    reply = api.post("/api/ask", json=asked)
    error = reply.json()["error"]
    assert (reply.status_code, error["code"]) == (status, code)
    assert param is ... or error["param"] == param
    assert set(reply.json()) == {"error"}
    assert set(error) == {"code", "message", "param"}
    assert "\n" not in error["message"]


def test_an_unknown_article_has_the_words_that_it_has_everywhere(api: TestClient) -> None:
    said = api.post("/api/ask", json={"question": WHO, "articles": ["nowhere"]}).json()["error"]["message"]
    assert said == "no article 'nowhere' in the library: `python -m index list` shows the ids"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"question": "\\ud800"}', b"[" * 100_000])
def test_what_is_no_json_is_refused(api: TestClient, body: bytes) -> None:
    reply = api.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code in (400, 422)
    assert "Traceback" not in reply.text
    assert reply.json()["error"]["message"]


def test_a_body_over_the_limit_is_refused_with_and_without_its_length(api: TestClient) -> None:
    large = b" " * (2**20 + 1)
    for content in (large, iter([large])):
        reply = api.post("/api/ask", content=content, headers={"Content-Type": "application/json"})
        assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (SettingsError("k is wrong"), 400, "argument"),
        (EndpointError("no model"), 502, "endpoint"),
        (StoreError("no store"), 503, "store"),
        (ModelError("no weights"), 503, "model"),
    ],
)
def test_every_error_of_bylines_keeps_its_words(error: Exception, status: int, code: str) -> None:
    trouble = told(error)
    assert (trouble.status_code, trouble.code, trouble.detail) == (status, code, str(error))


def test_what_nobody_foresaw_is_said_without_its_words(api: TestClient, engine: Engine, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("sk-very-secret")

    monkeypatch.setattr(engine, "query", broken)
    monkeypatch.setattr(engine, "stream", broken)
    for stream in (False, True):
        reply = api.post("/api/ask", json={"question": WHO, "stream": stream})
        assert reply.status_code == 500
        assert reply.json()["error"] == {"code": "unexpected", "message": UNEXPECTED, "param": None}


def test_what_breaks_in_a_stream_is_its_last_event(api: TestClient, engine: Engine, monkeypatch) -> None:
    whole = engine.stream

    def broken(*asked: object):
        yield next(whole(*asked))
        raise StoreError("the disk is full")

    monkeypatch.setattr(engine, "stream", broken)
    came = events(api.post("/api/ask", json={"question": WHO, "stream": True}).text)
    assert [name for name, _ in came] == ["passages", "error"]
    assert came[-1][1]["error"] == {"code": "store", "message": "the disk is full", "param": None}


def test_too_many_questions_are_told_so_at_once(shipped_library: Library, monkeypatch) -> None:
    engine = Engine(Settings(queue_limit=0, store=shipped_library.settings.store), shipped_library)
    app, go, begun = create(engine), threading.Event(), threading.Semaphore(0)

    def slow(*_: object) -> Answer:
        begun.release()
        go.wait(60)
        raise StoreError("late")

    monkeypatch.setattr(engine, "query", slow)

    def ask() -> int:
        return client(app).post("/api/ask", json={"question": WHO}).status_code

    others = [threading.Thread(target=ask) for _ in range(4)]
    for other in others:
        other.start()
        begun.acquire(timeout=60)
    refused = client(app).post("/api/ask", json={"question": WHO})
    go.set()
    for other in others:
        other.join()
    assert (refused.status_code, refused.json()["error"]["message"]) == (429, BUSY)
    assert refused.headers["retry-after"] == "30"
    assert ask() == 503  # there is room again


def test_an_answer_that_takes_too_long_is_given_up(engine: Engine, monkeypatch) -> None:
    monkeypatch.setattr("rag.doors.http.app.BESIDES_SECONDS", 0.2 - engine.settings.llm_timeout)
    app = create(engine)
    monkeypatch.setattr(engine, "query", lambda *_: time.sleep(2))
    reply = client(app).post("/api/ask", json={"question": WHO})
    assert (reply.status_code, reply.json()["error"]["code"]) == (504, "timeout")


def test_the_page_of_the_description_names_every_route_and_loads_nothing(api: TestClient) -> None:
    described = api.get("/openapi.json").json()
    shown = api.get("/docs").text
    assert all(path in shown for path in described["paths"])
    assert all(f'id="{name}"' in shown for name in described["components"]["schemas"])
    assert "<script" not in shown
    assert "src=" not in shown


def test_a_stream_that_nobody_reads_any_more_ends(shipped_engine: Engine) -> None:
    import asyncio

    from rag.doors.http.desk import Desk

    closed = threading.Event()

    def endless():
        try:
            while True:
                yield 1
                time.sleep(0.001)
        finally:
            closed.set()

    async def leave() -> None:
        stream = Desk(1, 0, 60).stream(endless)
        async for _ in stream:
            break
        await stream.aclose()

    asyncio.run(leave())
    assert closed.wait(60)
