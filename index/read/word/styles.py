"""What a Word document's styles say of a paragraph or a run: heading level, title, hidden, caption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .names import W

_HEADING = re.compile(r"^(?:heading|überschrift|titre|título|titolo|заголовок)\s*(\d)$", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """A style with what it inherits; None where it does not say.

    `outline`: heading level from 1; `number`: `(list id, level)`.
    """

    name: str = ""
    outline: int | None = None
    hidden: bool | None = None
    number: tuple[str, int] | None = None


class Styles:
    """The styles of a document, by id.

    :param root: `word/styles.xml`; None if there is none.
    """

    def __init__(self, root: Any) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._elements = {style.get(f"{W}styleId"): style for style in found}
        self._default = next(
            (s.get(f"{W}styleId") for s in found if _is_default(s) and s.get(f"{W}type") == "paragraph"), None
        )
        self._known: dict[str | None, Style] = {}

    def get(self, style: str | None) -> Style:
        """A style by id; None: the default one of paragraphs; an unknown id says nothing."""
        if style is None:
            style = self._default
        if style not in self._known:
            self._known[style] = self._made(style, frozenset())
        return self._known[style]

    def _made(self, style: str | None, above: frozenset[str | None]) -> Style:
        element = self._elements.get(style)
        if element is None or style in above:
            return Style()
        based = element.find(f"{W}basedOn")
        base = Style() if based is None else self._made(based.get(f"{W}val"), above | {style})
        name = value(element.find(f"{W}name")) or ""
        match = _HEADING.match(name)
        level = outline(element.find(f"{W}pPr"))
        hidden = flag(element.find(f"{W}rPr"), "vanish")
        return Style(
            name,
            int(match.group(1)) if match else base.outline if level is None else level,
            base.hidden if hidden is None else hidden,
            numbering(element.find(f"{W}pPr")) or base.number,
        )


def value(element: Any) -> str | None:
    """The `w:val` of an element; None if there is no element, or it has none."""
    return None if element is None else element.get(f"{W}val")


def flag(properties: Any, name: str) -> bool | None:
    """Whether properties switch something on; None if they do not say."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else (value(found) or "true") not in ("0", "false", "off")


def outline(properties: Any) -> int | None:
    """The heading level, from 1, that a paragraph's properties give it; 0: none; None: they do not say."""
    level = value(None if properties is None else properties.find(f"{W}outlineLvl"))
    if level is None or not level.isdecimal():
        return None
    return int(level) + 1 if int(level) < 9 else 0


def numbering(properties: Any) -> tuple[str, int] | None:
    """The list and the level in it that a paragraph's properties name; list "0" is none."""
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None
    number, level = value(found.find(f"{W}numId")), value(found.find(f"{W}ilvl")) or "0"
    return None if number is None else (number, int(level) if level.isdecimal() else 0)


def _is_default(style: Any) -> bool:
    return style.get(f"{W}default") in ("1", "true", "on")
