"""Clients that ask one question after the other, all at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

TIMEOUT = 180.0
"""Seconds that a client waits for an answer."""


PAUSE = 0.2
"""Seconds after which a client that got no answer asks something else."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question that was asked: how many seconds it took, and the HTTP status; 0 where none came."""

    seconds: float
    status: int


def drive(urls: Sequence[str], questions: Sequence[str], clients: int, seconds: float) -> list[Request]:
    """What came of all questions that were asked in some seconds; those under way then are waited for.

    :param urls: of servers, such as `http://127.0.0.1:7860`; the clients are dealt out among them.
    :param questions: asked in turn, so that no two clients ask the same at the same time.
    """
    return asyncio.run(_drive(urls, questions, clients, seconds))


async def _drive(
    urls: Sequence[str], questions: Sequence[str], clients: int, seconds: float
) -> list[Request]:
    import httpx

    done: list[Request] = []
    turn = count()
    end = time.perf_counter() + seconds

    async def client(number: int, http: httpx.AsyncClient) -> None:
        url = f"{urls[number % len(urls)].rstrip('/')}/api/ask"
        while time.perf_counter() < end:
            question = questions[next(turn) % len(questions)]
            began = time.perf_counter()
            try:
                status = (await http.post(url, json={"question": question})).status_code
            except httpx.HTTPError:
                status = 0
            done.append(Request(time.perf_counter() - began, status))
            if status != httpx.codes.OK:
                await asyncio.sleep(PAUSE)

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, limits=limits, verify=False) as http:
        await asyncio.gather(*(client(number, http) for number in range(clients)))
    return done
