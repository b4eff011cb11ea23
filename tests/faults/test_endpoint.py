"""All that can go wrong at a language model's endpoint, each over a real socket."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from index import Settings
from rag import EndpointError
from rag.errors import SettingsError
from rag.write.llm import Endpoint, Message, Piece
from rag.write.llm.call_error import seconds_of
from rag.write.llm.endpoint import DEFAULT_CONTEXT, TRIES
from rag.write.llm.habits import learn

from .scripted import (
    DONE,
    Act,
    Server,
    answers,
    breaks_off,
    chunk,
    drips,
    hangs,
    is_killed,
    raw,
    repeats,
    says,
    sse,
)

ROOT = Path(__file__).parents[2]
KEY = "sk-secret-123"
LIMIT = 1.0
"""Seconds that a reply may take which never comes."""
AMPLE = 30.0
"""Seconds within which everything else is over."""
SLACK = 8.0
"""Seconds that a busy machine may add."""
ECHO = {"error": {"message": f"Incorrect API key provided: {KEY}", "type": "invalid_request_error"}}
PAGE = "<!doctype html>\n<html><style>p{color:red}</style>\n\n<p>Welcome to the router</html>"
LLAMA_OVERFLOW = {
    "error": {
        "code": 400,
        "message": "the request exceeds the available context size, try increasing it",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": 5000,
        "n_ctx": 4096,
    }
}
OPENAI_OVERFLOW = {
    "error": {
        "message": "This model's maximum context length is 4097 tokens. However, your messages resulted in "
        "5000 tokens. Please reduce the length of the messages.",
        "type": "invalid_request_error",
        "param": "messages",
        "code": "context_length_exceeded",
    }
}


@pytest.fixture(autouse=True)
def _key_in_no_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No logger at all, not even the client's own at its most talkative, gives the key away."""
    caplog.set_level(logging.DEBUG)
    yield
    formatter = logging.Formatter("%(name)s %(message)s")
    told = [formatter.format(record) for record in caplog.get_records("call")]
    assert not [line for line in told if KEY in line]


def stream(url: str, seconds: float = AMPLE, key: str | None = KEY) -> Iterator[Piece]:
    return Endpoint(url, "tiny", key).stream([Message("user", "Who is Ann Lee?")], seconds, max_tokens=50)


def reply(url: str, seconds: float = AMPLE) -> str:
    return "".join(piece.text for piece in stream(url, seconds))


def is_known(url: str) -> None:
    """The model there is known to think nothing aloud, so that its reply comes as it is written."""
    learn(url, "tiny", thinks="no")


def fault(url: str, seconds: float = AMPLE, key: str | None = KEY) -> str:
    """The message of the error in which a call ends."""
    with pytest.raises(EndpointError) as caught:
        list(stream(url, seconds, key))
    message = str(caught.value)
    assert message.startswith("The language model 'tiny' ")
    assert message.endswith(".")
    assert ". " not in message
    assert "\n" not in message
    shown = "".join(traceback.format_exception(caught.value))
    assert (key or KEY) not in shown
    return message


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds + SLACK


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


# --- as it should be -------------------------------------------------------------------------------------


def test_pieces_come_as_they_are_written() -> None:
    read = threading.Event()
    with Server(sse(chunk("Ann "), read, chunk("Lee."), chunk(finish="stop"), DONE)) as server:
        is_known(server.url)
        pieces = stream(server.url)
        assert next(pieces) == Piece("Ann ")
        read.set()  # only now does the server go on
        assert list(pieces) == [Piece("Lee.")]


def test_what_is_asked(caplog: pytest.LogCaptureFixture) -> None:
    with Server(says("Ann.")) as server:
        reply(server.url)
    assert {"httpcore", "openai"} <= {record.name.split(".")[0] for record in caplog.records}  # they do talk
    [request] = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    asked = request.json
    assert asked["messages"] == [{"role": "user", "content": "Who is Ann Lee?"}]
    assert (asked["model"], asked["stream"], asked["max_tokens"]) == ("tiny", True, 50)
    assert (asked["temperature"], asked["seed"]) == (0.0, 0)


def test_without_a_key_none_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    with Server(says("Ann.")) as server:
        assert "".join(piece.text for piece in stream(server.url, key=None)) == "Ann."
    assert KEY not in str(server.requests[0].headers)


