"""What the page may load and run, said in a header of each document: nothing but what this server sends.

Gradio makes functions of text (`eval`) and writes style attributes; beyond that nothing inline runs but the
scripts that stand in the document itself, which are named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S | re.I)
_ALWAYS = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
_HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


def policy(document: bytes) -> str:
    """The content security policy of an HTML document of Gradio's."""
    hashes = (hashlib.sha256(script).digest() for script in _SCRIPT.findall(document))
    named = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    rules = {**_ALWAYS, "script-src": f"'self' 'unsafe-eval' {named}".rstrip()}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Strict:
    """Middleware of the page's app that sends the policy with each HTML document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def passed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if _is_html(headers):
                    held.append(message)  # until its document is there
                    return
            elif held:
                held.append(message)
                if not message.get("more_body"):
                    await _release(held, send)
                return
            await send(message)

        await self._app(scope, receive, passed)


def _is_html(headers: Headers) -> bool:
    packed = headers.get("content-encoding", "identity") != "identity"
    return headers.get("content-type", "").startswith("text/html") and not packed


async def _release(held: list[Message], send: Send) -> None:
    start, *bodies = held
    held.clear()
    document = b"".join(body.get("body", b"") for body in bodies)
    headers = MutableHeaders(scope=start)
    headers.setdefault("content-security-policy", policy(document))
    await send(start)
    for body in bodies:
        await send(body)
