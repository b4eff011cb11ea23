"""A PDF's bytes in, its paragraphs, headings, tables and notes out, each with its pages.

`reader` -> `glyphs` (words of a page, by pdfium) -> `lines` -> `furniture` (running heads) -> `columns` ->
`tables` -> `flow` (paragraphs over columns and pages) -> `text` with `hyphens`. Scans: `ocr`.
"""

from .reader import read

__all__ = ["read"]