def test_a_reply_that_ends_for_want_of_tokens_says_so() -> None:
    with Server(says("Ann Lee is a", finish="length")) as server:
        assert list(stream(server.url)) == [Piece("Ann Lee is a"), Piece("", cut=True)]


@pytest.mark.parametrize(
    "last", [chunk(choices=[], usage={"total_tokens": 9}), chunk("", usage={"total_tokens": 9})]
)
def test_a_count_of_tokens_after_the_end_is_no_fault(last: bytes) -> None:
    with Server(sse(chunk("Ann."), chunk(finish="stop"), last, DONE)) as server:
        assert reply(server.url) == "Ann."


def test_a_reply_that_is_complete_is_not_waited_for_on_an_open_line() -> None:
    with Server(sse(chunk("Ann."), chunk(finish="stop"), then=hangs)) as server, within(0):
        assert reply(server.url) == "Ann."
        assert server.chats[0].saw_hang_up()


def test_two_replies_at_once_do_not_mix() -> None:
    both = threading.Barrier(2)
    got: list[str] = []

    def ask() -> None:
        pieces = stream(server.url)
        first = next(pieces)
        both.wait(AMPLE)  # both have begun
        got.append("".join(piece.text for piece in [first, *pieces]))

    with Server(says("Ann ", "Lee."), says("Bo ", "Ray.")) as server:
        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(AMPLE)
    assert sorted(got) == ["Ann Lee.", "Bo Ray."]


# --- nobody there, or nobody who answers -----------------------------------------------------------------


def test_down() -> None:
    with within(2):
        assert "cannot be reached" in fault(f"http://127.0.0.1:{closed_port()}/v1")


def test_down_at_first() -> None:
    with Server(is_killed, says("Ann.")) as server:
        assert reply(server.url) == "Ann."
        assert len(server.chats) == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:nope/v1", "http://[::1/v1", "http:///v1"])
def test_an_address_that_is_none(url: str) -> None:
    assert "cannot be reached at its address" in fault(url)
    assert Endpoint(url, "tiny", KEY).context(LIMIT) == DEFAULT_CONTEXT


@pytest.mark.parametrize("secret", [f"ann:{KEY}", KEY])
def test_a_secret_in_the_address_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(SettingsError, match="a key in llm_api_key") as caught:
        Endpoint.of(Settings(llm_base_url=f"http://{secret}@127.0.0.1:1/v1", llm_model="tiny"))
    assert KEY not in str(caught.value)


NEVER_ENDS: dict[str, Act] = {
    "it never answers": hangs,
    "its headers never end": drips(b"HTTP/1.1 200 OK\r\nX-Wait: yes\r\n"),
    "nothing comes after its headers": sse(then=hangs),
    "it only keeps the line alive": sse(then=repeats(b": keep-alive\n\n")),
    "it stops in its reply": sse(chunk("Ann"), then=hangs),
    "its reply never ends": sse(then=repeats(chunk("Ann "))),
    "its pieces are empty": sse(then=repeats(chunk(""))),
}


@pytest.mark.parametrize("act", NEVER_ENDS.values(), ids=NEVER_ENDS)
def test_a_server_that_does_not_end_is_left_in_time(act: Act) -> None:
    with Server(act) as server:
        with within(LIMIT):
            assert fault(server.url, LIMIT) == (
                "The language model 'tiny' did not finish within 1 s (llm_timeout)."
            )
        assert server.chats[0].saw_hang_up()
        assert len(server.chats) == 1


@pytest.mark.parametrize("act", [sse(chunk("Ann"), then=hangs), sse(then=repeats(chunk("Ann")))])
def test_who_stops_reading_hangs_up(act: Act) -> None:
    with Server(act) as server, within(0):
        is_known(server.url)
        with closing(stream(server.url)) as pieces:
            assert next(pieces) == Piece("Ann")
            assert not server.chats[0].hung_up.is_set()
        assert server.chats[0].saw_hang_up()


