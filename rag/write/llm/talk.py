"""Between llama-index's client and a server: requests as the server wants them, replies as the client does.

`Talk` is the transport of the client's connection. What a server refuses is left out and asked again, once
for each refusal, and what has helped is remembered (`habits.py`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx

from index.route import proxy_for

from .address import CHAT, Address, at, beside
from .call_error import CallError, seconds_of
from .complaint import Complaint, complains
from .habits import Habits, Thinking, changed, known, learn, shaped
from .listener import Listener
from .meaning import meaning
from .network import connection
from .reply import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST = 1 << 16
"""Bytes of a refusal that are read."""
_BY_PROXY = (403, 502, 503, 504)
"""What a proxy answers by itself to what it does not let through or cannot reach."""
_NOT_THERE = ("address", "garbage")
"""Faults of a server that is asked at the wrong path."""


class Talk(httpx.AsyncBaseTransport):
    """One call of a model.

    :param endpoint: whose model it is.
    :param is_last: whether nobody asks again with more tokens; see `Reply`.
    """

    def __init__(self, endpoint: Address, is_last: bool) -> None:
        self._endpoint = endpoint
        self._where = endpoint.base_url, endpoint.model
        self._is_last = is_last
        self._sent: dict[str, Any] = {}
        self._wire = connection(endpoint.base_url, endpoint.ca_file)
        self._proxied = proxy_for(endpoint.base_url) is not None

    async def aclose(self) -> None:
        """Close the connection."""
        await self._wire.aclose()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a chat's request, and answer with the plain stream of its reply.

        :raises CallError: if the server does not reply to it in any form.
        """
        asked = json.loads(request.content)
        habits = known(*self._where)
        places = iter(() if habits.base else beside(self._endpoint.base_url))
        at_home: CallError | None = None
        while True:
            self._sent = shaped(asked, habits)
            response = await self._wire.handle_async_request(self._request(habits, request))
            told = await _complaint(response)
            if told is None:
                return self._reply(response, habits)
            if self._proxied and not told.is_api and told.status in _BY_PROXY:
                raise CallError("proxy", told.status)
            fault = meaning(told)
            at_home = at_home or fault
            better = _asked_otherwise(fault, told, self._sent, habits, places)
            if better is None:
                raise at_home if fault.kind in _NOT_THERE and habits.base else fault
            habits = better

    def _request(self, habits: Habits, like: httpx.Request) -> httpx.Request:
        said = {"Accept": "text/event-stream, application/json", "User-Agent": like.headers["User-Agent"]}
        headers = self._endpoint.headers | said
        url = at(habits.base or self._endpoint.base_url, CHAT)
        return httpx.Request("POST", url, headers=headers, json=self._sent, extensions=dict(like.extensions))

    def complete(self, thinks: Thinking) -> None:
        """Remember how the model thinks, by a reply that was read to its end."""
        known_before = known(*self._where).thinks
        if thinks != "no":
            learn(*self._where, thinks=thinks)
        elif known_before is None:
            learn(*self._where, thinks="no", room=0)

    def amend(self, told: Complaint) -> bool:
        """Remember another form of the request, where one is left; see `Caller`."""
        habits = known(*self._where)
        better = changed(habits, told, self._sent)
        if better:
            self._learn(better)
        return better is not None

    def _reply(self, response: httpx.Response, habits: Habits) -> httpx.Response:
        """What has helped is remembered now."""
        self._learn(habits)
        stream = Reply(response, Listener(habits.thinks), self._is_last, self)
        return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=stream)

    def _learn(self, habits: Habits) -> None:
        names = ("base", "without", "renamed", "folded")
        learn(*self._where, **{name: getattr(habits, name) for name in names})


def _asked_otherwise(
    fault: CallError, told: Complaint, sent: dict[str, Any], habits: Habits, places: Iterator[str]
) -> Habits | None:
    """How to ask again after a fault; None where nothing is left to try."""
    if fault.kind in _NOT_THERE:
        place = next(places, None)
        return replace(habits, base=place) if place else None
    if fault.kind in ("refused", "server"):
        return changed(habits, told, sent)
    return None


async def _complaint(response: httpx.Response) -> Complaint | None:
    """What a response complains of; None for one that may be a reply, its body still to be read."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.status_code < 300 and kind not in ("text/html", "application/json"):
        return None
    if response.status_code < 300 and kind == "application/json":
        row = await _whole(response)
        if complains(row):
            return Complaint.of_row(row)
        return None if isinstance(row, dict) and "choices" in row else Complaint(200)
    body = b""
    async for data in response.aiter_bytes():
        body += data
        if len(body) > _LARGEST:
            break
    await response.aclose()
    headers = response.headers
    wait = seconds_of(headers.get("retry-after"))
    if (exact := seconds_of(headers.get("retry-after-ms"))) is not None:
        wait = exact / 1000
    if response.status_code < 300:
        return Complaint(200)
    return Complaint.of(response.status_code, body.decode("utf-8", "replace"), wait)


async def _whole(response: httpx.Response) -> Any:
    """The JSON of a body, which stays to be read as a reply; None for another thing."""
    try:
        return json.loads(await response.aread())
    except ValueError:
        return None
