"""A question in, a cited answer or an honest abstention out.

`query("…")` asks the default engine; `Engine(Settings(...))` makes one of your own. The way of a
question: `ask` -> `retrieve` -> `write` -> `verify` -> `Answer`, a room for each step. Start at
`engine.py`.
"""

from index import Settings

from .answer import Answer, AnswerSentence, Citation, ScoredPassage
from .default import query
from .engine import Engine
from .errors import ArticleError, BylineError, EndpointError, ModelError, SettingsError, StoreError
from .where import Filter

__all__ = [
    "Answer",
    "AnswerSentence",
    "ArticleError",
    "BylineError",
    "Citation",
    "EndpointError",
    "Engine",
    "Filter",
    "ModelError",
    "ScoredPassage",
    "Settings",
    "SettingsError",
    "StoreError",
    "query",
]
