"""The errors of Byline, under the package that most callers import; see `index.errors` for the tree."""

from index.errors import (
    ArticleError,
    BylineError,
    EmbeddingError,
    EndpointError,
    ModelError,
    SettingsError,
    StoreError,
    UnknownArticleError,
    unknown_article,
)

__all__ = [
    "ArticleError",
    "BylineError",
    "EmbeddingError",
    "EndpointError",
    "ModelError",
    "SettingsError",
    "StoreError",
    "UnknownArticleError",
    "unknown_article",
]
