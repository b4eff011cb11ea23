"""What a user would write with llama-index instead: a script by itself, run by its path and not imported.

`pipeline.py index FOLDER MODEL FILE…` and `pipeline.py ask FOLDER MODEL QUESTION URL NAME` print, as JSON,
the seconds of each stage. Chroma keeps the vectors, sentence-transformers makes them with the same weights;
the rest are its defaults, and nothing of Byline is imported.
"""

# ruff: noqa: T201  (what it prints is its output)
import time

BEGAN = time.perf_counter()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import chromadb  # noqa: E402
from chromadb.config import Settings as ChromaSettings  # noqa: E402
from llama_index.core import Document, StorageContext, VectorStoreIndex  # noqa: E402
from llama_index.core.embeddings import BaseEmbedding  # noqa: E402
from llama_index.core.query_engine import CitationQueryEngine  # noqa: E402
from llama_index.vector_stores.chroma import ChromaVectorStore  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402

CITED, MAX_TOKENS = 3, 256


class Embedding(BaseEmbedding):  # type: ignore[misc]
    """sentence-transformers, as llama-index's own package for it runs it, which is not installed here."""

    model: Any

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors = self.model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        rows: list[list[float]] = vectors.tolist()
        return rows

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def main() -> None:
    """Do what the arguments say."""
    stages = {"import": time.perf_counter() - BEGAN}
    what, folder, model, *rest = sys.argv[1:]
    at = time.perf_counter()
    loaded = SentenceTransformer(model, device="cpu", local_files_only=True)
    embedding = Embedding(model=loaded, model_name="same", embed_batch_size=64)
    client = chromadb.PersistentClient(path=folder, settings=ChromaSettings(anonymized_telemetry=False))
    collection = client.get_or_create_collection("articles", embedding_function=None)
    store = ChromaVectorStore(chroma_collection=collection)
    stages["load"] = time.perf_counter() - at
    at = time.perf_counter()
    if what == "index":
        documents = [Document(text=Path(path).read_text("utf-8")) for path in rest]
        context = StorageContext.from_defaults(vector_store=store)
        VectorStoreIndex.from_documents(documents, storage_context=context, embed_model=embedding)
        stages["index"] = time.perf_counter() - at
    else:
        question, url, name = rest
        from llama_index.llms.openai_like import OpenAILike

        index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
        index.as_retriever(similarity_top_k=CITED).retrieve(question)
        stages["search"] = time.perf_counter() - at
        at = time.perf_counter()
        llm = OpenAILike(
            model=name, api_base=url, api_key="none", is_chat_model=True, temperature=0.0,
            max_tokens=MAX_TOKENS, context_window=8192, timeout=300, max_retries=1,
        )  # fmt: skip
        engine = CitationQueryEngine.from_args(
            index, llm=llm, similarity_top_k=CITED, citation_chunk_size=512
        )
        str(engine.query(question))
        stages["write"] = time.perf_counter() - at
    print(json.dumps(stages))


if __name__ == "__main__":
    main()
