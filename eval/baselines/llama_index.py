"""llama-index as its documentation has it, over Chroma, with Byline's embedding model: two systems."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import Article
from index.embed import Embedder
from rag.errors import BylineError

from ..outside import Source, answer_from
from ..questions import Question
from ..records import Reply, Span, Tokens
from .endpoint import Endpoint

CITED = 3
"""`similarity_top_k` of the citation engine, as in llama-index's example of it; the rest are its defaults."""
MAX_TOKENS = 256
"""Most tokens of a reply: a small model may repeat itself for ever."""
_LABEL = re.compile(r"\ASource \d+:\n")


class ArticleIndexes:
    """A `VectorStoreIndex` for each article, made at its first use: chunks of 1024 tokens, 200 shared.

    The article's title goes with each chunk as metadata, where there is one, as it does with Byline's.

    :param folder: for Chroma; empty or new.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._client: Any = None
        self._indexes: dict[str, Any] = {}

    def of(self, article: Article) -> Any:
        """The index of one article."""
        if article.id not in self._indexes:
            self._indexes[article.id] = self._built(article)
        return self._indexes[article.id]

    def _built(self, article: Article) -> Any:
        import chromadb
        from chromadb.config import Settings as ChromaSettings
        from llama_index.core import Document, StorageContext, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.vector_stores.chroma import ChromaVectorStore

        if self._client is None:
            quiet = ChromaSettings(anonymized_telemetry=False)
            self._client = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
        collection = self._client.create_collection(f"article-{article.id}", embedding_function=None)
        return VectorStoreIndex.from_documents(
            [
                Document(
                    text=article.text,
                    id_=article.id,
                    metadata={"title": article.title} if article.title else {},
                )
            ],
            storage_context=StorageContext.from_defaults(
                vector_store=ChromaVectorStore(chroma_collection=collection)
            ),
            embed_model=_embedding(self._embedder),
            transformations=[SentenceSplitter()],  # named, so that nobody's global settings change it
        )


class _Queried:
    """What both systems share: the model, the count of its tokens, and the way to a `Reply`."""

    name = ""

    def __init__(self, indexes: ArticleIndexes, endpoint: Endpoint) -> None:
        self._indexes = indexes
        self._endpoint = endpoint
        self.models = {"language": endpoint.model}
        self._llm: Any = None
        self._counter: Any = None
        self._counting: Any = None
        self._engines: dict[str, Any] = {}

    def ask(self, question: Question, article: Article) -> Reply:
        """Answer from the article; `history` is not looked at, because a query engine has no memory.

        :raises BylineError: if the endpoint does not answer, or not in time.
        """
        import httpx
        from openai import OpenAIError

        engine = self._engine(article)
        self._counter.reset_counts()
        began = time.perf_counter()
        try:
            response = engine.query(question.question)
        except (OpenAIError, httpx.HTTPError, ValueError) as error:  # ValueError: no room in the context
            first = (str(error) or type(error).__name__).splitlines()[0]
            raise BylineError(f"{self.name} at {self._endpoint.base_url}: {first}") from error
        seconds = time.perf_counter() - began
        answer = answer_from(
            question.question,
            str(response),
            _sources(response.source_nodes, article),
            articles=[article],
            generator=f"llm:{self._endpoint.model}",
            seconds=seconds,
        )
        ranked = tuple(Span(p.article_id, p.start, p.end) for p in answer.passages)
        counter = self._counter
        tokens = Tokens(counter.prompt_llm_token_count, counter.completion_llm_token_count)
        return Reply(answer, ranked, tokens)

    def _engine(self, article: Article) -> Any:
        if self._llm is None:
            self._llm, self._counter = _language_model(self._endpoint)
            self._counting = self._llm.callback_manager
        if article.id not in self._engines:
            self._engines[article.id] = self._made(self._indexes.of(article))
            self._llm.callback_manager = self._counting  # the engine has put the global one in its place
        return self._engines[article.id]

    def _made(self, index: Any) -> Any:
        raise NotImplementedError


class LlamaIndexCitation(_Queried):
    """`CitationQueryEngine`: numbered sources of at most 512 tokens, cited by the model itself.

    llama-index gives these sources no offsets, so each is looked up in the article, at its first occurrence.
    """

    name = "llama-index citation"

    def _made(self, index: Any) -> Any:
        from llama_index.core.query_engine import CitationQueryEngine

        return CitationQueryEngine.from_args(
            index, llm=self._llm, similarity_top_k=CITED, citation_chunk_size=512
        )


class LlamaIndexQuery(_Queried):
    """`as_query_engine()` as it comes: the two nearest chunks, and an answer that cites nothing.

    Its passages have llama-index's own offsets.
    """

    name = "llama-index query"

    def _made(self, index: Any) -> Any:
        return index.as_query_engine(llm=self._llm)


def _sources(nodes: Sequence[Any], article: Article) -> list[Source]:
    """The retrieved nodes without the label that the citation engine writes into their text."""
    sources = []
    for found in nodes:
        node = found.node
        text = node.get_content()
        if _LABEL.match(text):
            text = _LABEL.sub("", text).removesuffix("\n")
        sources.append(Source(article.id, article.title, text, node.start_char_idx, node.end_char_idx))
    return sources


def _language_model(endpoint: Endpoint) -> tuple[Any, Any]:
    """The endpoint as llama-index's model, and the handler that counts what its replies say they used."""
    from llama_index.core.callbacks import CallbackManager, TokenCountingHandler
    from llama_index.llms.openai_like import OpenAILike

    counter = TokenCountingHandler()
    model = OpenAILike(
        model=endpoint.model,
        api_base=endpoint.base_url,
        api_key=endpoint.api_key or "none",  # or llama-index would send the environment's key for OpenAI
        is_chat_model=True,
        temperature=0.0,
        max_tokens=MAX_TOKENS,
        context_window=endpoint.context,
        timeout=endpoint.timeout,
        max_retries=1,
        callback_manager=CallbackManager([counter]),
    )
    return model, counter


def _embedding(embedder: Embedder) -> Any:
    """Byline's embedding model as llama-index's; made here because its base class is slow to import."""
    from llama_index.core.embeddings import BaseEmbedding

    class SameEmbedding(BaseEmbedding):  # type: ignore[misc]
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embedder.encode(texts).tolist()
            return vectors

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return SameEmbedding(model_name=embedder.name)