@pytest.mark.parametrize(("ending", "code"), [("1 / 0", 1), ("", 0)])
def test_a_process_that_ends_in_the_middle_of_a_reply_hangs_up(ending: str, code: int) -> None:
    with Server(sse(then=repeats(chunk("Ann ")))) as server:
        script = (
            "from rag.write.llm import Endpoint, Message\n"
            f"pieces = Endpoint({server.url!r}, 'tiny').stream([Message('user', 'Who?')], 60, 50)\n"
            f"next(pieces)\n{ending}"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=240
        )
        assert server.chats[0].saw_hang_up()
    assert done.returncode == code, done.stderr
    assert "FATAL" not in done.stderr


# --- it refuses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, "does not take the key: check llm_api_key"),
        (403, "does not take the key: check llm_api_key"),
        (404, "is not known at the endpoint: `byline doctor` lists the models that are"),
        (400, "does not take the key: check llm_api_key"),
        (422, "does not take the key: check llm_api_key"),
        (301, "has moved to another address (HTTP 301): set llm_base_url to it"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(status: int, expected: str) -> None:
    with Server(answers(status, ECHO)) as server:
        assert fault(server.url) == f"The language model 'tiny' {expected}."
        assert len(server.chats) == 1


@pytest.mark.parametrize("key", ["sk-ключ", "sk-two\nlines"])
def test_a_key_that_no_header_can_hold_is_not_sent(key: str) -> None:
    with Server(says("Ann.")) as server:
        assert "does not take the key" in fault(server.url, key=key)
        assert Endpoint(server.url, "tiny", key).context(LIMIT) == DEFAULT_CONTEXT
        assert not server.requests


def in_seconds(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("wait", ["0", "0.2", in_seconds(-60), "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_asked_too_much_it_is_asked_again_when_it_says(wait: str) -> None:
    with Server(answers(429, ECHO, retry_after=wait), says("Ann.")) as server:
        assert reply(server.url) == "Ann."
        assert len(server.chats) == 2


def test_it_is_not_asked_again_before_it_says() -> None:
    with Server(answers(429, ECHO, retry_after="1"), says("Ann.")) as server:
        start = time.monotonic()
        assert reply(server.url) == "Ann."
        assert time.monotonic() - start >= 1


@pytest.mark.parametrize("wait", ["3600", in_seconds(3600), "inf"])
def test_a_wait_beyond_the_limit_is_not_waited_for(wait: str) -> None:
    with Server(answers(429, ECHO, retry_after=wait), says("Ann.")) as server, within(0):
        assert "is asked too much at the moment (HTTP 429)" in fault(server.url)
        assert len(server.chats) == 1


@pytest.mark.parametrize("wait", ["soon", "", "Wed, 99 Oct 2015", "21 Oct 2015 07:28:00"])
def test_a_wait_that_nobody_can_read_is_none(wait: str) -> None:
    assert seconds_of(wait) is None
    with Server(answers(429, ECHO, retry_after=wait), says("Ann.")) as server:
        assert reply(server.url) == "Ann."


def test_the_two_forms_of_a_wait() -> None:
    assert seconds_of("7") == 7.0
    assert seconds_of("-7") == 0.0
    assert seconds_of(in_seconds(60)) == pytest.approx(60, abs=2)
    assert seconds_of(in_seconds(-60)) == 0.0
    assert seconds_of(None) is None


@pytest.mark.parametrize("status", [500, 502, 503])
def test_failed_once_it_is_asked_again(status: int) -> None:
    with Server(answers(status, ECHO), says("Ann.")) as server:
        assert reply(server.url) == "Ann."
        assert len(server.chats) == 2


def test_failed_for_ever_it_is_left() -> None:
    with Server(answers(500, ECHO)) as server:
        assert "failed at its server (HTTP 500)" in fault(server.url)
        assert len(server.chats) == TRIES == 3


def test_all_tries_together_keep_the_limit() -> None:
    with Server(answers(500, ECHO), hangs) as server, within(3):
        assert "within 3 s" in fault(server.url, seconds=3)
        assert all(request.saw_hang_up() for request in server.chats[1:])


@pytest.mark.parametrize(
    "act",
    [
        answers(400, LLAMA_OVERFLOW),
        answers(400, OPENAI_OVERFLOW),
        answers(413, OPENAI_OVERFLOW),
        sse(b'data: {"error": {"code": 400, "message": "the request exceeds the context size"}}\n\n'),
    ],
    ids=["llama.cpp", "OpenAI", "as 413", "in the stream"],
)
def test_a_window_that_is_too_small(act: Act) -> None:
    with Server(act) as server:
        assert "has too small a window for this question: lower k" in fault(server.url)
        assert len(server.chats) == 1


# --- it breaks off, or talks nonsense --------------------------------------------------------------------

BROKEN: dict[str, Act] = {
    "in the middle of a chunk": sse(chunk("Ann"), then=breaks_off),
    "by a reset": sse(chunk("Ann"), then=is_killed),
    "before its first word": sse(then=breaks_off),
    "with an error instead of a piece": sse(
        chunk("Ann"), b'data: {"error": {"code": 500, "message": "slot died"}}\n\n'
    ),
    "instead of an answer": raw(b""),
}


@pytest.mark.parametrize("act", BROKEN.values(), ids=BROKEN)
def test_it_breaks_off(act: Act) -> None:
    with Server(act) as server:
        assert "broke off in the middle of its reply" in fault(server.url)
        assert len(server.chats) == 1


def test_what_came_before_the_break_is_given() -> None:
    with Server(sse(chunk("Ann"), then=breaks_off)) as server:
        is_known(server.url)
        pieces = stream(server.url)
        assert next(pieces) == Piece("Ann")
        with pytest.raises(EndpointError, match="broke off"):
            next(pieces)


NO_REPLY: dict[str, Act] = {
    "an empty body": answers(200, ""),
    "an end only": sse(DONE),
    "a reply without words": says(),
    "a page": answers(200, PAGE, "text/html"),
    "bytes as a body": answers(200, "\x00\x01\x02" * 99, "application/octet-stream"),
    "JSON that is cut": sse(b'data: {"id": "1", "choi\n\n'),
    "JSON of another form": sse(b'data: {"text": "Ann."}\n\n', DONE),
    "a list": sse(b"data: [1, 2]\n\n"),
    "a word": sse(b"data: Ann.\n\n"),
}


@pytest.mark.parametrize("act", NO_REPLY.values(), ids=NO_REPLY)
def test_what_is_no_reply(act: Act) -> None:
    with Server(act) as server:
        assert "does llm_base_url end in /v1" in fault(server.url)
        assert len(server.chats) == 1


@pytest.mark.parametrize(
    "data", [b"\x00\xff\xfe\r\n\r\n", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 abc\r\n\r\n"]
)
def test_what_is_no_http(data: bytes) -> None:
    with Server(raw(data)) as server:
        fault(server.url)


# --- what is asked beside it -----------------------------------------------------------------------------


def test_the_window_as_the_server_says_is_asked_for_once() -> None:
    row = {"id": "tiny", "max_model_len": 8192}
    with Server(models=answers(200, {"data": [row]})) as server:
        endpoint = Endpoint(server.url, "tiny", KEY)
        assert [endpoint.context(AMPLE), endpoint.context(AMPLE)] == [8192, 8192]
        [request] = server.requests
        assert (request.method, request.path) == ("GET", "/v1/models")
        assert request.headers["authorization"] == f"Bearer {KEY}"


def test_a_window_that_is_given_is_not_asked_for() -> None:
    with Server() as server:
        assert Endpoint(server.url, "tiny", context=2048).context(AMPLE) == 2048
        assert not server.requests


NO_WINDOW: dict[str, Act] = {
    "not found": answers(404, ECHO),
    "the key is refused": answers(401, ECHO),
    "another model's only": answers(200, {"data": [{"id": "other", "max_model_len": 8192}]}),
    "no number": answers(200, {"data": [{"id": "tiny", "max_model_len": "8k"}]}),
    "a list": answers(200, [1, 2]),
    "a page": answers(200, PAGE, "text/html"),
    "a break": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
    "silence": hangs,
    "headers without end": drips(b"HTTP/1.1 200 OK\r\nX-Wait: yes\r\n"),
}


@pytest.mark.parametrize("act", NO_WINDOW.values(), ids=NO_WINDOW)
def test_a_window_that_nobody_tells_is_small(act: Act) -> None:
    with Server(models=act) as server, within(2 * LIMIT):
        assert Endpoint(server.url, "tiny", KEY).context(LIMIT) == DEFAULT_CONTEXT
