"""What an article is, for a list of them."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from index import Article

FIELDS = (
    "id", "title", "outlet", "section", "author", "published", "language", "translation", "place", "url",
    "version", "replaces",
)  # fmt: skip


def about(article: Article) -> dict[str, Any]:
    """All but the text, JSON-safe, with its length in `characters`.

    `source` is the address, or a file's name without its folder: where it lies on this machine is nobody's
    business.
    """
    source = article.source
    for kind in (PurePosixPath, PureWindowsPath):
        if source and kind(source).is_absolute():
            source = kind(source).name
    each = {field: getattr(article, field) for field in FIELDS}
    return {**each, "source": source, "characters": len(article.text)}
