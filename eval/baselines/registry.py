"""The baselines by their names on the command line: `open_baselines`."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from index import Library
from rag.errors import BylineError

from ..system import System
from .endpoint import Endpoint
from .llama_index import ArticleIndexes, LlamaIndexCitation, LlamaIndexQuery
from .sentences import DenseOnly, HybridSentences, LexicalOnly
from .server import LlamaServer
from .verbatim import VerbatimCore

BASELINES = {
    "bm25": "the sentence with the best BM25 score",
    "dense": "the sentence nearest to the question, by the same embedding model",
    "hybrid": "both of them, fused by reciprocal rank",
    "llama-index-citation": "llama-index's CitationQueryEngine over Chroma, with a language model",
    "llama-index-query": "llama-index's as_query_engine over Chroma, with a language model",
    "verbatim-core": "the extracting core of verbatim-rag, with a language model, over the nearest passages",
}
"""What each baseline is; the keys are the names that `open_baselines` takes."""
VERBATIM = "verbatim-core"
_WITH_MODEL = {"llama-index-citation": LlamaIndexCitation, "llama-index-query": LlamaIndexQuery}


@contextmanager
def open_baselines(
    names: Sequence[str], library: Library, endpoint: Endpoint | None = None
) -> Iterator[tuple[System, ...]]:
    """The named baselines, ready to be asked about the library's articles until the block ends.

    :param names: of `BASELINES`; () gives none.
    :param endpoint: the language model; None: SmolLM2 on a llama.cpp server, which is started where one of
        the baselines needs it, and stopped at the end.
    :raises BylineError: if a name is unknown or stands twice, or something that they need is not installed.
    """
    _check(names)
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="byline-", ignore_cleanup_errors=True))
        )
        makers: dict[str, Callable[[], System]] = {
            "bm25": lambda: LexicalOnly(library),
            "dense": lambda: DenseOnly(library, folder / "dense"),
            "hybrid": lambda: HybridSentences(library, folder / "hybrid"),
        }
        if any(name in _WITH_MODEL or name == VERBATIM for name in names):
            reached = endpoint or stack.enter_context(LlamaServer()).endpoint
            indexes = ArticleIndexes(folder / "llama-index", library.embedder)
            for name, kind in _WITH_MODEL.items():
                makers[name] = lambda kind=kind: kind(indexes, reached)  # type: ignore[misc]
            makers[VERBATIM] = lambda: VerbatimCore(library, reached)
        yield tuple(makers[name]() for name in names)


def _check(names: Sequence[str]) -> None:
    for name in names:
        if name not in BASELINES:
            near = difflib.get_close_matches(name, BASELINES, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"expected some of {', '.join(BASELINES)}"
            raise BylineError(f"unknown baseline {name!r}: {hint}")
        if list(names).count(name) > 1:
            raise BylineError(f"baseline {name!r} stands twice: name each one once")
