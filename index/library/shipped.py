"""The articles that come with Byline."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def shipped_articles() -> tuple[Path, ...]:
    """Files of the articles that come with Byline."""
    folder = Path(str(resources.files("index"))) / "articles"
    return tuple(sorted(folder.glob("*.txt")))
