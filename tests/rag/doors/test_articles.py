"""`/api/articles`: adding by text, address and file, listing and taking out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from starlette.testclient import TestClient

from index import Article, Library, Settings
from index.embed import Embedder
from rag import Engine
from rag.doors.about import about
from rag.doors.http import Rights, create
from tests.rag.doors.conftest import client

TEXT = "The zoo of Ostrava bought a giraffe.\n\nIt eats 40 kg of hay a day, says Eva Nová."
PAGE = f"<html><head><title>A giraffe</title></head><body><article><h1>A giraffe</h1><p>{TEXT * 3}</p>"


@pytest.fixture
def site() -> Iterator[str]:
    """A page on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_text_is_added_listed_asked_and_removed(writable: TestClient) -> None:
    made = writable.post("/api/articles", json={"text": TEXT, "title": "A giraffe", "outlet": "Zoo News"})
    assert made.status_code == 201
    added = made.json()
    assert (added["title"], added["outlet"], added["source"]) == ("A giraffe", "Zoo News", None)
    assert writable.get("/api/articles").json() == {"articles": [added]}
    whole = writable.get(f"/api/articles/{added['id']}").json()
    assert whole == added | {"text": TEXT, "headings": [], "pages": []}
    asked = {"question": "How much hay does the giraffe eat?", "articles": [added["id"]]}
    assert "40 kg" in writable.post("/api/ask", json=asked).json()["text"]
    assert writable.delete(f"/api/articles/{added['id']}").status_code == 204
    gone = writable.get(f"/api/articles/{added['id']}")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "no_such_article")
    assert writable.delete(f"/api/articles/{added['id']}").status_code == 404


def test_the_same_text_again_is_the_same_article(writable: TestClient) -> None:
    first = writable.post("/api/articles", json={"text": TEXT})
    again = writable.post("/api/articles", json={"text": TEXT})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_a_file_is_read_by_its_kind_and_called_by_its_name_alone(writable: TestClient) -> None:
    made = writable.post("/api/articles/upload", files={"file": ("C:\\secret\\zoo.html", PAGE.encode())})
    assert made.status_code == 201
    assert (made.json()["title"], made.json()["source"]) == ("A giraffe", "zoo.html")


def test_an_address_inside_is_refused_unless_it_is_allowed(
    writable: TestClient, site: str, tmp_path, embedder: Embedder
) -> None:
    refused = writable.post("/api/articles", json={"url": site})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "article")
    assert "set allow_private_urls" in refused.json()["error"]["message"]
    library = Library(Settings(store=str(tmp_path / "other"), allow_private_urls=True))
    library.embedder = embedder
    made = client(create(Engine(library=library), Rights(write=True))).post(
        "/api/articles", json={"url": site}
    )
    assert (made.status_code, made.json()["source"]) == (201, site)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "/etc/passwd", "-", "*.txt", "ftp://a.example/"])
def test_nothing_but_web_addresses_is_read(writable: TestClient, url: str) -> None:
    reply = writable.post("/api/articles", json={"url": url})
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "invalid")
    assert writable.get("/api/articles").json() == {"articles": []}


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({"text": TEXT, "title": 5}, "title"),
        ({"text": TEXT, "titel": "A giraffe"}, "titel"),
        ({"url": "https://a.example/", "title": "A giraffe"}, "title"),
        ({"url": 5}, "url"),
        ({}, "text"),
        ([], None),
    ],
)
def test_what_is_wrong_is_told_of_the_field_that_is(writable: TestClient, sent: object, param: str) -> None:
    reply = writable.post("/api/articles", json=sent)
    assert (reply.status_code, reply.json()["error"]["param"]) == (422, param)
    assert reply.json()["error"]["message"].startswith(f"{param}: " if param else "Input should be")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"  \n", "a.txt is empty: expected an article"),
        ("a.exe", b"MZ\x90", "a.exe is of an unknown kind '.exe'"),
        ("a.pdf", b"%PDF-1.7 broken", "a.pdf"),
        ("../../etc/a.xyz", b"x", "a.xyz is of an unknown kind"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_line(
    writable: TestClient, name: str, data: bytes, said: str
) -> None:
    reply = writable.post("/api/articles/upload", files={"file": (name, data)})
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "article")
    assert reply.json()["error"]["message"].startswith(said)


def test_a_file_over_max_upload_mb_is_refused_whatever_it_is(tmp_path, embedder: Embedder) -> None:
    library = Library(Settings(store=str(tmp_path / "store"), max_upload_mb=0.5))
    library.embedder = embedder
    asked = client(create(Engine(library=library), Rights(write=True)))
    over = asked.post("/api/articles/upload", files={"file": ("a.txt", b"a " * 2**18 + b"a")})
    assert (over.status_code, over.json()["error"]["code"]) == (422, "article")
    assert "more than max_upload_mb = 0.5" in over.json()["error"]["message"]
    far_over = asked.post("/api/articles/upload", files={"file": ("a.txt", b"a " * 2**20)})
    assert (far_over.status_code, far_over.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/home/ada/zoo.txt", "zoo.txt"),
        ("C:\\Users\\ada\\zoo.txt", "zoo.txt"),
        ("zoo.txt", "zoo.txt"),
        ("https://zoo.example/a/b", "https://zoo.example/a/b"),
        ("Reuters / AP", "Reuters / AP"),
        (None, None),
    ],
)
def test_where_a_file_lies_on_this_machine_is_not_told(source: str | None, shown: str | None) -> None:
    assert about(Article(TEXT, source=source))["source"] == shown
