"""verbatim-core, the extracting core of https://github.com/KRLabsOrg/verbatim-rag, as a system.

A language model names the words of some passages that answer, and a template writes them down with markers.
"""

from __future__ import annotations

import logging
import time
from importlib.util import find_spec
from typing import Any

from index import Article, Library, Passage
from rag.errors import BylineError, ModelError

from ..outside import Source, answer_from
from ..questions import Question
from ..records import Reply, Span
from .endpoint import Endpoint

PASSAGES = 5
"""Passages that it is given, as many as verbatim-rag gives it: the nearest by Byline's embedding model."""
MAX_TOKENS = 512
"""Most tokens of a reply: a small model may repeat itself for ever."""


class VerbatimCore:
    """`VerbatimTransform` with its defaults, but for the temperature of 0, so that a run can be repeated.

    It extracts and does not search: the passages are those of Byline's dense search.

    :param library: holds the articles that are asked about.
    :raises ModelError: if verbatim-core is not installed.
    """

    name = "verbatim-core"

    def __init__(self, library: Library, endpoint: Endpoint) -> None:
        if find_spec("verbatim_core") is None:
            raise ModelError("verbatim-core is not installed: run `pip install 'byline[baselines]'`")
        self._library = library
        self._endpoint = endpoint
        self.models = {"language": endpoint.model}
        self._transform: Any = None
        self._faults: list[Exception] = []

    def ask(self, question: Question, article: Article) -> Reply:
        """Answer from the article; `history` is not looked at, because it has no memory.

        :raises BylineError: if the endpoint does not answer, or not in time.
        """
        if self._transform is None:
            self._transform = _transform(self._endpoint, self._faults)
        self._faults.clear()
        began = time.perf_counter()
        near = [p for p, _ in self._library.nearest(question.question, PASSAGES, [article.id])]
        context = [{"content": p.text, "title": article.title} for p in near]
        try:
            response = self._transform.transform(question=question.question, context=context)
        except Exception as error:  # noqa: BLE001  (a wrong form of reply raises whatever reading it raises)
            self._faults.append(error)
        if self._faults:
            first = (str(self._faults[0]) or type(self._faults[0]).__name__).splitlines()[0]
            raise BylineError(f"{self.name} at {self._endpoint.base_url}: {first}") from self._faults[0]
        seconds = time.perf_counter() - began
        answer = answer_from(
            question.question,
            response.answer if _extracted(response) else "",
            _sources(response, near, article),
            generator=f"llm:{self._endpoint.model}",
            seconds=seconds,
        )
        return Reply(answer, tuple(Span(p.article_id, p.start, p.end) for p in near))


def _transform(endpoint: Endpoint, faults: list[Exception]) -> Any:
    """:param faults: gets each error of the endpoint, which verbatim-core takes for "nothing found"."""
    import openai
    from verbatim_core import VerbatimTransform
    from verbatim_core.llm_client import LLMClient

    for name in ("verbatim_core.extractors", "verbatim_core.llm_client", "verbatim_core.templates"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a small model's JSON is often broken
    key = endpoint.api_key or "none"  # or it would send the environment's key for OpenAI
    client = LLMClient(model=endpoint.model, temperature=0.0, api_base=endpoint.base_url, api_key=key)
    client.client = openai.OpenAI(
        base_url=endpoint.base_url, api_key=key, timeout=endpoint.timeout, max_retries=1
    )
    completions = client.client.chat.completions
    create = completions.create

    def limited(**asked: Any) -> Any:
        try:
            return create(max_tokens=MAX_TOKENS, **asked)
        except openai.OpenAIError as error:
            faults.append(error)
            raise

    completions.create = limited
    return VerbatimTransform(llm_client=client)


def _extracted(response: Any) -> bool:
    """Whether it found any words: without, its template says so in words of its own."""
    return any(document.highlights for document in response.documents)


def _sources(response: Any, near: list[Passage], article: Article) -> list[Source]:
    """What its markers point to, in their order: each of the extracted words, with its own offsets."""
    sources = []
    for one in sorted(response.structured_answer.citations, key=lambda one: one.number or 0):
        found = response.documents[one.doc_index].highlights[one.highlight_index]
        start = near[one.doc_index].start
        sources.append(Source(article.id, article.title, found.text, start + found.start, start + found.end))
    return sources
