"""Questions that an article answers: made from it, tried by the chain before they are shown, and kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice

from index import Settings

from .answer import Answer
from .ask.understand import Asker
from .checking import Checker
from .clock import Clock
from .compose import UNSUPPORTED, Composer, unanswered
from .plan import Planner
from .retrieve.retriever import Retriever
from .verify.outcome import Outcome
from .verify.support import Supporter
from .write.quote import QuoteGenerator
from .write.suggest import candidates, tried

LEAST = 0.7
"""Least confidence, 0 to 1, at which a question is suggested: well over the one at which it is answered."""


class Suggester:
    """Makes and tries suggestions, once an article; shared by threads."""

    def __init__(
        self, settings: Settings, asker: Asker, planner: Planner, retriever: Retriever, supporter: Supporter
    ) -> None:
        self._settings = settings
        self._asker = asker
        self._planner = planner
        self._retriever = retriever
        self._supporter = supporter
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[list[str], Iterator[str]]] = {}

    def suggest(self, article_id: str, n: int) -> tuple[str, ...]:
        """The first `n` questions that an article answers, fewer where so many were not found.

        Only as many are tried as are wanted, so that the first abstention does not wait for all.

        :raises ArticleError: if there is no such article.
        """
        with self._lock:
            if article_id not in self._kept:
                made = candidates(self._retriever.everything(article_id))
                self._kept[article_id] = [], tried(made, lambda asked: self._answer(asked, article_id))
            known, more = self._kept[article_id]
            try:
                known += islice(more, max(0, n - len(known)))
            except Exception:  # a broken generator gives nothing more: it is made anew at the next question
                del self._kept[article_id]
                raise
            return tuple(known[:n])

    def _answer(self, question: str, article_id: str) -> Answer:
        """A question's answer by quotes; abstained where it is not sure."""
        asked = self._asker.understand(question)
        by = Composer(question, QuoteGenerator.name, None, False, Clock())
        plan = self._planner.plan(asked, self._settings.k, [article_id])
        evidence = plan.evidence
        if asked.parts or plan.empty or plan.data or evidence.answerable < LEAST:
            return by.abstain(unanswered(evidence), evidence)
        outcome = Outcome()
        checker = Checker(evidence, self._supporter, self._settings.min_support, by.clock)
        for _ in checker.run(plan.quotes, outcome):
            pass
        return by.answer(outcome, evidence) if outcome.checked else by.abstain(UNSUPPORTED, evidence)
