"""Pages, by trafilatura."""

from __future__ import annotations

import re

from ..document import Document
from ..errors import ArticleError
from ..lines import blocks
from .body import Body
from .decode import decode
from .hidden import without_hidden


def read(body: Body) -> Document:
    """The main text of a page.

    :raises ArticleError: if it cannot be decoded, or no article can be told from the page around it.
    """
    import trafilatura

    tree = trafilatura.load_html(decode(body, _declared(body.data)))
    found = tree is not None and trafilatura.bare_extraction(
        without_hidden(tree), url=body.name, include_comments=False, with_metadata=True
    )
    if not found or not found.text:
        raise ArticleError(f"{body.name} holds no article text that could be told from the page around it")
    return Document(
        blocks(found.text),
        title=found.title or "",
        outlet=found.sitename,
        author=found.author,
        published=found.date,
        language=found.language,
    )


def _declared(body: bytes) -> str | None:
    """The charset that a page's `<meta>` names, None if none does."""
    found = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", body[:4096], re.IGNORECASE)
    return found.group(1).decode("ascii", "replace") if found else None
