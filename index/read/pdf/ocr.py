"""Scanned pages, read by rapidocr (the extra `ocr`), whose models come inside its package."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

from .glyphs import Word

HINT = "pip install 'byline[ocr]' to have them read"
_DPI = 200
_MAX_PIXELS = 4000
"""The longer side of a page's picture at most, whatever size the page claims to have."""
_MIN_SCORE = 0.5


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr") is not None


def words(page: Any) -> list[Word]:
    """The words of a page's picture with their places; letters are as high as their box.

    :param page: a `pypdfium2.PdfPage`.
    """
    scale = min(_DPI / 72, _MAX_PIXELS / max(1.0, *page.get_size()))
    picture = page.render(scale=scale).to_numpy()
    *_, high = page.get_cropbox()
    result = _engine()(picture)
    found: list[Word] = []
    if result.boxes is None:
        return found
    for box, line, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score < _MIN_SCORE:
            continue
        x0, x1 = float(box[:, 0].min()) / scale, float(box[:, 0].max()) / scale
        top, bottom = float(box[:, 1].min()) / scale, float(box[:, 1].max()) / scale
        size = round(0.85 * (bottom - top))
        found += _parts(line, x0, x1, high - bottom + 0.2 * (bottom - top), max(size, 4))
    return found


def _parts(line: str, x0: float, x1: float, y: float, size: float) -> list[Word]:
    """A line's words, its width shared out by their letters."""
    step = (x1 - x0) / max(1, len(line))
    found = []
    at = 0
    for text in line.split():
        at = line.index(text, at)
        found.append(Word(text, x0 + at * step, x0 + (at + len(text)) * step, y, size))
        at += len(text)
    return found


@cache
def _engine() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})
