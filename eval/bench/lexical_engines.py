"""The engines that `eval.bench.lexical` compares, each behind the same two calls."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock

from eval.baselines.lexical import LexicalIndex
from index import Passage
from index.catalogue import Catalogue, Changing, tokens
from index.heads import Head


class Engine(Protocol):
    """What is compared; leaving its `with` block closes it."""

    def add(self, passages: Sequence[Passage]) -> None:
        """Index passages, and make them last."""
        ...

    def search(self, query: str, k: int) -> list[str]:
        """The texts of the best passages, best first."""
        ...

    def __enter__(self) -> Engine: ...
    def __exit__(self, *error: object) -> None: ...


class _Whole:
    """bm25s as Byline had it: one index, made anew after each change."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "passages.pickle"
        self._passages: list[Passage] = pickle.loads(self._file.read_bytes()) if self._file.exists() else []
        self._index = LexicalIndex(self._passages)

    def __enter__(self) -> _Whole:
        return self

    def __exit__(self, *error: object) -> None: ...

    def add(self, passages: Sequence[Passage]) -> None:
        self._passages += passages
        self._index = LexicalIndex(self._passages)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_bytes(pickle.dumps(self._passages))

    def search(self, query: str, k: int) -> list[str]:
        return [passage.text for passage, _ in self._index.search(query, k)]


class _Segments:
    """bm25s in segments, an index for each addition, merged where a smaller one is as large as the next.

    Each segment scores with its own counts, which is where its quality goes.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "segments.pickle"
        kept = pickle.loads(self._file.read_bytes()) if self._file.exists() else []
        self._segments = [LexicalIndex(one) for one in kept]

    def __enter__(self) -> _Segments:
        return self

    def __exit__(self, *error: object) -> None: ...

    def add(self, passages: Sequence[Passage]) -> None:
        new = list(passages)
        while self._segments and len(self._segments[-1].passages) <= len(new):
            new = [*self._segments.pop().passages, *new]
        self._segments.append(LexicalIndex(new))
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_bytes(pickle.dumps([one.passages for one in self._segments]))

    def search(self, query: str, k: int) -> list[str]:
        found = [hit for one in self._segments for hit in one.search(query, k)]
        return [passage.text for passage, _ in sorted(found, key=lambda hit: -hit[1])[:k]]


class _Fts5:
    """Byline's catalogue: SQLite's FTS5, scored as Lucene does."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "opening"):
            self._catalogue = Catalogue(folder / "catalogue.sqlite3")

    def __enter__(self) -> _Fts5:
        return self

    def __exit__(self, *error: object) -> None:
        self._catalogue.close()

    def add(self, passages: Sequence[Passage]) -> None:
        articles: dict[str, list[Passage]] = {}
        for passage in passages:
            articles.setdefault(passage.article_id, []).append(passage)

        def step(change: Changing) -> None:
            for article, own in articles.items():
                change.put(Head(article), 1, own, {})

        self._catalogue.change(step)

    def search(self, query: str, k: int) -> list[str]:
        return [passage.text for passage, _ in self._catalogue.search(query, k)]


class _Tantivy:
    """tantivy, a writer opened for each addition, as several processes would have to."""

    def __init__(self, folder: Path) -> None:
        import tantivy  # type: ignore[import-not-found]  # only this script needs it

        folder.mkdir(parents=True, exist_ok=True)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("stems", stored=False, tokenizer_name="whitespace", index_option="freq")
        schema.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        self._tantivy: Any = tantivy
        self._index: Any = tantivy.Index(schema.build(), path=str(folder))

    def __enter__(self) -> _Tantivy:
        return self

    def __exit__(self, *error: object) -> None: ...

    def add(self, passages: Sequence[Passage]) -> None:
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        for passage in passages:
            stems = " ".join(tokens(f"{passage.heading or ''}\n{passage.text}"))
            writer.add_document(self._tantivy.Document(stems=stems, text=passage.text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, query: str, k: int) -> list[str]:
        term, should = self._tantivy.Query.term_query, self._tantivy.Occur.Should
        parts = [(should, term(self._index.schema, "stems", one)) for one in tokens(query)]
        if not parts:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(self._tantivy.Query.boolean_query(parts), k).hits
        return [searcher.doc(address)["text"][0] for _, address in hits]


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "bm25s whole": _Whole,
    "bm25s segments": _Segments,
    "SQLite FTS5": _Fts5,
    "tantivy": _Tantivy,
}
