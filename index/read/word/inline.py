"""The text of one Word paragraph, as Word shows it with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..figures import lowered, raised, without_marks
from .maths import formula
from .names import DRAWING, MC, WPS, M, R, V, W
from .styles import Styles, flag, value
from .symbols import plain, symbol

_INTO = frozenset(
    f"{W}{name}"
    for name in "hyperlink smartTag customXml ins moveTo sdtContent fldSimple dir bdo rubyBase ruby r".split()
)
_MARKS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_BOXES = (f"{W}drawing", f"{W}pict", f"{W}object")


@dataclass
class Inline:
    """What a paragraph shows: its text, the notes it refers to as `(kind, id)`, and the boxes anchored in it.

    `boxes` holds `w:txbxContent` elements, `diagrams` relationship ids of SmartArt.
    """

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)


class InlineReader:
    """Reads paragraphs in the order of the document: a field may begin in one and end in another.

    :param styles: the document's, for hidden text.
    """

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []
        """Of each open field, whether its result has begun."""

    def read(self, paragraph: Any) -> Inline:
        """What a `w:p` shows."""
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.get(value(None if properties is None else properties.find(f"{W}pStyle")))
        found = Inline()
        found.text = without_marks("".join(self._text(paragraph, bool(style.hidden), found)))
        return found

    def _text(self, parent: Any, hidden: bool, found: Inline) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}r":
                yield from self._run(child, hidden, found)
            elif child.tag == f"{W}sdt":
                if child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    yield from self._text(child, hidden, found)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                yield formula(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self._text(chosen(child), hidden, found)
            elif child.tag in _INTO:
                yield from self._text(child, hidden, found)

    def _run(self, run: Any, hidden: bool, found: Inline) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        if self._hides(properties, hidden):
            self._skip(run)
            return
        yield from self._content(run, properties, hidden, found)

    def _content(self, run: Any, properties: Any, hidden: bool, found: Inline) -> Iterator[str]:
        place = value(None if properties is None else properties.find(f"{W}vertAlign"))
        fonts = None if properties is None else properties.find(f"{W}rFonts")
        font = None if fonts is None else fonts.get(f"{W}ascii")
        for child in run:
            if child.tag == f"{W}fldChar":
                self._field(child)
            elif not all(self._fields):
                continue
            elif child.tag == f"{W}t":
                text = plain(child.text or "", font)
                yield (
                    raised(text)
                    if place == "superscript"
                    else lowered(text)
                    if place == "subscript"
                    else text
                )
            elif child.tag in _MARKS:
                yield _MARKS[child.tag]
            elif child.tag == f"{W}sym":
                yield _symbol(child)
            elif child.tag in _NOTES:
                found.notes.append((_NOTES[child.tag], child.get(f"{W}id") or ""))
                if child.get(f"{W}customMarkFollows") in ("1", "true", "on"):
                    return
            elif child.tag == f"{MC}AlternateContent":
                yield from self._content(chosen(child), properties, hidden, found)
            elif child.tag == f"{W}ruby":
                yield from self._text(child.find(f"{W}rubyBase"), hidden, found)
            elif child.tag in _BOXES:
                found.boxes += boxes(child)
                found.diagrams += _diagrams(child)

    def _hides(self, properties: Any, hidden: bool) -> bool:
        if properties is None:
            return hidden
        direct = flag(properties, "vanish")
        if direct is not None:
            return direct
        style = value(properties.find(f"{W}rStyle"))
        by_style = self._styles.get(style).hidden if style else None
        return hidden if by_style is None else by_style

    def _skip(self, run: Any) -> None:
        for mark in run.findall(f"{W}fldChar"):
            self._field(mark)

    def _field(self, mark: Any) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def chosen(alternate: Any) -> Any:
    """What Word takes of an `mc:AlternateContent`: the first choice that it draws, else the fallback."""
    first = alternate.find(f"{MC}Choice")
    fallback = alternate.find(f"{MC}Fallback")
    known = first is not None and (
        first.get("Requires") in ("wps", "wpg", "wpc", "w14", "w15") or fallback is None
    )
    return first if known else (() if fallback is None else fallback)


def boxes(drawing: Any) -> Iterator[Any]:
    """The contents of text boxes in a drawing, each once, also where it is drawn in two ways."""
    if drawing.tag == f"{MC}AlternateContent":
        for child in chosen(drawing):
            yield from boxes(child)
        return
    for child in drawing:
        if child.tag in (f"{WPS}txbx", f"{V}textbox"):
            yield from child.findall(f"{W}txbxContent")
        else:
            yield from boxes(child)


def _diagrams(drawing: Any) -> list[str]:
    found = (element.get(f"{R}dm") for element in drawing.iter() if str(element.tag).endswith("}relIds"))
    return [link for link in found if link]


def diagram_text(root: Any) -> Iterator[str]:
    """The texts of a SmartArt's data, box by box."""
    for body in root.iter(f"{DRAWING}p"):
        text = "".join(piece.text or "" for piece in body.iter(f"{DRAWING}t")).strip()
        if text:
            yield text


def _symbol(element: Any) -> str:
    try:
        return symbol(element.get(f"{W}font"), int(element.get(f"{W}char") or "", 16))
    except ValueError:
        return ""
