"""What goes wrong, as the API says it: one JSON shape for all, with the words that Byline uses everywhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from rag.errors import (
    ArticleError,
    BylineError,
    EmbeddingError,
    EndpointError,
    ModelError,
    SettingsError,
    StoreError,
    UnknownArticleError,
)

UNEXPECTED = "Something went wrong while this was being answered. Please ask again; the log says more."
KINDS: dict[type[BylineError], tuple[int, str]] = {
    UnknownArticleError: (404, "no_such_article"),
    ArticleError: (422, "article"),
    SettingsError: (400, "argument"),
    EmbeddingError: (502, "embedding"),
    EndpointError: (502, "endpoint"),
    ModelError: (503, "model"),
    StoreError: (503, "store"),
}
"""Status and code of each error, the special one before the general."""
STATUSES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 422: "invalid"}
_NO_FIELDS = ("body", "path", "query", "<url>", "<text>")
"""What pydantic's places name beside fields: where they stand, and which kind of a record is meant."""

log = logging.getLogger(__name__)


class Json(JSONResponse):
    """JSON in ASCII, which can carry even halves of characters, as a damaged text may hold them."""

    def render(self, content: Any) -> bytes:
        """The body of the response."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


class Detail(BaseModel):
    """`param` names the field that is wrong; null where it is not a field."""

    code: str = Field(examples=["no_such_article"])
    message: str
    param: str | None


class ErrorReply(BaseModel):
    """What every request gets that is not answered."""

    error: Detail


class Trouble(HTTPException):
    """An error as the API tells it: its HTTP status, a code for programs, and a line for people."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, message, headers)
        self.code = code
        self.param = param

    @property
    def body(self) -> dict[str, Any]:
        """As `ErrorReply` has it."""
        return {"error": {"code": self.code, "message": self.detail, "param": self.param}}

    def response(self) -> Json:
        """The whole response."""
        return Json(self.body, self.status_code, self.headers)


def told(error: BaseException) -> Trouble:
    """Any error as the API tells it; what nobody foresaw goes to the log alone."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, HTTPException):
        code = STATUSES.get(error.status_code, "refused")
        return Trouble(error.status_code, code, f"{error.detail}.", headers=error.headers)
    for kind, (status, code) in KINDS.items():
        if isinstance(error, kind):
            return Trouble(status, code, str(error))
    log.error("a request failed", exc_info=error)
    return Trouble(500, "unexpected", UNEXPECTED)


def invalid(errors: Sequence[Mapping[str, Any]]) -> Trouble:
    """The first of pydantic's errors about a request, in a line that does not repeat what came."""
    first = errors[0]
    if first["type"] == "json_invalid":
        return Trouble(400, "bad_request", f"The body is not JSON: {first['ctx']['error']}.")
    where = [str(part) for part in first["loc"] if part not in _NO_FIELDS]
    param = ".".join(where) or None
    said = str(first["msg"])
    return Trouble(422, "invalid", f"{param}: {said[:1].lower()}{said[1:]}" if param else said, param)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses for the description of a route, with the ones that every route has."""
    everywhere = (400, 401, 403, 413, 422, 500, 503)
    return {status: {"model": ErrorReply} for status in sorted({*everywhere, *statuses})}
