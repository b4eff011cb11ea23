"""Whether a server answers at the address of the settings, takes their key, and knows their model."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Generator
from urllib.parse import urlsplit

from index import Settings
from rag.write.llm import Endpoint
from rag.write.llm.call_error import CallError
from rag.write.llm.models import listed

from .check import Check
from .own import address

SECONDS = 10.0
"""That a server may take to list its models."""
SHOWN = 12
"""Most models that are named."""


def check_server(settings: Settings, url: str) -> Generator[Check, None, tuple[str, ...] | None]:
    """The models that a server lists, () if it lists none; None where there is no use in going on."""
    endpoint, where = Endpoint.at(settings, url), address(url)
    try:
        models = tuple(listed(endpoint, SECONDS))
    except CallError as error:
        if error.kind in ("unreachable", "host", "slow"):
            why = "answers" if error.kind != "slow" else f"answers within {SECONDS:g} s"
            yield Check("server", False, f"no server {why} at {where}: start it, or set llm_base_url")
            return None
        if error.kind == "key":
            yield Check("server", True, f"answers at {where}")
            yield refused_key(endpoint)
            return None
        if better := _elsewhere(settings, endpoint.base_url):
            ends = better == f"{endpoint.base_url}/v1"
            what = "llm_base_url should end in /v1" if ends else f"no model is listed at {where}"
            yield Check("server", False, f"{what}: set llm_base_url to {address(better)}")
            return None
        if error.status == 404:
            yield Check("server", True, f"answers at {where}")
            return ()
        yield Check("server", False, f"{where} {error.told(SECONDS)}")
        return None
    yield Check("server", True, f"answers at {where}")
    return models


def check_model(name: str, known: Collection[str]) -> Check:
    """Whether a server knows a model.

    :param known: all models there; empty: it does not list them.
    """
    there = f"there {'is' if len(known) == 1 else 'are'} {some(known)}" if known else ""
    if not name:
        return Check("model", False, f"llm_model is not set: {there or 'name one of the server'}")
    if not known:
        return Check("model", True, f"{name}; the server does not list its models")
    if name in known or f"{name}:latest" in known:  # a tag that Ollama adds by itself
        return Check("model", True, f"{name} is there")
    near = nearest(name, known)
    meant = f": did you mean {' or '.join(map(repr, near))}" if near else ": set llm_model to one that is"
    return Check("model", False, f"{name!r} is not there{meant}; {there}")


def nearest(name: str, known: Collection[str], most: int = 2) -> list[str]:
    """The known names most like one that is not, best first; whatever the case of letters."""
    lower = {one.lower(): one for one in sorted(known)}
    holding = [one for key, one in lower.items() if name.lower() in key]
    alike = [lower[key] for key in difflib.get_close_matches(name.lower(), lower, n=most, cutoff=0.5)]
    return list(dict.fromkeys([*alike, *holding]))[:most]


def refused_key(endpoint: Endpoint) -> Check:
    """What to do about a key that is not taken, or is missing."""
    if endpoint.headers:
        return Check("key", False, "the server does not take the key: set llm_api_key to a valid one")
    return Check("key", False, "the server asks for a key: set llm_api_key")


def some(names: Collection[str]) -> str:
    """Names in a row, the first of many."""
    if not names:
        return "the server does not list its models"
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(sorted(names)[:SHOWN]) + more


def _elsewhere(settings: Settings, url: str) -> str | None:
    """An address near a given one where a server does list its models; None if none is found."""
    parts = urlsplit(url)
    bare = url.removesuffix("/completions").removesuffix("/chat")
    for better in dict.fromkeys([bare, f"{bare}/v1", f"{parts.scheme}://{parts.netloc}/v1"]):
        if better == url:
            continue
        try:
            listed(Endpoint.at(settings, better), SECONDS)
        except CallError as error:
            if error.kind != "key":
                continue
        return better
    return None
