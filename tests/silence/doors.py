"""Every door of Byline, as it is tried for silence. A new door is one more entry in `DOORS`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from index.library import shipped_articles
from tests.silence.watching import ROOT

QUESTION = "Who is quoted, and what does Moscow insist on in Donbas?"
ARTICLE = str(shipped_articles()[0])
SETS = ROOT / "eval" / "sets"
EVERY_FORMAT = ("a.md", "a.html", "a.docx", "a.csv", "a.json", "a.csl.json", "a.bib")
PYTHON = """
import asyncio
from index import Library, Settings
from rag import Engine, query
from rag.doors.export import FORMATS, render
from rag.doors.verify import verify
answer = query("Who is Andrei Kortunov?")
assert not answer.abstained
with Library() as library:
    engine = Engine(library=library)
    assert engine.query("What does Grushko earn?", history=[(answer.question, answer)]).suggestions
    assert list(engine.stream("hi")) and engine.retrieve("Donbas") and asyncio.run(engine.aquery("tl;dr"))
    assert all(render(answer, one, library) for one in FORMATS)
    assert {one.state for one in verify([answer], library.articles())} == {"exact"}
    library.rebuild()
    assert library.check() == ()
"""


@dataclass(frozen=True)
class Door:
    """A way to use Byline: the interpreter's arguments, and what is typed.

    `use` is for a server, whose first line ends with its address: it asks what there is to ask. `llm`: a
    language model writes, on an endpoint of this machine; `local`: it is a file, run by Byline itself.
    """

    name: str
    command: tuple[str, ...]
    stdin: str = ""
    use: Callable[[str], None] | None = None
    llm: bool = False
    local: bool = False
    codes: tuple[int, ...] = (0,)


def use_page(url: str) -> None:
    """Ask on the page, follow a citation, and save the chat."""
    from tests.browser.serving import PATIENCE, chromium

    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        page.wait_for_selector("[data-shown]")
        page.wait_for_selector("#byline-examples button")
        page.fill("#byline-question textarea", "Who is Andrei Kortunov?")
        page.press("#byline-question textarea", "Enter")
        page.click(".byline-marker >> nth=0")
        page.wait_for_selector("mark.byline-mark")
        page.wait_for_selector("#byline-question textarea:enabled")
        page.click(".byline-thumb >> nth=0")
        page.wait_for_selector(".byline-noted:not(:empty)")
        page.click(".byline-export summary")
        with page.expect_download():
            page.click(".byline-export button >> nth=0")


def use_api(url: str) -> None:
    """Ask over HTTP, as JSON, as events and as a chat program does, and read what describes the API."""
    import httpx

    with httpx.Client(base_url=url, timeout=300) as client:
        asked = {"question": "Who is Andrei Kortunov?"}
        chat = {"model": "byline", "messages": [{"role": "user", "content": asked["question"]}]}
        for path, body in (
            ("/api/ask", asked),
            ("/api/ask", {**asked, "stream": True}),
            ("/api/retrieve", asked),
            ("/v1/chat/completions", chat),
        ):
            assert client.post(path, json=body).status_code == 200, path
        for path in ("/healthz", "/openapi.json", "/docs", "/api/articles", "/v1/models"):
            assert client.get(path).status_code == 200, path


def _message(number: int | None, method: str, **parameters: object) -> str:
    """A line of the Model Context Protocol's JSON-RPC; without a number a notification."""
    known = {"id": number} if number is not None else {}
    return json.dumps({"jsonrpc": "2.0", **known, "method": method, "params": parameters}) + "\n"


MCP = (
    _message(
        1,
        "initialize",
        protocolVersion="2025-06-18",
        capabilities={},
        clientInfo={"name": "silence", "version": "1"},
    )
    + _message(None, "notifications/initialized")
    + _message(2, "tools/call", name="ask_article", arguments={"question": "Who is Andrei Kortunov?"})
)
ASK = ("-m", "rag", QUESTION, "--json")
DOORS = (
    Door("command line", (*ASK, *(part for name in EVERY_FORMAT for part in ("--export", name)))),
    Door("chat in the terminal", ("-m", "rag"), f"{QUESTION}\nwhat did he say?\n/export chat.html\n\n"),
    Door("library", ("-m", "index", "refresh")),
    Door("Python", ("-c", PYTHON)),
    Door("verify", ("-m", "rag.doors.verify", "answer.json", ARTICLE)),
    Door("doctor", ("-m", "rag.doctor")),
    Door(
        "evaluation", ("-m", "eval", "run", str(SETS / "article.jsonl"), "--per-article", "3", "--out", "run")
    ),
    Door("a language model's endpoint here", (*ASK, "--export", "llm.md"), llm=True),
    Door("doctor of an endpoint here", ("-m", "rag.doctor"), llm=True, codes=(0, 1)),
    Door("a language model's file", (*ASK,), local=True),
    Door("HTTP", (str(ROOT / "app.py"), "--port", "{port}"), use=use_api),
    Door("MCP", ("-m", "rag.doors.mcp_command"), MCP),
    Door("page", (str(ROOT / "app.py"), "--port", "{port}"), use=use_page),
)
