"""What stands before Gradio's app: only what the page needs of it, and a cookie that tells browsers apart.

Gradio answers at many more addresses than this page has a use for, files of its cache among them. What is
not named here is not there.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.read.files import MEBIBYTE, limit
from rag.doors.http import PATHS
from rag.doors.visitors import Visitors, cookie, new_token, set_cookie

from .beside import logged_in
from .first import first_paint
from .uploads import clear

if TYPE_CHECKING:
    from rag.engine import Engine

GRADIO = re.compile(
    r"/(config/?|login/?|logout/?|login_check/?|theme\.css|favicon\.ico|robots\.txt|(assets|static)/.*"
    r"|gradio_api/(startup-events|run/predict/?|queue/(join|data)|upload|upload_progress|component_server/?|reset/?"
    r"|heartbeat/[a-z0-9]+|cancel|app_id/?|theme\.css|login_check/?|token/?|user/?))"
)
"""Paths that the page asks for, a whole one."""
API = re.compile("|".join(rf"{re.escape(path)}(/.*)?" for path in PATHS))
AT_ONCE = 10
"""Times `max_upload_mb` that may be sent at once, in several files."""
FOREIGN = re.compile(rb'<link rel="manifest"[^>]*>|<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
"""Lines of Gradio's page that name other places: a manifest at the root of the host, its own pictures."""


class Gate:
    """Middleware of the page's app.

    :param login: name and password that visitors give; None: none.
    :param root: the path under which a proxy shows the page; "" for none.
    :param pages: paths of the pages beside the first one, without slashes.
    """

    def __init__(
        self,
        app: ASGIApp,
        engine: Engine,
        login: tuple[str, str] | None = None,
        root: str = "",
        pages: Collection[str] = (),
    ) -> None:
        self._app = app
        self._pages = {"/", *(f"/{page}" for page in pages)}
        self._settings = engine.settings
        self._visitors = Visitors(engine.library, login, engine.settings.api_write)
        self._login = login
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        if self._root and (path == self._root or path.startswith(f"{self._root}/")):
            path = path[len(self._root) :] or "/"  # of a proxy that leaves it on
            scope = {**scope, "path": path, "raw_path": path.encode()}
        if not (path in self._pages or GRADIO.fullmatch(path) or API.fullmatch(path)):
            await PlainTextResponse("Not found.", 404)(scope, receive, send)
        elif path == "/gradio_api/upload":
            await self._upload(scope, receive, send)
        elif path in self._pages and scope["method"] == "GET":
            await self._page(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A body within its limit; a longer one is cut off. What was sent long ago, and not read, goes."""
        most, came = AT_ONCE * limit(self._settings) + MEBIBYTE, 0
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdecimal() and int(length) > most:
            said = f"The files have more than {most >> 20} MiB together."
            await PlainTextResponse(said, 413)(scope, receive, send)
            return

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            return message if came <= most else {"type": "http.disconnect"}

        await asyncio.to_thread(clear)
        await self._app(scope, counted, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page itself, the first one with the article in it, and a cookie."""
        token = cookie(scope) or new_token()
        start: Message | None = None
        body = bytearray()

        async def sending(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body") or start is None:
                return
            headers = MutableHeaders(raw=start["headers"])
            if start["status"] == 200:
                body[:] = FOREIGN.sub(b"", bytes(body))
                if scope["path"] == "/" and (self._login is None or logged_in(scope)):
                    shown = await asyncio.to_thread(first_paint, self._visitors.shelf(scope))
                    body[:] = bytes(body).replace(b"<gradio-app", shown.encode() + b"<gradio-app", 1)
                headers["content-length"] = str(len(body))
                headers["cache-control"] = "no-store"
            secure = scope["scheme"] == "https" or Headers(scope=scope).get("x-forwarded-proto") == "https"
            if self._login is None:
                where = self._root or "/"
                headers.append("set-cookie", set_cookie(token, self._settings.upload_days, where, secure))
            await send(start)
            await send({"type": "http.response.body", "body": bytes(body)})

        await self._app(scope, receive, sending)
