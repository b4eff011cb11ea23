"""What the styles of an OpenDocument text say: hidden, raised, names of paragraphs, labels of lists."""

from __future__ import annotations

from typing import Any

from .listlabels import written

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}


class Styles:
    """The styles of a document, by name.

    :param roots: the documents that hold some; None is passed over.
    """

    def __init__(self, *roots: Any) -> None:
        known = [root for root in roots if root is not None]
        self._styles = {e.get(f"{STYLE}name"): e for root in known for e in root.iter(f"{STYLE}style")}
        self._lists = {e.get(f"{STYLE}name"): e for root in known for e in root.iter(f"{TEXT}list-style")}

    def name(self, style: str | None) -> str:
        """The name, in lower case, of the style as the menu shows it; "" if there is none."""
        for _ in range(20):
            element = self._styles.get(style)
            if element is None:
                return (style or "").replace("_20_", " ").casefold()
            shown = element.get(f"{STYLE}display-name")
            parent = element.get(f"{STYLE}parent-style-name")
            if shown or not parent:
                return (shown or style or "").replace("_20_", " ").casefold()
            style = parent
        return ""

    def hidden(self, style: str | None) -> bool:
        """Whether text of this style is not shown."""
        return self._text_property(style, "display") == "none"

    def place(self, style: str | None) -> int:
        """1 for raised text, -1 for lowered text, 0 for neither."""
        position = (self._text_property(style, "text-position") or "").split(" ")[0]
        if position in ("super", "sub"):
            return 1 if position == "super" else -1
        try:
            shift = float(position.rstrip("%") or 0)
        except ValueError:
            return 0
        return (shift > 0) - (shift < 0)

    def start(self, style: str | None, level: int) -> int:
        """The first number of a list."""
        element = self._level(style, level)
        text = "1" if element is None else element.get(f"{TEXT}start-value") or "1"
        return int(text) if text.isdecimal() else 1

    def label(self, style: str | None, level: int, number: int) -> str:
        """What stands before an item of a list: "•", or its number such as "2."; "" if nothing does."""
        element = self._level(style, level)
        if element is None or element.tag != f"{TEXT}list-level-style-number":
            return "•"
        kind = element.get(f"{STYLE}num-format")
        if not kind:
            return ""
        before, after = element.get(f"{STYLE}num-prefix") or "", element.get(f"{STYLE}num-suffix") or ""
        return f"{before}{written(number, _KINDS.get(kind, 'decimal'))}{after}"

    def _level(self, style: str | None, level: int) -> Any:
        found = self._lists.get(style)
        return next(
            (e for e in (() if found is None else found) if e.get(f"{TEXT}level") == str(level)), None
        )

    def _text_property(self, style: str | None, name: str) -> str | None:
        for _ in range(20):
            element = self._styles.get(style)
            if element is None:
                return None
            properties = element.find(f"{STYLE}text-properties")
            value = (
                None
                if properties is None
                else properties.get(f"{STYLE}{name}") or properties.get(f"{TEXT}{name}")
            )
            if value:
                return str(value)
            style = element.get(f"{STYLE}parent-style-name")
        return None
