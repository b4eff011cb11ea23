"""Byline in a llama-index pipeline: its answers, its passages, its reader, and its check of others' answers.

Nothing of ours imports this module: `index/store.py` and `rag/write/llm/` use llama-index behind names of
their own, and this one is for people who have a pipeline of theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import AsyncStreamingResponse, Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index import Settings
from index.sentences import spans
from rag.answer import Answer, ScoredPassage
from rag.engine import Engine
from rag.models import supporter
from rag.retrieve.reader import Reader
from rag.where import Filter

from .foreign import Source, check


class BylineQueryEngine(BaseQueryEngine):
    """Answers by Byline: `str(response)` is the answer with its markers, `source_nodes` are the passages
    read, and `metadata` is `Answer.to_dict()`, with the citations and each sentence's verdict.

    :param articles: ids to restrict to; None: the whole library.
    :param where: outlets, days and languages to restrict to besides; None: all.
    """

    def __init__(
        self,
        engine: Engine | None = None,
        articles: Collection[str] | None = None,
        where: Filter | None = None,
    ) -> None:
        super().__init__(callback_manager=None)
        self._engine, self._articles, self._where = engine or Engine(), articles, where

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._engine.query(query_bundle.query_str, self._articles, where=self._where)
        return Response(answer.text, [*map(node, answer.passages)], answer.to_dict())

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)


class BylineRetriever(BaseRetriever):
    """The passages that Byline would read, best first.

    :param articles: ids to restrict to; None: the whole library.
    :param k: how many passages, 1 to 100; None: as in the settings.
    :param where: outlets, days and languages to restrict to besides; None: all.
    """

    def __init__(
        self,
        engine: Engine | None = None,
        articles: Collection[str] | None = None,
        k: int | None = None,
        where: Filter | None = None,
    ) -> None:
        super().__init__()
        self._engine, self._articles, self._k, self._where = engine or Engine(), articles, k, where

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._engine.retrieve(query_bundle.query_str, self._k, self._articles, self._where)
        return [*map(node, found)]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class BylineReader(BaseNodePostprocessor):
    """Orders any retriever's nodes by how likely one of their sentences answers, 0 to 1; keeps the best.

    :param top_n: how many nodes to keep.
    """

    top_n: int = 5
    _reader: Reader = PrivateAttr(default_factory=Reader)

    @classmethod
    def class_name(cls) -> str:
        """As llama-index names it in its records."""
        return "BylineReader"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or not query_bundle.query_str.strip():
            return nodes[: self.top_n]
        texts = [_sentences(one.node.get_content()) for one in nodes]
        readings = self._reader.read(query_bundle.query_str, texts)
        scored = [
            NodeWithScore(node=one.node, score=max(reading.sentences, default=0.0))
            for one, reading in zip(nodes, readings, strict=True)
        ]
        return sorted(scored, key=lambda one: one.score or 0.0, reverse=True)[: self.top_n]


class CheckedQueryEngine(BaseQueryEngine):
    """Another query engine, whose answers Byline checks against their own sources, and cites.

    What the sources do not support is left out of the text; `metadata` is `Answer.to_dict()`, whose
    `sentences` hold all of it with each one's verdict. Where nothing stands, the text says so.
    """

    def __init__(self, inner: BaseQueryEngine, settings: Settings | None = None) -> None:
        super().__init__(callback_manager=inner.callback_manager)
        self._inner, self._settings = inner, settings or Settings()

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {"inner": self._inner}

    def _query(self, query_bundle: QueryBundle) -> Response:
        return self._checked(query_bundle, self._inner.query(query_bundle))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        response = await self._inner.aquery(query_bundle)
        if isinstance(response, AsyncStreamingResponse):  # its pieces belong to this loop
            response = await response.get_response()
        return await asyncio.to_thread(self._checked, query_bundle, response)

    def _checked(self, query_bundle: QueryBundle, response: Any) -> Response:
        answer = check_response(response, query_bundle.query_str, self._settings)
        return Response(answer.text, response.source_nodes, answer.to_dict())


def check_response(response: Any, question: str = "", settings: Settings | None = None) -> Answer:
    """Check any engine's response, sentence by sentence, against its source nodes.

    A citation's `article_id` is the id of a node, and `quote` is `node.get_content()[start:end]`. Markers
    of the response's own are not trusted, and left out.

    :param response: what a llama-index query engine returned, with its `source_nodes`.
    :param settings: name the verifier and `min_support`; None: from the environment and `byline.toml`.
    """
    settings = settings or Settings()
    sources = [
        Source(one.node.node_id, _title(one), one.node.get_content(), one.score or 0.0)
        for one in response.source_nodes
    ]
    return check(str(response), question, sources, supporter(settings), settings.min_support)


def node(passage: ScoredPassage) -> NodeWithScore:
    """A passage as a node, whose id and metadata say where it stands in its article."""
    where = {"article_id": passage.article_id, "title": passage.title, "heading": passage.heading}
    one = TextNode(
        id_=f"{passage.article_id}:{passage.start}-{passage.end}",
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={**where, "start": passage.start, "end": passage.end},
        excluded_embed_metadata_keys=["article_id", "start", "end"],
        excluded_llm_metadata_keys=["article_id", "start", "end"],
    )
    return NodeWithScore(node=one, score=passage.score)


def _title(one: NodeWithScore) -> str:
    """What a node says of where it is from."""
    named = (one.node.metadata.get(key) for key in ("title", "file_name", "url"))
    return str(next(filter(None, named), one.node.node_id))


def _sentences(text: str) -> Sequence[str]:
    return [text[start:end] for start, end in spans(" ".join(text.split()))] or [text]
