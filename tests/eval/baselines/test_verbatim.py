"""verbatim-core for real: its own transform, over our passages, with a model that answers as we say."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from eval.baselines import BASELINES, Endpoint, LlamaServer, VerbatimCore, verbatim
from eval.questions import Question
from index import Article, Library
from rag.errors import BylineError, ModelError

pytest.importorskip("verbatim_core")

ARTICLE = Article(
    "The old bridge was closed on Monday. It had been open for ninety years.\n\n"
    "Ann Lee, the mayor, said that a new one would cost 4 million euros.",
    title="Bridge closed",
)
QUESTION = Question(
    id="q", article="a", question="What will a new bridge cost?", kind="fact", answerable=True
)
QUOTE = "Ann Lee, the mayor, said that a new one would cost 4 million euros."


class Scripted(HTTPServer):
    """Answers each request for an extraction with the spans that it is told."""

    spans: tuple[str, ...] = ()

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(f"http://127.0.0.1:{self.server_port}/v1", "scripted", timeout=10)


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        extracts = "response_format" in asked
        said = json.dumps({"doc_0": self.server.spans}) if extracts else "It says:\n\n[DISPLAY_SPANS]"
        message = {"role": "assistant", "content": said}
        body = json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with Scripted(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_what_it_extracts_becomes_citations_with_their_places(scripted: Scripted, library: Library) -> None:
    article = library.add(ARTICLE)
    scripted.spans = (QUOTE, "It had been shut for years.")  # the second is not in the text
    answer = VerbatimCore(library, scripted.endpoint).ask(QUESTION, article).answer
    (citation,) = answer.citations
    assert citation.quote == QUOTE
    assert article.text[citation.start : citation.end] == QUOTE
    assert not answer.abstained


def test_nothing_extracted_is_an_abstention(scripted: Scripted, library: Library) -> None:
    reply = VerbatimCore(library, scripted.endpoint).ask(QUESTION, library.add(ARTICLE))
    assert reply.answer.abstained
    assert reply.ranked  # it was given passages all the same


def test_a_real_small_model_gets_a_reply(
    small_server: LlamaServer, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbatim, "MAX_TOKENS", 48)
    reply = VerbatimCore(library, small_server.endpoint).ask(QUESTION, library.add(ARTICLE))
    assert reply.answer.text
    assert reply.answer.generator == f"llm:{small_server.model}"


def test_an_endpoint_that_is_not_there_is_one_line(library: Library) -> None:
    system = VerbatimCore(library, Endpoint("http://127.0.0.1:9/v1", "none", timeout=2))
    with pytest.raises(BylineError, match=r"verbatim-core at http://127.0.0.1:9/v1: "):
        system.ask(QUESTION, library.add(ARTICLE))


def test_it_says_what_to_install(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbatim, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install 'byline\[baselines\]'"):
        VerbatimCore(library, Endpoint("http://127.0.0.1:1/v1", "none"))


def test_it_is_registered() -> None:
    assert "verbatim-core" in BASELINES
