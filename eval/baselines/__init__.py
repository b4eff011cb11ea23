"""Systems to beat, asked the same questions over the same store.

`open_baselines(["bm25", "llama-index-citation"], library)` gives them as systems, and starts and stops the
language model that some need. `sentences.py` quotes single sentences; `llama_index.py` and
`verbatim.py` are the rivals.
"""

from .endpoint import Endpoint
from .llama_index import ArticleIndexes, LlamaIndexCitation, LlamaIndexQuery
from .registry import BASELINES, open_baselines
from .sentences import DenseOnly, HybridSentences, LexicalOnly
from .server import LlamaServer, smollm2
from .verbatim import VerbatimCore

__all__ = [
    "BASELINES",
    "ArticleIndexes",
    "DenseOnly",
    "Endpoint",
    "HybridSentences",
    "LexicalOnly",
    "LlamaIndexCitation",
    "LlamaIndexQuery",
    "LlamaServer",
    "VerbatimCore",
    "open_baselines",
    "smollm2",
]
