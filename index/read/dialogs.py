"""Dialogs over a page, as for consent: they go, and what they only cover comes back."""

from __future__ import annotations

import re
from typing import Any

_ROLES = frozenset({"dialog", "alertdialog"})
_CONSENT = re.compile(
    r"cookie|consent|gdpr|privacy-?(?:banner|modal|notice)|cmp-?(?:container|root|modal)", re.I
)
MAX_SHARE = 0.5


def settle(tree: Any) -> Any:
    """Take dialogs out of an lxml tree, and show what is hidden only while one is open.

    A dialog that holds most of the page's text, as a viewer that opened the article in one, stays.
    """
    whole = _words(tree)
    opened = False
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or not _is_dialog(element):
            continue
        if _words(element) > MAX_SHARE * whole and element.find(".//h1") is not None:
            continue
        opened = True
        tail, previous, parent = element.tail, element.getprevious(), element.getparent()
        if previous is None:
            parent.text = (parent.text or "") + (tail or "")
        else:
            previous.tail = (previous.tail or "") + (tail or "")
        parent.remove(element)
    whole = _words(tree)
    for element in tree.iter():
        covered = isinstance(element.tag, str) and element.get("aria-hidden") == "true"
        if covered and (opened or _holds_story(element)) and _words(element) > MAX_SHARE * whole:
            del element.attrib["aria-hidden"]
            if opened:
                _show(element)
    return tree


def _is_dialog(element: Any) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag == "dialog" or element.get("role") in _ROLES or element.get("aria-modal") == "true":
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    asks = element.tag in ("div", "section", "aside", "form") and bool(_CONSENT.search(names))
    return asks and element.find(".//h1") is None and element.find(".//article") is None


def _holds_story(element: Any) -> bool:
    return any(element.find(f".//{tag}") is not None for tag in ("h1", "article", "main"))


def _show(element: Any) -> None:
    """Undo what hides an element beside `aria-hidden`, while a dialog covers it."""
    element.attrib.pop("hidden", None)
    element.attrib.pop("style", None)


def _words(element: Any) -> int:
    return sum(
        len(text.split())
        for one in element.iter()
        if isinstance(one.tag, str) and one.tag not in ("script", "style", "noscript", "template")
        for text in (one.text or "", one.tail or "")
    )
