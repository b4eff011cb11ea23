"""The limits: what the networks' forward passes and Chroma's search cost with nothing around them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from index import Article
from index.embed import Embedder
from index.onnx_model import OnnxModel
from index.split import passages, sentences
from rag import Engine
from rag.nets.network import Network
from rag.retrieve.retriever import DEPTH

from ..times import Measured, seconds

LIMIT = "limit"
_Call = Callable[[], object]


def forward(engine: Engine, asked: Sequence[str]) -> Measured:
    """The forward passes that each question takes, run once more alone: those of the embedding model one
    after the other, and those of the reader and the verifier on as many threads as there are processors.
    """
    engine.query(asked[0])
    took = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for question in asked:
            with recorded() as (embeddings, runs):
                engine.query(question)

            def replay(embeddings: list[_Call] = embeddings, runs: list[_Call] = runs) -> None:
                for call in embeddings:
                    call()
                list(pool.map(lambda call: call(), runs))

            took.append(seconds(replay))
    return Measured("warm query", LIMIT, tuple(took), note="its forward passes alone")


@contextmanager
def recorded() -> Iterator[tuple[list[_Call], list[_Call]]]:
    """The runs of the embedding model, and of the reader and the verifier, that are made in the block, as
    calls that do them again."""
    embeddings: list[_Call] = []
    runs: list[_Call] = []
    embed, run = OnnxModel._run, Network.run

    def embedded(model: OnnxModel, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        embeddings.append(lambda: embed(model, ids))
        return embed(model, ids)

    def ran(network: Network, head: Sequence[int], body: Sequence[int]) -> Any:
        runs.append(lambda: run(network, head, body))
        return run(network, head, body)

    with patch.object(OnnxModel, "_run", embedded), patch.object(Network, "run", ran):
        yield embeddings, runs


def embedding(embedder: Embedder, articles: Sequence[Article], runs: int) -> Iterator[Measured]:
    """The texts that are indexed, through the embedding model in one call each: the passages alone, and
    with the sentences."""
    cut = [(article, passages(article, embedder.counts)) for article in articles]
    whole = [
        "\n".join(filter(None, (article.title, p.heading, p.text))) for article, found in cut for p in found
    ]
    single = [s.text for article in articles for s in sentences(article)]
    took = [
        (seconds(lambda: embedder.encode(whole)), seconds(lambda: embedder.encode(single)))
        for _ in range(runs)
    ]
    note = f"{len(whole)} passages through the embedding model"
    yield Measured("indexing", LIMIT, tuple(passage for passage, _ in took), note=note)
    note = f"and {len(single)} sentences"
    yield Measured("indexing", f"{LIMIT}, sentences too", tuple(map(sum, took)), note=note)


def chroma(folder: Path, embedder: Embedder, articles: Sequence[Article], asked: Sequence[str]) -> Measured:
    """Chroma's own query for the vectors of questions, in a collection that holds nothing but vectors."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    texts = [p.text for article in articles for p in passages(article, embedder.counts)]
    vectors, queries = embedder.encode(texts), embedder.encode(list(asked))
    client = chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
    bare = client.create_collection(
        "bare", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    size = client.get_max_batch_size()
    for at in range(0, len(texts), size):
        part = vectors[at : at + size]
        bare.add(ids=[str(i) for i in range(at, at + len(part))], embeddings=part)

    def query(vector: NDArray[np.float32]) -> object:
        return bare.query(
            query_embeddings=[vector.tolist()], n_results=min(DEPTH, len(texts)), include=["distances"]
        )

    query(queries[0])
    took = tuple(seconds(lambda vector=vector: query(vector)) for vector in queries)  # type: ignore[misc]
    client.close()
    return Measured("search", "limit, Chroma alone", took, note=f"{len(texts)} vectors, no text")


def search(engine: Engine, asked: Sequence[str]) -> Measured:
    """Byline's two searches for the vectors of questions, with their passages."""
    library = engine.library
    queries = library.embedder.encode(list(asked))

    def both(question: str, vector: NDArray[np.float32]) -> None:
        library.nearest(vector, DEPTH)
        library.matching(question, DEPTH)

    both(asked[0], queries[0])
    took = tuple(
        seconds(lambda question=question, vector=vector: both(question, vector))  # type: ignore[misc]
        for question, vector in zip(asked, queries, strict=True)
    )
    return Measured("search", "Byline", took, note="dense and lexical, with texts")
