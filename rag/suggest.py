"""Questions that an article answers: made from it, tried by the chain before they are shown, and kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import islice

from .answer import Answer
from .retrieve.retriever import Retriever
from .write.suggest import candidates, tried


class Suggester:
    """Makes and tries suggestions, once an article; shared by threads."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[list[str], Iterator[str]]] = {}

    def suggest(self, article_id: str, n: int, ask: Callable[[str], Answer]) -> tuple[str, ...]:
        """The first `n` questions that an article answers, fewer where so many were not found.

        Only as many are tried as are wanted, so that the first abstention does not wait for all.

        :param ask: answers a question by the article alone, and abstains where it is not sure.
        :raises ArticleError: if there is no such article.
        """
        with self._lock:
            if article_id not in self._kept:
                self._kept[article_id] = [], tried(candidates(self._retriever.everything(article_id)), ask)
            known, more = self._kept[article_id]
            try:
                known += islice(more, max(0, n - len(known)))
            except Exception:  # a broken generator gives nothing more: it is made anew at the next question
                del self._kept[article_id]
                raise
            return tuple(known[:n])
