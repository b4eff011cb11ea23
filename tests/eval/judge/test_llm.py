"""The LLM judge on a real llama.cpp server, and on a fake one that forces every fault."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from eval.baselines import LlamaServer
from eval.judge import LlmJudge
from eval.records import Judgement, Tokens

SECRET = "sk-very-secret"
SOURCE = ["Ann Lee left the firm in 2003."]


@dataclass
class Fake:
    """An endpoint that gives the same reply to everything, and keeps what it was asked."""

    status: int
    body: bytes
    hold: threading.Event | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def completion(text: str | None, usage: dict[str, int] | None = None) -> bytes:
    message = {"role": "assistant", "content": text}
    body: dict[str, Any] = {"id": "1", "object": "chat.completion", "created": 1, "model": "fake"}
    body["choices"] = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return json.dumps(body | ({"usage": usage} if usage else {})).encode()


@contextmanager
def serving(fake: Fake) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fake.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            fake.keys.append(self.headers["Authorization"])
            if fake.hold:
                fake.hold.wait(30)
            self.send_response(fake.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(fake.body)))
            self.end_headers()
            self.wfile.write(fake.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # the client hangs up where it waits too long
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        if fake.hold:
            fake.hold.set()
        server.shutdown()
        server.server_close()


def judged(status: int, body: bytes, sources: list[str] = SOURCE) -> Judgement:
    with serving(Fake(status, body)) as url:
        return LlmJudge(url, "fake", SECRET).judge("Ann Lee left in 2003.", sources)


@pytest.mark.parametrize(
    ("reply", "support", "verdict"),
    [
        ("YES", 1.0, "supported"),
        ("yes.", 1.0, "supported"),
        ("**Yes**, it says so.", 1.0, "supported"),
        ("NO", 0.0, "unsupported"),
        ("\n No, the context says nothing.", 0.0, "unsupported"),
        # llama-index passes the next three, as they hold "yes"
        ("I cannot say yes to that", None, "unscored"),
        ("Answer: YES", None, "unscored"),
        ("YES/NO", None, "unscored"),
        ("YES, NO", None, "unscored"),
        ("Yes and no.", None, "unscored"),
        ("No, or rather **yes**", None, "unscored"),
        ("YES\nNO", None, "unscored"),
        ("Yes. No. Yes.", None, "unscored"),
        ("No. The source says nothing, yes or otherwise.", 0.0, "unsupported"),
        ("Yes, now that is known.", 1.0, "supported"),
        ("Nobody knows", None, "unscored"),
        ("", None, "unscored"),
    ],
)
def test_only_a_first_word_of_yes_or_no_counts(reply: str, support: float | None, verdict: str) -> None:
    came = judged(200, completion(reply))
    assert (came.support, came.verdict) == (support, verdict)
    assert bool(came.why) == (verdict == "unscored")


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (500, b'{"error": {"message": "' + SECRET.encode() + b'"}}', "HTTP status 500"),
        (401, b"no", "HTTP status 401"),
        (200, b"{not json", "no reply that can be read"),  # DeepEval 872
        (200, b"[]", "no chat completion came"),
        (200, b'{"choices": []}', "no chat completion came"),
        (200, b"", "no reply that can be read"),
        (200, completion(None), "no reply that can be read"),
        (200, completion(f"{SECRET} is my key"), "expected YES or NO first, got '… is my key'"),
    ],
)
def test_a_fault_is_unscored_and_says_why_without_the_key(status: int, body: bytes, why: str) -> None:
    came = judged(status, body)
    assert (came.support, came.verdict) == (None, "unscored")
    assert why in came.why
    assert came.why
    assert SECRET not in repr(came)


def test_an_endpoint_that_is_not_there_or_says_nothing_is_unscored() -> None:
    with serving(Fake(200, b"")) as gone:
        pass
    assert judge_at(gone).why == "the endpoint cannot be reached"
    with serving(Fake(200, b"", hold=threading.Event())) as silent:
        assert judge_at(silent, timeout=0.2).why == "no reply within 0.2 s"


def judge_at(url: str, timeout: float = 5.0) -> Judgement:
    return LlmJudge(url, "fake", SECRET, timeout=timeout).judge("Ann left.", SOURCE)


def test_it_asks_once_at_temperature_0_and_counts_tokens() -> None:
    fake = Fake(200, completion("YES", {"prompt_tokens": 30, "completion_tokens": 2, "total_tokens": 32}))
    with serving(fake) as url:
        came = LlmJudge(url, "fake", SECRET).judge("Ann Lee left in 2003.", SOURCE)
    [asked] = fake.asked
    assert asked["temperature"] == 0
    assert "Ann Lee left in 2003." in asked["messages"][0]["content"]
    assert SOURCE[0] in asked["messages"][0]["content"]
    assert fake.keys == [f"Bearer {SECRET}"]
    assert came == Judgement(1.0, "supported", tokens=Tokens(30, 2))
    assert judged(200, completion("YES")).tokens is None


def test_a_source_longer_than_the_window_is_asked_of_in_parts() -> None:
    fake = Fake(200, completion("NO", {"prompt_tokens": 10, "completion_tokens": 1, "total_tokens": 11}))
    with serving(fake) as url:
        came = LlmJudge(url, "fake", context=1200).judge("Ann left.", ["It rained on the hill. " * 300])
    assert len(fake.asked) > 1
    assert came == Judgement(0.0, "unsupported", tokens=Tokens(10 * len(fake.asked), len(fake.asked)))


def test_without_sources_nothing_is_asked() -> None:
    judge = LlmJudge("http://127.0.0.1:9/v1", "none")
    assert judge.judge("Ann left.", ()) == Judgement(0.0, "unsupported")
    assert judge.judge("Ann left.", ["  "]) == Judgement(0.0, "unsupported")


def test_a_real_small_model_gives_a_verdict_and_its_cost(small_server: LlamaServer) -> None:
    judge = LlmJudge(small_server.base_url, small_server.model, timeout=300)
    first = judge.judge("Ann Lee left the firm in 2003.", SOURCE)
    again = judge.judge("Ann Lee left the firm in 2003.", SOURCE)
    assert judge.name == "llm:SmolLM2-135M-Instruct.Q4_1"
    assert first == again
    assert (first.support is None) == (first.verdict == "unscored")
    assert first.tokens is not None
    assert first.tokens.prompt > 200
    assert 1 <= first.tokens.completion <= 16
