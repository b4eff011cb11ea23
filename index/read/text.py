"""Plain text and Markdown."""

from __future__ import annotations

from ..document import Document
from ..lines import blocks
from .body import Body
from .decode import decode


def read(body: Body) -> Document:
    """The paragraphs of a text file.

    :raises ArticleError: if it cannot be decoded.
    """
    return Document(blocks(decode(body)))
