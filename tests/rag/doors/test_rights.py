"""Who may come in: the rules of `rag.doors.http.rights`, and the page's login at the API."""

from __future__ import annotations

import httpx
import pytest

from rag import Engine
from rag.doors.http import Rights, create
from tests.browser.serving import serving
from tests.rag.doors.conftest import client

LOGIN = ("ada", "enchant:ress")
NEW = {"text": "The zoo of Ostrava bought a giraffe."}


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1:7860", True),
        ("localhost:7860", True),
        ("[::1]:7860", True),
        ("192.168.1.7", True),
        ("byline:7860", True),
        ("host.docker.internal:7860", True),
        ("news.local", True),
        ("evil.example", False),
        ("localhost.evil.example:7860", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1@evil.example", False),
        ("[", False),
        ("", False),
    ],
)
def test_without_a_password_only_names_that_nobody_else_can_own(
    engine: Engine, host: str, ours: bool
) -> None:
    for path in ("/api/articles", "/v1/models", "/openapi.json", "/docs"):
        reply = client(create(engine)).get(path, headers={"Host": host})
        assert reply.status_code == (200 if ours else 403), path
    assert client(create(engine)).get("/healthz", headers={"Host": host}).status_code == 200


def test_with_a_password_any_name_will_do(engine: Engine) -> None:
    app = create(engine, Rights(LOGIN))
    assert client(app, headers={"Host": "news.example"}).get("/api/articles", auth=LOGIN).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:3000", ""])
def test_another_sites_page_is_kept_out(engine: Engine, origin: str) -> None:
    for rights, auth in ((Rights(write=True), None), (Rights(LOGIN), LOGIN)):
        asked = client(create(engine, rights), headers={"Origin": origin})
        reply = asked.post("/api/articles", json=NEW, auth=auth)
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "foreign_origin")


def test_the_pages_own_origin_is_let_in(engine: Engine) -> None:
    asked = client(create(engine), headers={"Origin": "http://127.0.0.1:7860"})
    assert asked.get("/api/articles").status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        None,
        "Basic",
        "Basic !!!",
        "Basic YWRhOndyb25n",  # ada:wrong
        "Basic /////w==",  # no UTF-8
        "Bearer ada",
        "Bearer ",
        "Digest ada:enchant:ress",
    ],
)
def test_a_wrong_password_is_refused_and_a_right_one_asked_for(engine: Engine, header: str | None) -> None:
    asked = client(create(engine, Rights(LOGIN)), headers={"Authorization": header} if header else {})
    for path in ("/api/articles", "/v1/models", "/docs", "/openapi.json"):
        reply = asked.get(path)
        assert (reply.status_code, reply.json()["error"]["code"]) == (401, "unauthorized")
        assert reply.headers["www-authenticate"].startswith("Basic ")
        assert "enchant" not in reply.text


def test_the_password_is_taken_as_basic_and_as_a_chat_programs_key(engine: Engine) -> None:
    app = create(engine, Rights(LOGIN))
    assert client(app).get("/api/articles", auth=LOGIN).status_code == 200
    key = {"Authorization": "Bearer ada:enchant:ress"}
    assert client(app, headers=key).get("/v1/models").status_code == 200


@pytest.mark.parametrize(
    ("login", "write", "may"),
    [(None, None, False), (None, True, True), (LOGIN, None, True), (LOGIN, False, False)],
)
def test_articles_are_added_and_removed_only_where_that_was_decided(
    engine: Engine, login, write, may
) -> None:
    asked = client(create(engine, Rights(login, write=write)))
    for reply in (
        asked.post("/api/articles", json={"url": "http://127.0.0.1/"}, auth=login),
        asked.post("/api/articles/upload", files={"file": ("a.xyz", b"x")}, auth=login),
        asked.delete("/api/articles/nowhere", auth=login),
    ):
        if may:  # it came as far as the library
            assert reply.json()["error"]["code"] in ("article", "no_such_article")
        else:
            assert (reply.status_code, reply.json()["error"]["code"]) == (403, "read_only")


@pytest.mark.browser
def test_the_page_and_the_api_share_a_port_and_a_login(tmp_path) -> None:
    with (
        serving(tmp_path, "--auth", "ada:enchantress") as url,
        httpx.Client(base_url=url) as visitor,
    ):
        assert "<!doctype html>" in visitor.get("/").text.lower()
        assert visitor.get("/healthz").json()["status"] == "ok"
        assert visitor.get("/api/articles").status_code == 401
        assert visitor.get("/api/articles", auth=("ada", "wrong")).status_code == 401
        assert len(visitor.get("/api/articles", auth=("ada", "enchantress")).json()["articles"]) == 1
        assert visitor.post("/login", data={"username": "ada", "password": "enchantress"}).status_code == 200
        assert visitor.get("/api/articles").status_code == 200  # by the session's cookie
        assert visitor.post("/api/ask", json={"question": "Who is Kortunov?"}).json()["citations"]
        assert visitor.get("/config").status_code == 200
