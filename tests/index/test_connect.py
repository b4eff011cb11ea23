"""What a Chroma server is sent: tenant, database, key and headers, and never in a message."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval.bench.load.servers import chroma
from index import Article, Library, Settings, StoreError
from index.embed import Embedder
from rag.feedback import feedback_file

KEY, SECRET = "ck-secret", "token-secret"


class Refusing(ThreadingHTTPServer):
    """Keeps what it is sent, and refuses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, dict[str, str]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Refusing

    def do_GET(self) -> None:
        sent = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.path, sent))
        self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def refusing() -> Iterator[Refusing]:
    with Refusing() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_key_and_headers_are_sent_and_never_told(refusing: Refusing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_STORE_HEADERS", f'{{"X-Gate": "{SECRET}"}}')
    settings = Settings(
        store=f"http://127.0.0.1:{refusing.server_port}",
        store_tenant="ours",
        store_database="news",
        store_api_key=KEY,
    )
    with pytest.raises(StoreError) as caught:
        Library(settings).ids()
    assert refusing.seen
    for _, sent in refusing.seen:
        assert (sent["x-chroma-token"], sent["x-gate"]) == (KEY, SECRET)
    for told in (str(caught.value), repr(settings)):
        assert KEY not in told
        assert SECRET not in told


def test_each_database_of_a_server_has_files_of_its_own() -> None:
    url = "http://127.0.0.1:1"
    stores: list[dict[str, str]] = [{}, {"store_database": "a"}, {"store_tenant": "a"}]
    files = {feedback_file(Settings(store=url, **names)) for names in stores}
    assert len(files) == 3
    assert feedback_file(Settings(store=url)) in files


@pytest.mark.slow
def test_two_databases_of_a_server_hold_two_libraries(tmp_path: Path, embedder: Embedder) -> None:
    import chromadb

    with chroma(tmp_path / "server") as (url, _):
        host, port = url.removeprefix("http://").split(":")
        with chromadb.HttpClient(host=host, port=int(port)) as client:
            chromadb.AdminClient(client.get_settings()).create_database("news")
        ids = {}
        for name, text in (("news", "The bridge is open."), (None, "The ferry is late.")):
            library = Library(Settings(store=url, store_database=name))
            library.embedder = embedder
            ids[name] = library.add(Article(text)).id
        for name, expected in ids.items():
            assert Library(Settings(store=url, store_database=name)).ids() == (expected,)
        with pytest.raises(StoreError, match="none-such"):
            Library(Settings(store=url, store_database="none-such")).ids()
