"""A passage as llama-index's vector store writes it to Chroma, and as it is read back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..article import Passage


def vector_store(collection: Any) -> Any:
    """llama-index's store over a collection."""
    from llama_index.vector_stores.chroma import ChromaVectorStore

    return ChromaVectorStore(chroma_collection=collection)


def node(passage: Passage, vector: NDArray[np.float32]) -> Any:
    """A passage with its vector, shape (dimensions,), as llama-index takes it."""
    from llama_index.core.schema import TextNode

    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata={
            "article_id": passage.article_id,
            "start": passage.start,
            "end": passage.end,
            "heading": passage.heading or "",
        },
        embedding=vector.tolist(),
    )


def passage_of(text: str, meta: dict[str, Any]) -> Passage:
    """The passage that a row of Chroma holds."""
    return Passage(
        str(meta["article_id"]), text, int(meta["start"]), int(meta["end"]), str(meta["heading"]) or None
    )


def among(articles: Collection[str] | None, without: Collection[str]) -> dict[str, Any] | None:
    """Chroma's condition for the passages of some articles, None for all, but those of others; None: no
    condition."""
    if articles is not None:
        return {"article_id": {"$in": sorted(set(articles) - set(without))}}
    return {"article_id": {"$nin": sorted(without)}} if without else None
