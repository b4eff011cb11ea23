"""Where a server's paths are, and what both the calls and the plain look-ups need to know of an endpoint."""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import SplitResult, urlsplit, urlunsplit

from .call_error import CallError

CHAT = "/chat/completions"
_VERSIONED = re.compile(r"/v\d+\w*(?:/|$)|/deployments/")
"""A path that names a version of an API, or one of Azure's deployments: nothing is missing from its end."""


class Address(Protocol):
    """Where a language model answers, and under which name."""

    base_url: str
    model: str
    ca_file: str | None

    @property
    def headers(self) -> dict[str, str]:
        """What a plain request to the server has to carry."""
        ...


def at(base: str, path: str) -> str:
    """A path below a base address, before its query: Azure wants `?api-version=…` with every request.

    :raises CallError: if it is no address.
    """
    parts = _parts(base)
    return urlunsplit(parts._replace(path=_bare(parts) + path))


def beside(base: str) -> tuple[str, ...]:
    """Where else a server may answer whose address lacks the usual `/v1`; () for one that lacks nothing."""
    parts = _parts(base)
    path = _bare(parts)
    if _VERSIONED.search(path):
        return ()
    return tuple(dict.fromkeys(urlunsplit(parts._replace(path=end)) for end in (f"{path}/v1", "/v1")))


def key_headers(base: str, key: str) -> dict[str, str]:
    """How a key is sent: as a bearer's, and to Azure's own form of address under Azure's name too."""
    sent = {"Authorization": f"Bearer {key}"}
    is_azure = "api-version=" in base or "/deployments/" in base
    return sent | {"api-key": key} if is_azure else sent


def _parts(base: str) -> SplitResult:
    """An address taken apart.

    :raises CallError: if it is none.
    """
    try:
        return urlsplit(base)
    except ValueError as error:
        raise CallError("unreachable") from error


def _bare(parts: SplitResult) -> str:
    """The path without the end that Byline appends itself."""
    return parts.path.rstrip("/").removesuffix(CHAT).rstrip("/")
