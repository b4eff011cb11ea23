"""A formula of Word on one line: a/b, x², √(2), ∑."""

from __future__ import annotations

from typing import Any

from ..figures import lowered, raised
from .names import M


def formula(element: Any) -> str:
    """The text of an `m:oMath`, or of a part of one."""
    tag = element.tag
    if tag == f"{M}t":
        return element.text or ""
    if tag == f"{M}f":
        return f"{_grouped(element, 'num')}/{_grouped(element, 'den')}"
    if tag == f"{M}rad":
        degree = raised(_part(element, "deg"))
        return f"{degree}√({_part(element, 'e')})"
    if tag in (f"{M}sSup", f"{M}sSub", f"{M}sSubSup"):
        return _part(element, "e") + _lower(_part(element, "sub")) + _upper(_part(element, "sup"))
    if tag == f"{M}nary":
        sign = element.find(f"{M}naryPr/{M}chr")
        head = "∫" if sign is None else sign.get(f"{M}val") or ""
        return f"{head}{_lower(_part(element, 'sub'))}{_upper(_part(element, 'sup'))} {_part(element, 'e')}"
    if tag == f"{M}d":
        return f"({', '.join(formula(part) for part in element.findall(f'{M}e'))})"
    return "".join(formula(child) for child in element)


def _part(element: Any, name: str) -> str:
    found = element.find(f"{M}{name}")
    return "" if found is None else formula(found).strip()


def _grouped(element: Any, name: str) -> str:
    text = _part(element, name)
    return text if text.isalnum() else f"({text})"


def _upper(text: str) -> str:
    return raised(text) if raised(text) != text or not text else f"^({text})"


def _lower(text: str) -> str:
    return lowered(text) if lowered(text) != text or not text else f"_({text})"
