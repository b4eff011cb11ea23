"""PDF, by pypdf."""

from __future__ import annotations

import io
import logging

from ..document import Document
from ..errors import ArticleError
from ..lines import blocks
from .body import Body


def read(body: Body) -> Document:
    """The text of a PDF.

    :raises ArticleError: if it is damaged, or holds no text.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it would say stands in our error
    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(body.data)).pages]
    except Exception as error:  # a damaged file makes pypdf raise errors of many kinds
        raise ArticleError(f"{body.name} is not a PDF that can be read ({type(error).__name__})") from error
    if not any(page.strip() for page in pages):
        raise ArticleError(f"{body.name} holds no text: it may be a scan, which needs OCR first")
    return Document(blocks("\n".join(pages)))
