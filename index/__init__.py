"""An article in, a searchable store out.

`Library` adds, lists, searches and removes articles. The way of an article: `read` -> `clean` ->
`split` (with `sentences` and `speakers`) -> `embed` -> `store` and `catalogue`. Start at `library/`.
"""

from . import silence  # noqa: F401  (first, for what it sets before anything else is loaded)
from .article import Article, Heading, Passage, Sentence
from .errors import ArticleError, BylineError, ModelError, SettingsError, StoreError
from .library import Library, shipped_articles
from .progress import Progress
from .settings import Settings

__all__ = [
    "Article",
    "ArticleError",
    "BylineError",
    "Heading",
    "Library",
    "ModelError",
    "Passage",
    "Progress",
    "Sentence",
    "Settings",
    "SettingsError",
    "StoreError",
    "shipped_articles",
]
