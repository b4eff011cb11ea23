"""The HTTP API beside the page, on the page's port."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.doors.http import PATHS


class Beside:
    """Middleware of the page's app that hands the API's requests to the API.

    :param root: the path under which a proxy shows the page; "" for none.
    """

    def __init__(self, app: ASGIApp, api: ASGIApp, root: str = "") -> None:
        self._app = app
        self._api = api
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        path = scope.get("path", "")
        ours = scope["type"] == "http" and any(path == one or path.startswith(f"{one}/") for one in PATHS)
        if ours and self._root:
            scope = {**scope, "root_path": self._root}
        await (self._api if ours else self._app)(scope, receive, send)


def logged_in(scope: Scope) -> bool:
    """Whether a request that came through `Beside` carries the session of a visitor who has logged in."""
    page, cookies = scope["app"], HTTPConnection(scope).cookies
    names = (f"access-token-{page.cookie_id}", f"access-token-unsecure-{page.cookie_id}")
    return any(page.tokens.get(cookies.get(name)) for name in names)
