"""Text of a page's elements and of its JSON-LD values, and how to compare it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

BLOCKS = frozenset("p div li br td h1 h2 h3 h4 h5 h6 section".split())
"""Between these and what stands beside them a reader sees a gap."""


def name(thing: Any) -> str | None:
    """The name of a person or a body: of an object, the first of a list, or a text; None without one."""
    if isinstance(thing, list):
        return first(name(one) for one in thing)
    return text_of(thing.get("name")) if isinstance(thing, dict) else text_of(thing)


def text_of(value: Any) -> str | None:
    """A JSON-LD value as plain text, markup taken out; None if it holds none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return " ".join(re.sub(r"<[^>]{0,200}>", "", unescape(value)).split()) or None


def first(values: Any) -> str | None:
    """The first value that is neither None nor empty; None if none is."""
    return next((value for value in values if value), None)


def flat_text(text: str | None) -> str:
    """Without outer or repeated white space; "" for None."""
    return " ".join((text or "").split())


def flat(element: Any) -> str:
    """The text of an element on one line."""
    apart = any(isinstance(one.tag, str) and one.tag in BLOCKS for one in element.iterdescendants())
    return " ".join((" " if apart else "").join(element.itertext()).split())


def folded(text: str) -> str:
    """Letters and digits alone, for comparison."""
    return re.sub(r"\W+", "", text).casefold()
