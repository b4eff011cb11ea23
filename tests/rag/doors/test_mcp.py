"""The MCP server through the official SDK's own client: as a process by stdio, over HTTP, and in this one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rag import Answer, Engine
from tests.browser.serving import free_port

pytest.importorskip("mcp", reason="the MCP SDK is not installed")
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

from rag.doors.mcp import create

ROOT = Path(__file__).parents[3]
WHO = "Who is Andrei Kortunov?"
TOOLS = {"ask_article", "find_passages", "list_articles", "read_article"}
pytestmark = pytest.mark.asyncio


def environment(store: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BYLINE_")}
    return {**kept, "BYLINE_STORE": str(store), "PYTHONPATH": str(ROOT)}


async def test_a_client_starts_it_asks_and_reads(tmp_path: Path) -> None:
    """What stands on stdout besides the protocol would break this."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-c", "import sys; from rag.command import main; sys.exit(main(['mcp']))"],
        env=environment(tmp_path / "store"),
        cwd=tmp_path,
    )
    async with Client(stdio_client(command), read_timeout_seconds=300) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        reply = await client.call_tool("ask_article", {"question": WHO})
        answer = Answer.from_dict(reply.structured_content)
        assert reply.content[0].text == str(answer)
        assert answer.text == "An expert at the Valdai Club [1]."
        [citation] = answer.citations
        length = citation.end - citation.start
        place = {"article_id": citation.article_id, "start": citation.start, "characters": length}
        read = await client.call_tool("read_article", place)
        assert read.content[0].text == citation.quote
        told = read.structured_content  # which is all that some clients show their model
        assert (told["start"], told["text"]) == (citation.start, citation.quote)


async def test_the_library_and_its_passages(engine: Engine) -> None:
    async with Client(create(engine)) as client:
        [listed] = (await client.call_tool("list_articles", {})).structured_content["articles"]
        assert [listed["id"]] == list(engine.library.ids())
        found = await client.call_tool("find_passages", {"question": WHO, "k": 2})
        expected = engine.retrieve(WHO, 2)
        assert [p["text"] for p in found.structured_content["passages"]] == [p.text for p in expected]
        assert all(p.text in found.content[0].text for p in expected)
        whole = await client.call_tool("read_article", {"article_id": listed["id"]})
        assert whole.content[0].text == engine.library.get(listed["id"]).text
        assert whole.structured_content["characters"] == len(whole.content[0].text)


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("read_article", {"article_id": "nowhere"}, "no article 'nowhere' in the library: `python -m index"),
        ("ask_article", {"question": WHO, "articles": ["nowhere"]}, "no article 'nowhere' in the library"),
        ("ask_article", {"question": WHO, "k": 0}, "k must be 1 to 100, got 0"),
        ("find_passages", {"question": WHO, "k": 101}, "k must be 1 to 100, got 101"),
    ],
)
async def test_an_error_is_a_result_in_bylines_own_words(engine: Engine, tool, arguments, said) -> None:
    async with Client(create(engine)) as client:
        reply = await client.call_tool(tool, arguments)
        assert reply.is_error
        assert reply.content[0].text.startswith(said)


async def test_wrong_arguments_and_unforeseen_faults_are_results_too(engine: Engine, monkeypatch) -> None:
    async with Client(create(engine)) as client:
        assert (await client.call_tool("ask_article", {"question": 5})).is_error

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("sk-very-secret")

        monkeypatch.setattr(engine, "query", broken)
        reply = await client.call_tool("ask_article", {"question": WHO})
        assert reply.is_error
        assert "secret" not in reply.content[0].text


@pytest.fixture
def over_http(tmp_path: Path) -> Iterator[str]:
    """`byline mcp --http` behind a password; gives its address."""
    port = free_port()
    variables = environment(tmp_path / "store") | {"BYLINE_AUTH": "ada:enchantress"}
    command = [sys.executable, "-m", "rag.doors.mcp_command", "--http", "--port", str(port)]
    process = subprocess.Popen(command, env=variables, cwd=tmp_path, stdout=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}/mcp"
    try:
        for _ in range(600):
            assert process.poll() is None, "the server ended"
            try:
                httpx.get(url, trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        printed, _ = process.communicate(timeout=60)
        assert printed == b""


async def test_over_http_it_asks_for_the_password_and_answers(over_http: str) -> None:
    refused = httpx.post(over_http, json={}, trust_env=False)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "unauthorized")
    foreign = httpx.post(over_http, json={}, headers={"Origin": "http://evil.example"}, trust_env=False)
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (403, "foreign_origin")
    key = {"Authorization": "Bearer ada:enchantress"}
    async with (
        create_mcp_http_client(headers=key) as http,
        Client(streamable_http_client(over_http, http_client=http), read_timeout_seconds=300) as client,
    ):
        reply = await client.call_tool("list_articles", {})
        assert len(reply.structured_content["articles"]) == 1


WITHOUT_IT = """
import importlib.util, sys
known = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "mcp" else known(name, *rest)
from rag.command import main
sys.exit(main(["mcp"]))
"""


async def test_without_the_sdk_the_error_names_the_extra(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT_IT]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "byline: the MCP SDK is not installed: run `pip install 'byline[mcp]'`\n"
