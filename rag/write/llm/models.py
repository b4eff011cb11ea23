"""What an OpenAI-compatible server says of its models: their names, and how large a window is."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from .address import Address
from .call_error import CallError, error_of, of_status

if TYPE_CHECKING:
    import httpx

_WINDOW = ("max_model_len", "context_length", "context_window", "max_context_length", "n_ctx")
"""Where vLLM, LM Studio, OpenRouter and others put it."""

log = logging.getLogger(__name__)


def listed(endpoint: Address, seconds: float) -> dict[str, dict[str, Any]]:
    """The models of `GET /models`, by name, each with what the server says of it.

    :raises CallError: if the server cannot be asked, refuses, or answers in another form.
    """
    found = _get(endpoint, f"{endpoint.base_url}/models", seconds)
    try:
        return {str(row["id"]): dict(row) for row in found["data"]}
    except (KeyError, TypeError, ValueError) as error:
        raise CallError("garbage") from error


def window(endpoint: Address, seconds: float) -> int | None:
    """Tokens of the model's window as the server says; None where it does not.

    :raises CallError: if the server cannot be asked for its models.
    """
    row = listed(endpoint, seconds).get(endpoint.model, {})
    if (size := _size(row) or _size(row.get("meta"))) is not None:
        return size
    try:
        props = _get(endpoint, f"{endpoint.base_url.removesuffix('/v1')}/props", seconds)  # llama.cpp
        return _size(props.get("default_generation_settings"))
    except (CallError, AttributeError):
        log.debug("%r does not say how large its window is", endpoint)
        return None


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
        raise error_of(error) from None
    if response.status_code >= 400:
        raise of_status(response.status_code, response.headers.get("retry-after"), response.text)
    try:
        return response.json()
    except ValueError as error:
        raise CallError("garbage") from error


async def _response(endpoint: Address, url: str, seconds: float) -> httpx.Response:
    import httpx

    async with asyncio.timeout(seconds), httpx.AsyncClient(timeout=seconds) as client:
        return await client.get(url, headers=endpoint.headers)
