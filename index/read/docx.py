"""Word, by python-docx."""

from __future__ import annotations

import io
from typing import Any

from ..document import Document
from ..errors import ArticleError
from ..lines import blocks
from .body import Body


def read(body: Body) -> Document:
    """The paragraphs of a Word document.

    :raises ArticleError: if it is damaged.
    """
    from docx import Document as Word

    try:
        paragraphs = Word(io.BytesIO(body.data)).paragraphs
        lines = [f"{_heading_mark(paragraph)}{paragraph.text}" for paragraph in paragraphs]
    except Exception as error:  # a damaged file makes zipfile, lxml and docx raise errors of many kinds
        raise ArticleError(
            f"{body.name} is not a Word document that can be read ({type(error).__name__})"
        ) from error
    return Document(blocks("\n\n".join(lines)))


def _heading_mark(paragraph: Any) -> str:
    return "# " if paragraph.text and (paragraph.style.name or "").startswith("Heading") else ""
