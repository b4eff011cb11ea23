"""The numbers and bullets that Word puts before the paragraphs of its lists."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from ..listlabels import written
from .names import W
from .styles import value

_DEPTH = 9


class Numbering:
    """Counts the lists of a document along.

    :param root: `word/numbering.xml`; None if there is none.
    """

    def __init__(self, root: Any) -> None:
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._starts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for abstract in root.findall(f"{W}abstractNum"):
            levels = {_index(level): _level(level) for level in abstract.findall(f"{W}lvl")}
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for number in root.findall(f"{W}num"):
            key = number.get(f"{W}numId")
            self._lists[key] = value(number.find(f"{W}abstractNumId")) or ""
            for override in number.findall(f"{W}lvlOverride"):
                start = value(override.find(f"{W}startOverride"))
                if start and start.isdecimal():
                    self._starts[key][_index(override)] = int(start)

    def label(self, number: str, level: int) -> str | None:
        """The next label of a list at a level, such as "2.1" or "•"; "" for a blank one, None for no list."""
        abstract = self._lists.get(number)
        levels = self._levels.get(abstract or "", {})
        if level not in levels:
            return None
        kind, pattern, start = levels[level]
        counts = self._counts[abstract or ""]
        if level in self._starts[number]:  # a list that starts anew does so once
            counts[level] = self._starts[number].pop(level)
        else:
            counts[level] = counts.get(level, start - 1) + 1
        for deeper in range(level + 1, _DEPTH):
            counts.pop(deeper, None)
        if kind == "bullet":
            return "•"
        return "" if kind == "none" else re.sub(r"%(\d)", lambda m: self._shown(m, levels, counts), pattern)

    @staticmethod
    def _shown(match: re.Match[str], levels: dict[int, tuple[str, str, int]], counts: dict[int, int]) -> str:
        at = int(match.group(1)) - 1
        kind, _, start = levels.get(at, ("decimal", "", 1))
        return written(counts.get(at, start), kind)


def _index(element: Any) -> int:
    text = element.get(f"{W}ilvl") or "0"
    return int(text) if text.isdecimal() else 0


def _level(element: Any) -> tuple[str, str, int]:
    """Kind of number, pattern, and the first number of a level."""
    start = value(element.find(f"{W}start")) or "1"
    kind = value(element.find(f"{W}numFmt")) or "decimal"
    return kind, value(element.find(f"{W}lvlText")) or "", int(start) if start.isdecimal() else 1
