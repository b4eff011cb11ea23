"""Every error that Byline raises on purpose.

    BylineError
    ├── ArticleError    an article cannot be read, is empty, or is not in the library
    │   └── UnknownArticleError    it is not in the library
    ├── StoreError      the store was made by other settings, is damaged or cannot be reached
    ├── SettingsError   a setting or an argument is unknown or out of range
    ├── ModelError      model weights are missing or are not the ones expected
    ├── EmbeddingError  a server of embeddings cannot be reached, refuses, or answers nothing usable
    └── EndpointError   a language model's endpoint cannot be reached, refuses, or answers nothing usable

Each message says what was expected, what came, and what to do, in one line.
`rag.errors` offers the same names.
"""


class BylineError(Exception):
    """Base of all errors that a caller of Byline may want to catch."""


class ArticleError(BylineError):
    """An article cannot be read, holds no text, or has an id that the library does not know."""


class UnknownArticleError(ArticleError):
    """An id that the library does not know."""


def unknown_article(article_id: str) -> UnknownArticleError:
    """The error of an id that the library does not know, or of which somebody must not know."""
    return UnknownArticleError(
        f"no article {article_id!r} in the library: `python -m index list` shows the ids"
    )


class StoreError(BylineError):
    """The store does not fit these settings, is damaged, or cannot be reached."""


class SettingsError(BylineError):
    """A setting, or an argument that stands for one, is unknown or out of range."""


class ModelError(BylineError):
    """Model weights are missing, or their hash is not the expected one."""


class EmbeddingError(BylineError):
    """A server of embeddings cannot be reached, refuses, is too slow, or answers no vectors that fit."""


class EndpointError(BylineError):
    """A language model's endpoint cannot be reached, refuses, is too slow, or answers nothing usable.

    While a question is answered it is not raised: the answer is by quotes then, and `Answer.fallback` holds
    its text.
    """
