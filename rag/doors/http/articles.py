"""`/api/articles`: what the library holds, and, where that is allowed, adding to it and taking out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from starlette.responses import Response

from index import Article
from index.read.body import Body
from index.read.files import within
from index.read.source import ending_of, parse
from rag.doors import bringing
from rag.doors.about import about
from rag.doors.shelf import Shelf

from .desk import Desk
from .rights import Rights
from .trouble import Json, errors

UNNAMED = "the text"
"""What errors call a text that came without a name."""
Said = Annotated[str, Field(max_length=1000)]


class ArticleInfo(BaseModel):
    """An article without its text. Null: the source did not say; `source`: its address or a file's name."""

    id: str
    title: str
    outlet: str | None
    section: str | None
    author: str | None
    published: str | None
    language: str | None
    translation: str | None
    place: str | None
    url: str | None
    source: str | None
    version: int
    replaces: str | None
    characters: int


class ArticleText(ArticleInfo):
    """An article; all offsets of citations count code points of `text`.

    `headings` are (start, end), `pages` are (offset, page number).
    """

    text: str
    headings: list[tuple[int, int]]
    pages: list[tuple[int, int]]


class ArticleList(BaseModel):
    """The library, by title."""

    articles: list[ArticleInfo]


class NewUrl(BaseModel):
    """A page to be read."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(max_length=2000, pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://")]


class NewText(BaseModel):
    """A text, one paragraph a line or with blank lines between; what else is given wins over its words."""

    model_config = ConfigDict(extra="forbid")

    text: str
    title: Said | None = None
    outlet: Said | None = None
    section: Said | None = None
    author: Said | None = None
    published: Said | None = None
    language: Said | None = None


def _kind(sent: Any) -> str:
    """Which of both is meant, so that only what is wrong with that one is told."""
    return "<url>" if isinstance(sent, dict) and "url" in sent else "<text>"


New = Annotated[Annotated[NewUrl, Tag("<url>")] | Annotated[NewText, Tag("<text>")], Discriminator(_kind)]


def router(shelf: Callable[[Request], Shelf], desk: Desk, rights: Rights) -> APIRouter:
    """The routes over a library.

    :param shelf: what whoever sent a request may see of it.
    :param desk: does what changes the library, one after the other.
    """
    routes = APIRouter(prefix="/api/articles", tags=["articles"])
    writing = [Depends(rights.check_writing)]
    added: dict[int | str, dict[str, Any]] = {
        200: {"model": ArticleInfo, "description": "The library has it already"},
        **errors(408, 429, 504),
    }

    @routes.get("", response_model=ArticleList, responses=errors())
    def articles(request: Request) -> Response:
        """All articles that are searched, everybody's and one's own."""
        return Json({"articles": [about(article) for article in shelf(request).articles()]})

    @routes.get("/{article_id}", response_model=ArticleText, responses=errors(404))
    def article(article_id: str, request: Request) -> Response:
        """One article with its text; a version that was replaced is still there under its id."""
        found = shelf(request).get(article_id)
        stored = found.to_dict()
        return Json(about(found) | {key: stored[key] for key in ("text", "headings", "pages")})

    @routes.post("", status_code=201, response_model=ArticleInfo, responses=added, dependencies=writing)
    async def add(new: New, request: Request) -> Response:
        """Add an article by its address or its text."""
        seen = shelf(request)
        if isinstance(new, NewUrl):
            return await desk.run(lambda: _add(seen, new.url))
        known = new.model_dump(exclude={"text"}, exclude_none=True)
        body = Body(new.text.encode(), UNNAMED, "utf-8")
        return await desk.run(lambda: _add(seen, replace(_parsed(seen, body, ".txt", known), source=None)))

    @routes.post(
        "/upload", status_code=201, response_model=ArticleInfo, responses=added, dependencies=writing
    )
    async def upload(file: UploadFile, request: Request) -> Response:
        """Add an article by its file: text, HTML, PDF, Word and whatever else `byline index add` reads."""
        name = PurePath((file.filename or "").replace("\\", "/")).name or "the file"
        body = Body(await file.read(), name)
        seen = shelf(request)
        return await desk.run(lambda: _add(seen, _parsed(seen, body, ending_of(name), {})))

    @routes.delete(
        "/{article_id}", status_code=204, responses=errors(404, 408, 429, 504), dependencies=writing
    )
    async def remove(article_id: str, request: Request) -> Response:
        """Take an article out of the library, with its earlier versions."""
        seen = shelf(request)
        await desk.run(lambda: bringing.take_out(seen, article_id))
        return Response(status_code=204)

    return routes


def _parsed(shelf: Shelf, body: Body, ending: str, known: dict[str, str]) -> Article:
    within(body.data, body.name, shelf.library.settings)
    return parse(body, ending, known)


def _add(shelf: Shelf, what: str | Article) -> Response:
    """The article that was added: the visitor's own, or everybody's where nobody is known by a name."""
    before = shelf.ids()
    stored = bringing.add(shelf, what)
    return Json(about(stored), 200 if stored.id in before else 201)
