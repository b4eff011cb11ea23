"""What stands before an ASGI app: rights first, then the whole body, within its limits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .rights import Rights
from .trouble import Trouble

BODY_SECONDS = 60.0
"""How long a request may take to be sent, however steadily it comes."""
OPEN = ("/healthz",)
"""Paths for whoever watches whether the server lives; they say nothing else."""


class Guard:
    """Lets requests through to an app.

    :param app: gets the body in one piece.
    :param limit: most bytes of a body, by path.
    """

    def __init__(self, app: ASGIApp, rights: Rights, limit: Callable[[str], int]) -> None:
        self._app = app
        self._rights = rights
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            if scope["path"] not in OPEN:
                self._rights.check(scope)
            body = await _body(scope, receive, self._limit(scope["path"]))
        except Trouble as trouble:
            await trouble.response()(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


async def _body(scope: Scope, receive: Receive, limit: int) -> bytes:
    length = Headers(scope=scope).get("content-length", "0")
    if length.isdecimal() and int(length) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > limit:
                    raise _too_large(limit)
                if not message.get("more_body", False):  # also where the client has gone
                    return bytes(body)
    except TimeoutError as error:
        said = f"The request took longer than {BODY_SECONDS:g} seconds to be sent."
        raise Trouble(408, "slow", said) from error


def _too_large(limit: int) -> Trouble:
    return Trouble(413, "too_large", f"The request has more than {limit / 2**20:g} MiB.")


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read, and then what else comes: that the client has gone."""
    given = False

    async def next_message() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message
