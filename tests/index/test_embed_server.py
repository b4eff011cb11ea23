"""An embedding server: vectors in the texts' order whatever the batches, and one line for each thing that
goes wrong; over real sockets, and once with llama.cpp."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from eval.baselines import LlamaServer
from index import Article, Library, Settings, SettingsError
from index import embed_server as module
from index.embed import Embedder
from index.embed_server import EmbeddingServer
from index.errors import EmbeddingError
from rag import Engine

KEY = "sk-secret-key"


class Scripted(ThreadingHTTPServer):
    """Answers as `answer` says: a status and a JSON body for the texts of a request."""

    answer: Callable[[list[str]], tuple[int, object]]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, list[str], str | None]] = []
        self.headers_sent: dict[str, str] = {}
        self.answer = lambda texts: (200, vectors(texts))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def sizes(self) -> list[int]:
        return [len(texts) for _, texts, _ in self.requests]


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, asked["input"], self.headers["Authorization"]))
        status, body = self.server.answer(asked["input"])
        sent = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**self.server.headers_sent, "Content-Length": str(len(sent))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *words: object) -> None:
        pass


def vector(text: str) -> list[float]:
    """A vector that tells its text: length and first letter, of no unit length."""
    return [float(len(text)), float(ord(text[0])), 1.0]


def vectors(texts: list[str]) -> dict[str, object]:
    """As a server answers that does not keep the order."""
    rows = [{"index": i, "embedding": vector(text)} for i, text in enumerate(texts)]
    return {"data": rows[::-1]}


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with Scripted() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def asked(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> EmbeddingServer:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    return EmbeddingServer(scripted.url, "some-model", KEY, timeout=5)


def test_vectors_come_in_the_texts_order_and_of_unit_length(
    asked: EmbeddingServer, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "_most", 3)
    texts = ["dddd", "a", "ccc", "bb", "eeeee", "ffffff", "g"]
    shares: list[float] = []
    found = asked.encode(texts, shares.append)
    expected = np.array([vector(text) for text in texts])
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6)
    assert found.dtype == np.float32
    assert sorted(scripted.sizes) == [1, 3, 3]
    assert (len(shares), shares[-1]) == (3, 1.0)
    assert {(path, key) for path, _, key in scripted.requests} == {("/v1/embeddings", f"Bearer {KEY}")}


def test_no_text_asks_nobody(asked: EmbeddingServer, scripted: Scripted) -> None:
    assert asked.encode([]).shape[0] == 0
    assert scripted.requests == []


def test_a_server_that_takes_fewer_gets_fewer_and_that_is_remembered(
    asked: EmbeddingServer, scripted: Scripted
) -> None:
    scripted.answer = lambda texts: (422, {"error": "too many"}) if len(texts) > 2 else (200, vectors(texts))
    texts = [chr(ord("a") + i) * (i + 1) for i in range(8)]
    assert asked.encode(texts).shape == (8, 3)
    scripted.requests.clear()
    asked.encode(texts)
    assert max(scripted.sizes) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_a_fault_that_passes_is_tried_again(asked: EmbeddingServer, scripted: Scripted, status: int) -> None:
    scripted.answer = lambda texts: (status, {}) if len(scripted.requests) < 3 else (200, vectors(texts))
    assert asked.encode(["a"]).shape == (1, 3)
    assert len(scripted.requests) == 3


@pytest.mark.parametrize(
    ("status", "body", "message", "calls"),
    [
        (401, {}, r"HTTP 401: it asks for another key: set embed_api_key", 1),
        (404, {}, r"HTTP 404: .*/v1", 1),
        (429, {}, r"HTTP 429: it is asked too much", 4),
        (500, {}, r"HTTP 500", 4),
        (200, {"data": []}, r"expected a vector for each of 1 texts", 1),
        (200, {"choices": []}, r"it answered no embeddings", 1),
        (200, "<html>", r"it answered no embeddings", 1),
        (200, {"data": [{"index": 0, "embedding": [0, 0]}]}, r"nothing but zeros", 1),
        (200, {"data": [{"index": 0, "embedding": [1, None]}]}, r"no embeddings|else than numbers", 1),
        (
            200,
            {"data": [{"index": 0, "embedding": [[1, 2], [3, 4]]}]},
            r"got shape \(1, 2, 2\)",
            1,
        ),
    ],
)
def test_what_goes_wrong_is_one_line_without_the_key(
    asked: EmbeddingServer, scripted: Scripted, status: int, body: object, message: str, calls: int
) -> None:
    scripted.answer = lambda texts: (status, body)
    with pytest.raises(EmbeddingError, match=message) as caught:
        asked.encode(["a"])
    assert str(caught.value).startswith(
        f"embedding model 'some-model' at {scripted.url}/embeddings cannot be"
    )
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value) + repr(vars(asked).get("url"))
    assert len(scripted.requests) == calls


def test_vectors_of_another_width_are_refused(asked: EmbeddingServer, scripted: Scripted) -> None:
    asked.encode(["a"])
    scripted.answer = lambda texts: (200, {"data": [{"index": 0, "embedding": [1.0, 2.0]}]})
    with pytest.raises(EmbeddingError, match="its vectors have 2 dimensions, expected 3"):
        asked.encode(["a"])


def test_a_server_that_says_when_is_asked_then(
    asked: EmbeddingServer, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(module.time, "sleep", waited.append)
    scripted.headers_sent = {"Retry-After": "7"}
    scripted.answer = lambda texts: (503, {}) if len(scripted.requests) < 2 else (200, vectors(texts))
    asked.encode(["a"])
    assert waited == [7.0]


def test_nobody_there_and_nobody_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    with pytest.raises(EmbeddingError, match=r"cannot be reached \(ConnectError\)"):
        EmbeddingServer("http://127.0.0.1:9/v1", "m").encode(["a"])
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(EmbeddingError, match=r"no answer within 0\.1 s \(embed_timeout\)"):
            EmbeddingServer(url, "m", timeout=0.1).encode(["a"])


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "http://me:secret@host/v1", "ftp://host/v1", ""])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="embed_base_url must be an address") as caught:
        EmbeddingServer(url, "m")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://h:1/v1/", "http://h:1/v1/embeddings"),
        ("http://h:1/v1/embeddings", "http://h:1/v1/embeddings"),
        ("https://h/d/x?api-version=1", "https://h/d/x/embeddings?api-version=1"),
    ],
)
def test_where_it_asks(url: str, path: str) -> None:
    assert EmbeddingServer(url, "m").url == path


def test_the_built_in_name_wants_its_width(scripted: Scripted) -> None:
    embedder = Embedder(Settings(embed_base_url=scripted.url))
    with pytest.raises(EmbeddingError, match="3 dimensions, expected 384: is embed_model the name"):
        embedder.encode(["a"])


def test_a_library_and_its_answers_over_llama_cpp(small_model: Path, tmp_path: Path) -> None:
    with LlamaServer(small_model, context=512, embeddings=True) as server:
        settings = Settings(
            store=str(tmp_path / "store"), embed_base_url=server.base_url, embed_model=server.model
        )
        with Library(settings) as library:
            text = "The bridge is open.\n\nAnn Lee feeds the grey cat.\n\nFerries stay in the port."
            article = library.add(Article(text, title="Bridge"))
            assert library.check() == ()
            assert np.linalg.norm(library.embedder.encode([text])[0]) == pytest.approx(1, abs=1e-5)
            answer = Engine(library=library).query("Who feeds the cat?")
        assert [article.text[c.start : c.end] for c in answer.citations] == [
            c.quote for c in answer.citations
        ]
        assert "Ann Lee" in answer.text
