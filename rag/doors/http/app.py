"""An engine in, the API out: an ASGI app that answers at `PATHS`."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI, Security
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBasic
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp

from index.read.files import MEBIBYTE, limit
from rag.doors.shelf import Shelf
from rag.doors.visitors import Visitors
from rag.engine import Engine
from rag.errors import BylineError

from . import articles, ask, chat
from .desk import Desk
from .guard import Guard
from .reference import page
from .rights import Rights
from .trouble import Json, errors, invalid, told

PATHS = ("/api", "/v1", "/healthz", "/docs", "/openapi.json")
"""What the API answers; all else on its port is the page's."""
QUOTED_AT_ONCE = 4
"""Questions answered at once where no language model writes."""
BESIDES_SECONDS = 60.0
"""What an answer may take beyond the language model's own time, its waiting included."""
ADDING_SECONDS = 600.0
"""How long an article may take to be read and embedded, its waiting included."""
ABOUT = (
    "Ask a library of articles: every sentence of an answer carries the exact words that support it, and "
    "where the articles do not say, Byline says so. Errors are one shape, `ErrorReply`, at every address."
)


class Health(BaseModel):
    """That the server answers and its library opens."""

    status: str = "ok"
    version: str


def create(engine: Engine, rights: Rights | None = None) -> ASGIApp:
    """The API over an engine.

    :param rights: who may do what; None: everybody on this machine may ask.
    """
    rights, settings = rights or Rights(), engine.settings
    app = FastAPI(
        title="Byline",
        version=version("byline"),
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        default_response_class=Json,
        dependencies=[Security(HTTPBasic(auto_error=False))] if rights.login else [],
    )
    for kind in (HTTPException, BylineError, RequestValidationError, Exception):
        app.add_exception_handler(kind, _refuse)
    at_once = QUOTED_AT_ONCE if engine.generator == "quote" else settings.llm_parallel
    asking = Desk(at_once, settings.queue_limit, settings.llm_timeout + BESIDES_SECONDS)
    adding = Desk(1, settings.queue_limit, ADDING_SECONDS)
    visitors = Visitors(engine.library, rights.login, rights.write)

    def shelf(request: Request) -> Shelf:
        return visitors.shelf(request.scope)

    app.include_router(ask.router(engine, asking, shelf))
    app.include_router(articles.router(shelf, adding, rights))
    app.include_router(chat.router(engine, asking, shelf))

    @app.get("/healthz", response_model=Health, responses=errors(), tags=["server"])
    def healthz() -> Response:
        """Whether the server answers and its library opens; asked without a password."""
        engine.library.ids()
        return Json(Health(version=app.version).model_dump())

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(page(app.openapi()))

    def most(path: str) -> int:
        """Bytes of a body: as large as a file may be and what is around it, or else a mebibyte."""
        return MEBIBYTE + (limit(settings) if path.startswith("/api/articles") else 0)

    return Guard(app, rights, most)


async def _refuse(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        return invalid(error.errors()).response()
    return told(error).response()
