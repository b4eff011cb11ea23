"""An HTML page in, the same page without what its reader does not see out: hidden text is not the article's.

What hides: attributes (`hidden`, `aria-hidden`), `<template>`, inline styles, and rules of the page's own
`<style>` for a class or an id. What scripts or other files hide is not known here.
"""

from __future__ import annotations

import re
from typing import Any

FAR_PX = 900
"""Pixels, or other units, beyond the window's edge from which on something is out of sight."""
KEPT = frozenset({"html", "head", "body", "main", "article"})
"""Elements that are never taken out: a page that hides its whole text until a script runs is still read."""

_ZERO = r"0*\.?0*(?:px|r?em|pt|%|vh|vw)?"
_HIDES = re.compile(
    rf"(?:^|;)\s*(?:display:none|visibility:(?:hidden|collapse)|opacity:{_ZERO}|"
    rf"font-size:(?:{_ZERO}|0*1(?:px|pt)|0?\.\d+px)|color:transparent|clip-path:inset\((?:50|100)%|"
    rf"clip:rect\((?:[01]?(?:px)?[ ,]*){{4}}\)|transform:scale\(0\))(?=\s*(?:;|$|\)))",
)
_OUTSIDE = re.compile(r"(?:^|;)(?:left|right|top|text-indent|margin-left):-(\d+)")
_SHUT = re.compile(rf"(?:^|;)(?:max-)?(?:height|width):{_ZERO}(?:;|$)")
_WHITE = re.compile(r"(?:^|;)color:(?:#f{3}(?:f{3})?|white|rgba?\(255,255,255(?:,[\d.]+)?\))(?:;|$)")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NESTED = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
"""`@media` and the like with the rules inside: they hold only somewhere, as on paper."""
_SELECTOR = re.compile(r"^(?:\w+)?([.#])([\w-]+)$")


def without_hidden(tree: Any) -> Any:
    """Take out of a page, an lxml tree that is changed and returned, what its reader does not see."""
    hidden = _hidden_names(tree)
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.tag not in KEPT and _is_hidden(element, hidden):
            _take_out(element)
    return tree


def _is_hidden(element: Any, hidden: frozenset[str]) -> bool:
    if element.tag == "template" or "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    if names & hidden:
        return True
    style = _folded(element.get("style") or "")
    return bool(style) and (_hides(style) or (bool(_WHITE.search(style)) and not _has_background(element)))


def _hides(style: str) -> bool:
    """Whether declarations, without spaces and in lower case, put an element out of sight."""
    outside = any(int(far) >= FAR_PX for far in _OUTSIDE.findall(style))
    return bool(_HIDES.search(style)) or outside or ("overflow:hidden" in style and bool(_SHUT.search(style)))


def _has_background(element: Any) -> bool:
    """Whether white text may stand on something dark: the element or one around it has a background."""
    around = [element, *element.iterancestors()]
    return any("background" in (one.get("style") or "").lower() or one.get("bgcolor") for one in around)


def _hidden_names(tree: Any) -> frozenset[str]:
    """Classes and ids, as `.name` and `#name`, that the page's own style sheets hide everywhere."""
    found = set()
    for sheet in tree.iter("style"):
        rules = _NESTED.sub("", _COMMENT.sub("", sheet.text or ""))
        for selectors, declarations in _RULE.findall(rules):
            if _hides(_folded(declarations)):
                matches = (_SELECTOR.match(one.strip()) for one in selectors.split(","))
                found |= {match.group(1) + match.group(2) for match in matches if match}
    return frozenset(found)


def _folded(style: str) -> str:
    """Declarations in lower case, without spaces and `!important`."""
    return re.sub(r"\s+", "", _COMMENT.sub("", style).lower()).replace("!important", "")


def _take_out(element: Any) -> None:
    """Remove an element, and leave the text after it where it is."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)
