"""Plain text and Markdown."""

from __future__ import annotations

from ..document import Document
from ..lines import blocks
from . import decode
from .body import Body


def read(body: Body) -> Document:
    """The paragraphs of a text file.

    :raises ArticleError: if it is binary data.
    """
    return Document(blocks(decode.text(body)))
