"""The words of a PDF page with their places, as pdfium shows them."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

MIN_POINTS = 2.0
"""Smaller letters are not read by anybody: they are hidden text."""
_SPACE_EM = 0.16
"""A gap in ems that parts two words where the page draws no space between them."""
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u2010": "-"}
"""How pdfium and fonts give a hyphen at a line's end; the sort of dash is of no meaning there."""
_FILLER = 3
"""So many equal dots or dashes in a row lead the eye to a page number; they are no text."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters without a space: its text and place, in points, the origin at the bottom left.

    `y` is the baseline; `size` the letters' height in points; `glued`: no space stands before it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    quarter: int


def words(page: Any) -> list[Word]:
    """The words of a page, in the order in which the file draws them; text across the page is turned.

    Only what stands in the direction that most letters of the page have: a watermark or a mark along
    the margin is no part of the text.

    :param page: a `pypdfium2.PdfPage`.
    """
    glyphs = _glyphs(page)
    if not glyphs:
        return []
    turn = Counter(glyph.quarter for glyph in glyphs if glyph.text != " ").most_common(1)
    kept = [glyph for glyph in glyphs if (turn and glyph.quarter == turn[0][0]) or glyph.text == " "]
    return _joined(kept)


def _glyphs(page: Any) -> list[_Glyph]:
    from pypdfium2 import raw

    left, bottom, right, top = page.get_cropbox()
    text = page.get_textpage()
    found: list[_Glyph] = []
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        letter = _letter(code)
        if letter is None:
            continue
        if letter.isspace():
            found.append(_Glyph(" ", 0, 0, 0, 0, False, 0))
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        inside = left - 1 <= (box.left + box.right) / 2 <= right + 1 and bottom - 1 <= y.value <= top + 1
        quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        x0, x1, base = _upright(box, x.value, y.value, quarter)
        if not inside or size < MIN_POINTS:
            continue
        bold = raw.FPDFText_GetFontWeight(text, index) >= 600
        found.append(_Glyph(letter, x0, x1, base, size, bold, quarter))
    return found


def _letter(code: int) -> str | None:
    """The character of a code, ligatures as their letters; None where there is none to show."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return None
    letter = _HYPHENS.get(chr(code), chr(code))
    if 0x80 <= code < 0xA0:  # a font without a map to Unicode, by the code page of Windows
        letter = bytes([code]).decode("cp1252", "ignore") or "\x00"
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", letter)
    if letter == "\u00ad":  # at a line's end it is the hyphen that the page shows
        return "-"
    return (
        letter if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn") else None
    )


def _upright(box: Any, x: float, y: float, quarter: int) -> tuple[float, float, float]:
    """Left, right and baseline of a letter on a page turned so that it stands upright."""
    if quarter == 1:
        return box.bottom, box.top, -x
    if quarter == 2:
        return -box.right, -box.left, -y
    if quarter == 3:
        return -box.top, -box.bottom, x
    return box.left, box.right, y


def _joined(glyphs: list[_Glyph]) -> list[Word]:
    found: list[Word] = []
    run: list[_Glyph] = []
    spaced = True
    for glyph in [*glyphs, _Glyph(" ", 0, 0, 0, 0, False, 0)]:
        if glyph.text != " " and run and _follows(run[-1], glyph):
            run.append(glyph)
            continue
        if run:
            found.append(_word(run, glued=not spaced and _touches(found[-1], run[0]) if found else False))
            spaced = glyph.text == " "
            run = []
        if glyph.text == " ":
            spaced = True
        else:
            run = [glyph]
    return [word for word in found if word.text]


def _follows(before: _Glyph, after: _Glyph) -> bool:
    size = max(before.size, after.size)
    same = abs(before.y - after.y) <= 0.1 * size and 0.8 <= before.size / after.size <= 1.25
    # pdfium gives all letters of a ligature the box of the whole
    return same and after.x0 >= before.x0 - 0.1 * size and after.x0 - before.x1 <= _SPACE_EM * size


def _touches(word: Word, glyph: _Glyph) -> bool:
    size = max(word.size, glyph.size)
    return -0.3 * size <= glyph.x0 - word.x1 <= 0.12 * size and abs(word.y - glyph.y) < size


def _word(run: list[_Glyph], glued: bool) -> Word:
    text = "".join(glyph.text for glyph in run)
    if len(text) > _FILLER and len(set(text)) == 1 and text[0] in ".·_-…":
        text = ""
    text = unicodedata.normalize("NFC", text)
    size = sorted(glyph.size for glyph in run)[len(run) // 2]
    bold = 2 * sum(glyph.bold for glyph in run) > len(run)
    return Word(text, run[0].x0, max(g.x1 for g in run), run[0].y, size, bold, glued)
