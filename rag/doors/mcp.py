"""An engine in, an MCP server out: four tools, by the official SDK (https://modelcontextprotocol.io)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from typing import Any

from mcp.server import MCPServer
from mcp.types import CallToolResult, TextContent, ToolAnnotations

from rag.answer import Answer
from rag.engine import Engine
from rag.errors import BylineError
from rag.where import Filter

from .about import about
from .shelf import Shelf

ABOUT = (
    "Byline answers questions from a library of articles. Every sentence of an answer carries the number of "
    "an exact quote; where the articles do not say, the answer says so: do not fill that in from elsewhere."
)
PAGE = 20_000
"""Characters of an article that are read at once, if not told otherwise."""


def create(engine: Engine, shelf: Shelf | None = None) -> MCPServer:
    """The server over an engine; it only reads.

    :param shelf: what those who ask may see; None: everything, for whoever runs Byline.
    """
    server = MCPServer("byline", instructions=ABOUT, log_level="WARNING")
    tool = server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    library = shelf or engine.library

    def asked(articles: list[str] | None) -> Collection[str] | None:
        return shelf.asked(articles) if shelf else articles

    def named(answer: Answer) -> Answer:
        return shelf.named(answer) if shelf else answer

    @tool
    def ask_article(
        question: str,
        articles: list[str] | None = None,
        k: int | None = None,
        outlets: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        languages: list[str] | None = None,
    ) -> CallToolResult:
        """Answer from the articles, with an exact quote behind each sentence, or say that they do not say.

        articles: ids to restrict to, as list_articles gives them. k: passages to read, 1 to 100.
        outlets, since and until (days such as 2026-03-31), languages (such as en): restrict to these besides.
        """
        return _told(
            lambda: named(
                engine.query(question, asked(articles), k=k, where=_where(outlets, since, until, languages))
            ),
            str,
            lambda answer: answer.to_dict(),
        )

    @tool
    def find_passages(
        question: str,
        articles: list[str] | None = None,
        k: int | None = None,
        outlets: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        languages: list[str] | None = None,
    ) -> CallToolResult:
        """The passages nearest to a question, best first, each an exact slice [start, end) of its article."""
        return _told(
            lambda: engine.retrieve(question, k, asked(articles), _where(outlets, since, until, languages)),
            lambda found: "\n\n".join(f"[{p.article_id} {p.start}-{p.end}] {p.text}" for p in found),
            lambda found: {"passages": [asdict(passage) for passage in found]},
        )

    def listed() -> list[dict[str, Any]]:
        engine.library.add_shipped()  # as the first question does
        return [about(article) for article in library.articles()]

    @tool
    def list_articles() -> CallToolResult:
        """The articles of the library, with their ids."""
        return _told(
            listed,
            lambda found: "\n".join(f"{one['id']}  {one['title']}" for one in found),
            lambda found: {"articles": found},
        )

    @tool
    def read_article(article_id: str, start: int = 0, characters: int = PAGE) -> CallToolResult:
        """The text of an article from a character on, so many characters of it."""
        begin = max(0, start)
        end = begin + max(0, characters)
        return _told(
            lambda: library.get(article_id),
            lambda found: found.text[begin:end],
            lambda found: about(found) | {"start": begin, "text": found.text[begin:end]},
        )

    return server


def _where(
    outlets: list[str] | None, since: str | None, until: str | None, languages: list[str] | None
) -> Filter:
    return Filter((), tuple(outlets or ()), since, until, tuple(languages or ()))


def _told(
    work: Callable[[], Any], text: Callable[[Any], str], data: Callable[[Any], dict[str, Any]]
) -> CallToolResult:
    """What a tool found, as text and as data; an error of Byline's in its own words."""
    try:
        found = work()
    except BylineError as error:
        return CallToolResult(content=[TextContent(text=str(error))], is_error=True)
    return CallToolResult(content=[TextContent(text=text(found))], structured_content=data(found))
