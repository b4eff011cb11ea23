"""Server-sent events: what a stream gives, as lines (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

from .trouble import told

BEAT = ": waiting\n\n"
"""A comment, which readers skip; it keeps a connection open."""


CONTENT: dict[str, Any] = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
            "required": ["data"],
        }
    }
}
"""Each event for the description of a route."""


def line(data: Any, event: str | None = None) -> str:
    """One event; `data` is JSON-safe."""
    named = f"event: {event}\n" if event else ""
    return f"{named}data: {json.dumps(data, allow_nan=False)}\n\n"


def response(lines: AsyncIterator[str]) -> StreamingResponse:
    """The response that sends lines; an error among them is told as an event of its own, the last."""

    async def guarded() -> AsyncIterator[str]:
        try:
            async for one in lines:
                yield one
        except Exception as error:  # noqa: BLE001  (the status is sent already: it can only be told)
            yield line(told(error).body, "error")

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(guarded(), media_type="text/event-stream", headers=headers)
