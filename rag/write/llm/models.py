"""What a server says of its models: their names, how large a window is, whether one never thinks."""

from __future__ import annotations

import asyncio
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.route import proxy_for

from .address import Address, at, beside
from .call_error import CallError, error_of, seconds_of
from .complaint import Complaint
from .habits import known, learn
from .meaning import meaning
from .network import connection

if TYPE_CHECKING:
    import httpx

_WINDOW = ("max_model_len", "context_length", "context_window", "max_context_length", "n_ctx")
"""Where vLLM, LM Studio, OpenRouter and others put it."""
_THINKS = re.compile(r"think|reason|thought|analysis|<\|channel", re.I)
"""What stands in the chat template of a model that thinks."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What a server says of a model: tokens of its window; whether it never thinks. None: it does not say."""

    window: int | None = None
    never_thinks: bool = False


def listed(endpoint: Address, seconds: float) -> dict[str, dict[str, Any]]:
    """The models of `GET /models`, by name, each with what the server says of it.

    :raises CallError: if the server cannot be asked, refuses, or answers in another form.
    """
    base = known(endpoint.base_url, endpoint.model).base or endpoint.base_url
    return _listed_at(base, endpoint, seconds)


def described(endpoint: Address, seconds: float) -> Told:
    """What a server says of the endpoint's model; an address that lacks its `/v1` is found out on the way.

    :raises CallError: if the server cannot be asked for its models.
    """
    base = known(endpoint.base_url, endpoint.model).base or endpoint.base_url
    try:
        row = _listed_at(base, endpoint, seconds).get(endpoint.model, {})
    except CallError as fault:
        if fault.kind not in ("address", "garbage"):
            raise
        for place in beside(base):
            try:
                row = _listed_at(place, endpoint, seconds).get(endpoint.model, {})
            except CallError:
                continue
            learn(endpoint.base_url, endpoint.model, base=place)
            base = place
            break
        else:
            raise
    size = _size(row) or _size(row.get("meta"))
    if size is not None and row.get("owned_by") != "llamacpp":
        return Told(size)
    props = _props(base, endpoint, seconds)
    template = props.get("chat_template")
    size = size or _size(props.get("default_generation_settings"))
    return Told(size, isinstance(template, str) and bool(template) and not _THINKS.search(template))


def window(endpoint: Address, seconds: float) -> int | None:
    """Tokens of the model's window as the server says; None where it does not.

    :raises CallError: if the server cannot be asked for its models.
    """
    return described(endpoint, seconds).window


def _listed_at(base: str, endpoint: Address, seconds: float) -> dict[str, dict[str, Any]]:
    found = _get(endpoint, at(base, "/models"), seconds)
    try:
        return {str(row["id"]): dict(row) for row in found["data"]}
    except (KeyError, TypeError, ValueError) as error:
        raise CallError("garbage") from error


def _props(base: str, endpoint: Address, seconds: float) -> dict[str, Any]:
    """What llama.cpp says of its one model; {} for another server."""
    try:
        found = _get(endpoint, f"{base.removesuffix('/v1')}/props", seconds)
    except CallError:
        log.debug("%r does not say how large its window is", endpoint)
        return {}
    return found if isinstance(found, dict) else {}


def _size(row: Any) -> int | None:
    """The first size that a record names under a known key."""
    for key in _WINDOW:
        value = row.get(key) if isinstance(row, dict) else None
        if isinstance(value, int) and value > 0:
            return value
    return None


def _get(endpoint: Address, url: str, seconds: float) -> Any:
    try:
        with ThreadPoolExecutor(1) as thread:  # on a loop of its own, as in `endpoint.py`
            response = thread.submit(asyncio.run, _response(endpoint, url, seconds)).result()
    except Exception as error:  # noqa: BLE001  an odd address or key; the error may hold the key
        raise error_of(error, proxy_for(endpoint.base_url) is not None) from None
    if response.status_code >= 300:
        wait = seconds_of(response.headers.get("retry-after"))
        raise meaning(Complaint.of(response.status_code, response.text, wait))
    try:
        return response.json()
    except ValueError as error:
        raise CallError("garbage") from error


async def _response(endpoint: Address, url: str, seconds: float) -> httpx.Response:
    import httpx

    wire = connection(endpoint.base_url, endpoint.ca_file)
    async with asyncio.timeout(seconds), httpx.AsyncClient(timeout=seconds, transport=wire) as client:
        return await client.get(url, headers=endpoint.headers)
