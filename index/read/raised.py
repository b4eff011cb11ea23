"""Raised and lowered figures of a page or a book: kept as such, or left out where they only point to a note.

`10<sup>9</sup>` becomes 10⁹, `1931<sup>7</sup>` 1931, `H<sub>2</sub>O` H₂O, `4<sup>th</sup>` 4th.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_PLAIN = "0123456789+-−=()nixaeoj"
RAISED = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱˣᵃᵉᵒʲ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")

_NOTE_NAME = re.compile(r"\b(?:foot|end)?(?:note|ref)s?\b|\bfn|cite|reference", re.I)
_SIGNS = re.compile(r"^[\[(]?(?:[*†‡§¶#]+|\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[a-z])[\])]?$")
_NUMBER = re.compile(r"^[\d+−-][\d.,]*$")
_BASE = re.compile(r"(?:(?<![\d.,])(?:10|2|e)|[×·*]\s*\d+|[=+/^(]\s*[A-Za-z\d]+|(?<![^\W\d_])[^\W\d_])$")
"""What a raised figure is the power of: ten, two or e, a factor, a variable of one letter."""
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcmdµn]?m|km|ft|in|yd|mi|s|cm|mm|mc|sq)$")
_FRACTION_OPEN = re.compile(r"(?<![^\W\d_])\d\s*[/⁄∕]\s*$")
_FRACTION = re.compile(r"^\s*[/⁄∕]\s*$")


def settle(tree: Any) -> Any:
    """Put letters in the place of `<sup>` and `<sub>` of an lxml tree, which is changed and returned."""
    for element in list(tree.iter("sup", "sub")):
        if element.getparent() is None:
            continue
        inner = "".join(element.itertext()).strip()
        before = _before(element)
        if element.tag == "sub":
            shown = inner if _FRACTION_OPEN.search(before) else _lowered(inner)
        elif _over(element, inner):
            shown = f"{' ' if before[-1:].isdigit() else ''}{inner}"
        elif points_to_note(inner, before, named=_is_named(element)):
            shown = ""
        else:
            shown = raised(inner, before)
        _replace(element, shown)
    return tree


def points_to_note(inner: str, before: str, named: bool = False) -> bool:
    """Whether a raised text only points to a note.

    :param inner: what is raised.
    :param before: the text right before it, in the same paragraph.
    :param named: whether it links to a note, or is called so.
    """
    if not _SIGNS.match(inner):
        return named and bool(re.match(r"^\W*\d+\W*$", inner))
    if named or inner[0] in "[(*†‡§¶#" or "," in inner:
        return True
    if inner.isdigit():
        return not (_BASE.search(before) or _UNIT.search(before))
    if inner[:1].isdigit():  # a range of notes
        return True
    return bool(re.search(r"(?:[^\W\d_]{3}|\d{3}|[.,;:!?\"”’)])$", before))


def raised(inner: str, before: str) -> str:
    """A raised text in letters: figures and signs raised, ordinals such as `th` as they are."""
    if _NUMBER.match(inner) or (len(inner) < 3 and inner in ("n", "x", "n+1") and _BASE.search(before)):
        return inner.translate(RAISED)
    return inner


def _lowered(inner: str) -> str:
    return inner.translate(LOWERED) if re.fullmatch(r"[\d+−-]+", inner) else inner


def _is_named(element: Any) -> bool:
    """Whether the element, a link in it or the link around it is, by its name or target, one to a note."""
    around: Iterator[Any] = (one for one in (element, element.getparent()) if one is not None)
    for one in (*around, *element.iter("a")):
        names = " ".join(one.get(key) or "" for key in ("class", "id", "role", "rel", "epub:type"))
        says = _NOTE_NAME.search(names) or (one.get("href") or "").startswith("#")
        if says and (one is element or one.tag == "a"):
            return True
    return False


def _over(element: Any, inner: str) -> bool:
    """Whether it is the upper part of a fraction, with its lower part right after it."""
    following = element.getnext()
    lower = following is not None and following.tag == "sub"
    return inner.isdigit() and lower and bool(_FRACTION.match(element.tail or ""))


def _before(element: Any, limit: int = 40) -> str:
    """The text right before an element, within its parent and the inline elements around that."""
    text = ""
    while element is not None and len(text) < limit:
        previous = element.getprevious()
        if previous is not None:
            text = "".join(previous.itertext()) * isinstance(previous.tag, str) + (previous.tail or "") + text
            element = previous
        else:
            element = element.getparent()
            if element is None or element.tag in ("p", "li", "td", "div", "body", "blockquote"):
                return (element.text or "") + text if element is not None else text
            text = (element.text or "") + text
    return text


def _replace(element: Any, shown: str) -> None:
    parent, previous = element.getparent(), element.getprevious()
    text = shown + (element.tail or "")
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text
    parent.remove(element)
