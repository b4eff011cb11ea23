"""Who wrote a page: its data, its bylines, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from . import wording

_BY = re.compile(r"^\W*(?:(?:written|posted|reviewed|published|story|words|text)\s+)*by\b[:\s]*", re.I)
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·/]|\b(?:last )?(?:updated|published|posted|reviewed|written)\b|\bon \w+ \d|[–—-]\s|\(@|@\w"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d|\d{1,2}[./ ]).*$",
    re.I | re.S,
)
_URL = re.compile(
    r"^https?://|\.(?:com|org|net)\b|^https?$|\bsays$|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$", re.I
)
_SAID_BY = re.compile(r"^(?:written |posted |words |story )?by:? [^\W\d_a-z]", re.I)
MAX_NAME = 80
AUTHOR_METAS = ("author article:author parsely-author sailthru.author dc.creator byl dcterms.creator").split()
BYLINES = (
    ".//*[@rel='author']",
    ".//*[@itemprop='author']",
    ".//*[contains(@class,'author-name') or contains(@class,'author_name') or contains(@class,'byline-name')"
    " or contains(@class,'authorName')]",
    ".//*[contains(concat(' ',normalize-space(@class),' '),' author ')"
    " or contains(concat(' ',normalize-space(@class),' '),' byline ')]",
    ".//*[contains(@class,'byline') or contains(@class,'author')]",
)
"""Where a page shows its author's name, the surest first."""


def author(tree: Any, things: list[dict[str, Any]], metas: dict[str, str], outlet: str | None) -> str | None:
    """The names of the authors, parted by commas: persons before the outlet itself."""
    told = [_people(one.get(key)) for one in things for key in ("author", "creator")]
    cited = [
        wording.flat_text(meta.get("content"))
        for meta in tree.iter("meta")
        if meta.get("name") == "citation_author"
    ]
    told += [cited, *(list(_names(metas[key])) for key in AUTHOR_METAS if key in metas)]
    told = [names for names in told if names]
    for names in told:
        if not all(_is_outlet(name, outlet) for name in names):
            return ", ".join(names)
    for path in BYLINES:
        for element in tree.xpath(path)[:8]:
            text = wording.flat(element)
            if 3 <= len(text) <= 2 * MAX_NAME and (names := list(_names(text))):
                return ", ".join(names)
    for element in tree.iter("p", "span", "div", "address", "h2", "h3", "h4", "h5", "h6", "a"):
        text = wording.flat(element)[: 2 * MAX_NAME] if len(element) <= 3 else ""
        if _SAID_BY.match(text) and (names := list(_names(text))):
            return ", ".join(names)
    return ", ".join(told[0]) if told else None


def _is_outlet(name: str, outlet: str | None) -> bool:
    """Whether an author is only the site itself, or a login's name."""
    return bool(outlet and wording.folded(outlet) in wording.folded(name)) or (
        "." in name.strip(".") and " " not in name
    )


def _people(author: Any) -> list[str]:
    """Names of a JSON-LD author: an object, a list, or a text."""
    some = author if isinstance(author, list) else [author]
    found: list[str] = []
    for one in some:
        text = wording.name(one)
        if text and not (isinstance(one, dict) and one.get("@type") == "Organization" and len(some) > 1):
            found += _names(text)
    return list(dict.fromkeys(found))


def _names(text: str) -> Iterator[str]:
    """The names in a byline such as `By Ann Lee and Bo Ek | 3 March 2024`."""
    bare = _AFTER_NAME.sub("", _BY.sub("", text)).strip(" ,.;:|–—-")
    for part in re.split(r"\s*(?:[,;&]|\band\b|\bund\b|\by\b|\bet\b)\s+", bare):
        name = part.strip(" ,.;:|–—-")
        if (
            name
            and len(name) <= MAX_NAME
            and len(name.split()) <= 6
            and not _URL.search(name)
            and name[0].isalnum()
        ):
            yield name
