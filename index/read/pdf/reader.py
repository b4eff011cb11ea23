"""PDF, by pdfium: opens the file, takes its pages one by one within limits, and makes a `Document`."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Sequence
from typing import Any

from ...document import Block, Document
from ...errors import ArticleError
from ..body import Body
from . import flow, text
from .columns import regions
from .furniture import without_furniture
from .glyphs import Word, words
from .lines import Segment, rows, segments
from .tables import rows_of, split

MAX_PAGES = 2000
MAX_SECONDS = 180.0
MAX_WORDS = 2_000_000
MAX_PAGE_WORDS = 20_000
"""The largest newspaper page has some 10,000; laying a page out takes time by the square of its words."""
_PASSWORD_NEEDED = 4
_FILE_NAME = re.compile(r"\.\w{2,5}$|^untitled\b|^microsoft \w+ - ", re.IGNORECASE)
"""What programs put for a title that nobody gave."""
_NOBODY = re.compile(r"^\W*(?:anonymous|unknown|user|admin|owner)?\W*$", re.IGNORECASE)
"""What programs put for an author whom nobody named."""
_pdfium = threading.Lock()
"""pdfium may be used by one thread at a time."""

log = logging.getLogger(__name__)


def read(body: Body) -> Document:
    """The text of a PDF in reading order, each block with its pages, counted from 1.

    :raises ArticleError: if it is damaged, needs a password, has too many pages, takes too long, holds no
        text, or is a scan and the extra `ocr` is not installed.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with _pdfium:
        try:
            file = PdfDocument(body.data)
        except PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_NEEDED:
                raise ArticleError(
                    f"{body.name} opens with a password only: save a copy without it"
                ) from error
            raise ArticleError(f"{body.name} is not a PDF that can be read: {error}") from error
        try:
            found, edges = _pages(file, body.name)
            said = {key: _said(file, key) for key in ("Title", "Author")}
        except PdfiumError as error:
            raise ArticleError(f"{body.name} is a damaged PDF: {error}") from error
        finally:
            file.close()
    return _document(found, edges, said, body.name)


def _said(file: Any, key: str) -> str:
    """What the file's properties say; "" if nothing, or nothing that can be decoded."""
    try:
        return str(file.get_metadata_value(key)).strip()
    except UnicodeDecodeError:
        return ""


def _pages(file: Any, name: str) -> tuple[list[list[Word]], list[tuple[float, float]]]:
    """Words of each page, and its lower and upper edge."""
    if len(file) > MAX_PAGES:
        raise ArticleError(f"{name} has {len(file)} pages: expected at most {MAX_PAGES}; add it in parts")
    until = time.monotonic() + MAX_SECONDS
    file.init_forms()
    found: list[list[Word]] = []
    edges: list[tuple[float, float]] = []
    scans: list[int] = []
    for number in range(len(file)):
        page = file[number]
        here = words(page)
        if not here and _is_picture(page):
            scans.append(number)
        found.append(here)
        _, low, _, high = page.get_cropbox()
        edges.append((low, high))
        page.close()
        too_many = len(here) > MAX_PAGE_WORDS or sum(map(len, found)) > MAX_WORDS
        if too_many or time.monotonic() > until:
            raise ArticleError(
                f"{name} is too large: page {number + 1} of {len(file)} was reached; add it in parts"
            )
    if scans:
        _read_scans(file, scans, found, name, until)
    return found, edges


def _is_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _read_scans(file: Any, scans: Sequence[int], found: list[list[Word]], name: str, until: float) -> None:
    """Have the pages that are pictures read by OCR; without it, most of the pages must have text."""
    from . import ocr

    if not ocr.is_installed():
        whole = "is a scan" if len(scans) == len(found) else f"has {len(scans)} scanned pages of {len(found)}"
        if 2 * len(scans) >= len(found):
            raise ArticleError(f"{name} {whole}, pictures without text: {ocr.HINT}")
        log.warning("%s %s, which are left out: %s", name, whole, ocr.HINT)
        return
    for number in scans:
        found[number] = ocr.words(file[number])
        if time.monotonic() > until:
            raise ArticleError(f"{name}: its scanned pages take too long to read; add it in parts")


def _document(
    found: Sequence[list[Word]], edges: Sequence[tuple[float, float]], said: dict[str, str], name: str
) -> Document:
    pages = without_furniture([_rows(page) for page in found], edges)
    columns = [
        flow.Region(number, split(rows_of(region)))
        for number, page in enumerate(pages, start=1)
        for region in regions([segment for row in page for segment in row])
    ]
    parts = flow.parts(columns)
    blocks = tuple(text.blocks(parts))
    if not any(block.text.strip() for block in blocks):
        raise ArticleError(f"{name} holds no text")
    return Document(blocks, title=_title(parts, blocks, said["Title"]), author=_author(said["Author"]))


def _rows(page: list[Word]) -> list[list[Segment]]:
    whole = rows(page)
    return [
        segments(row, whole[max(0, at - 3) : at] + whole[at + 1 : at + 4]) for at, row in enumerate(whole)
    ]


def _title(parts: Sequence[flow.Part], blocks: Sequence[Block], said: str) -> str:
    """The largest heading at the top of the first page; else what the file says, if it is no file's name."""
    top = [part for part in parts[:8] if part.kind == "heading" and part.lines[0][0] == 1]
    if top:
        largest = max(top, key=lambda part: part.size)
        return next(
            b.text for b in blocks if b.kind == "heading" and b.text.startswith(largest.lines[0][1][:5])
        )
    return "" if _FILE_NAME.search(said) or len(said.split()) < 2 else said


def _author(said: str) -> str | None:
    return None if _NOBODY.match(said) else said
