"""The JSON-LD of a page: objects that describe an article, of the vocabulary of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|Review|WebPage|VideoObject", re.I)


def things(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, most particular first."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                found += _objects(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue
    for plain in (False, True):  # a WebPage says less than its article
        for one in found:
            kind = (
                " ".join(map(str, one["@type"]))
                if isinstance(one.get("@type"), list)
                else str(one.get("@type"))
            )
            if ARTICLE_TYPES.search(kind) and (kind.endswith("WebPage") or "Video" in kind) == plain:
                yield one


def _objects(data: Any) -> list[dict[str, Any]]:
    """All objects with a type, references to others of the same script put in."""
    flat: list[dict[str, Any]] = []
    stack = [data]
    while stack and len(flat) < 500:
        one = stack.pop(0)
        if isinstance(one, list):
            stack[:0] = one
        elif isinstance(one, dict):
            if "@type" in one:
                flat.append(one)
            stack += [value for value in one.values() if isinstance(value, dict | list)]
    known = {one["@id"]: one for one in flat if isinstance(one.get("@id"), str) and len(one) > 2}
    return [{key: _resolved(value, known) for key, value in one.items()} for one in flat]


def _resolved(value: Any, known: dict[str, dict[str, Any]]) -> Any:
    """A value with the objects that it only names by their `@id` put in."""
    if isinstance(value, list):
        return [_resolved(one, known) for one in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value
