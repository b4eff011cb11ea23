"""The content security policy: what it names, and that a document comes through whole."""

from __future__ import annotations

import base64
import hashlib

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

from rag.ui.policy import Strict, policy

OWN = "window.config = {};"
DOCUMENT = f'<head><script>{OWN}</script><script type="module" src="./a.js"></script></head>é'


def test_a_document_names_its_own_scripts_and_allows_no_other():
    digest = base64.b64encode(hashlib.sha256(OWN.encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in policy(DOCUMENT.encode()).split("; "))
    assert rules["script-src"] == f"'self' 'unsafe-eval' 'sha256-{digest}'"
    assert rules["connect-src"] == rules["default-src"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert not any("http:" in value or "*" in value for value in rules.values())


async def document(request):
    return HTMLResponse(DOCUMENT)


async def pieces(request):
    async def body():
        for at in range(0, len(DOCUMENT), 7):
            yield DOCUMENT[at : at + 7]

    return StreamingResponse(body(), media_type="text/html")


async def data(request):
    return JSONResponse({"a": 1})


@pytest.fixture
async def client():
    routes = [Route("/", document), Route("/pieces", pieces), Route("/data", data)]
    app = Starlette(routes=routes, middleware=[Middleware(Strict)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://a") as one:
        yield one


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/", "/pieces"])
async def test_a_document_comes_whole_with_its_policy(client, path):
    answer = await client.get(path)
    assert answer.text == DOCUMENT
    assert answer.headers["content-security-policy"] == policy(DOCUMENT.encode())


@pytest.mark.anyio
async def test_what_is_no_document_has_no_policy(client):
    answer = await client.get("/data")
    assert answer.json() == {"a": 1}
    assert "content-security-policy" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
