"""The store on real Chroma: what is written is read back, and what is broken is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_index.vector_stores.chroma import ChromaVectorStore
from numpy.typing import NDArray

from index import Article, ArticleError, Heading, Library, Passage, Settings, StoreError
from index.embed import Embedder
from index.store import ARTICLES, PART_CHARS, PASSAGES, Record, Store

RECORD = Record(schema=1, embed_model="invented", passage_pieces=10)
ARTICLE = Article(
    "First one.\n\nPart\n\nSecond one.", title="Title", headings=(Heading(12, 16),), outlet="Post"
)


def passages_of(article: Article) -> list[Passage]:
    """A passage a paragraph, which is all that a store needs to know."""
    found, start = [], 0
    for text in article.text.split("\n\n"):
        found.append(Passage(article.id, text, start, start + len(text)))
        start += len(text) + 2
    return found


def vectors_of(passages: list[Passage]) -> NDArray[np.float32]:
    """Unit vectors, the same for the same text."""
    rows = [np.random.default_rng(list(p.text.encode())).normal(size=8) for p in passages]
    return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32).reshape(len(rows), 8)


def put(store: Store, article: Article) -> list[Passage]:
    passages = passages_of(article)
    store.add(article, passages, vectors_of(passages))
    return passages


def ids(store: Store) -> tuple[str, ...]:
    return tuple(head.article_id for head in store.heads())


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings, RECORD)


class TestArticles:
    def test_round_trip(self, store: Store, settings: Settings) -> None:
        put(store, ARTICLE)
        for opened in (store, Store(settings, RECORD)):
            assert ids(opened) == (ARTICLE.id,)
            assert opened.article(ARTICLE.id) == ARTICLE
            assert list(opened.passages()) == passages_of(ARTICLE)

    @pytest.mark.parametrize("characters", [1, PART_CHARS - 1, PART_CHARS, PART_CHARS + 1, 12 * PART_CHARS])
    def test_any_length(self, store: Store, characters: int) -> None:
        article = Article("мост " * (characters // 5) + "x" * (characters % 5 or 1))
        put(store, article)
        assert store.article(article.id) == article

    def test_awkward_characters(self, store: Store) -> None:
        article = Article('a\x00b "c" \\ \r\n👩\u200d🚒 e\u0301 \u2028 </script>')
        put(store, article)
        assert store.article(article.id) == article
        assert list(store.passages()) == passages_of(article)

    def test_adding_again_replaces(self, store: Store) -> None:
        put(store, Article(ARTICLE.text, title="x" * 3 * PART_CHARS))
        put(store, ARTICLE)
        assert store.article(ARTICLE.id) == ARTICLE
        assert len(store.passages()) == 3

    def test_many_in_the_order_of_their_ids(self, store: Store) -> None:
        articles = [Article(f"Number {n}.") for n in range(30)]
        for article in articles:
            put(store, article)
        assert ids(store) == tuple(sorted(article.id for article in articles))

    def test_remove(self, store: Store) -> None:
        put(store, ARTICLE)
        kept = put(store, Article("Other."))
        store.remove(ARTICLE.id)
        store.remove("unknown")
        assert ids(store) == (kept[0].article_id,)
        assert list(store.passages()) == kept

    def test_unknown(self, store: Store) -> None:
        with pytest.raises(ArticleError, match="no article 'unknown'"):
            store.article("unknown")

    @pytest.mark.parametrize("damage", ["part lost", "other text", "not JSON", "other article"])
    def test_damaged(self, store: Store, damage: str) -> None:
        long = Article(ARTICLE.text, title="x" * 2 * PART_CHARS)
        put(store, long)
        collection = store._client.get_collection(ARTICLES, embedding_function=None)
        first = f"{long.id}/0"
        whole = collection.get(ids=[first])["documents"][0]
        other = Article("Another text.").to_dict()
        match damage:
            case "part lost":
                collection.delete(ids=[f"{long.id}/1"])
            case "other text":
                collection.update(
                    ids=[first], documents=[whole.replace("First", "Fifth")], embeddings=[[1.0]]
                )
            case "not JSON":
                collection.update(ids=[first], documents=["{"], embeddings=[[1.0]])
            case "other article":
                put(store, Article.from_dict(other))
                text = collection.get(ids=[f"{Article('Another text.').id}/0"])["documents"][0]
                collection.delete(where={"article": long.id})
                collection.add(
                    ids=[first],
                    documents=[text],
                    metadatas=[{"article": long.id, "part": 0, "parts": 1}],
                    embeddings=[[1.0]],
                )
        with pytest.raises(ArticleError, match=f"{long.id} is damaged in .*: add it again, or remove it"):
            store.article(long.id)


class TestSearch:
    def test_scores_are_cosines_best_first(self, store: Store) -> None:
        stored = [p for n in range(10) for p in put(store, Article(f"Number {n}.\n\nAnd {n}."))]
        query = vectors_of([Passage("x", "query", 0, 5)])[0]
        cosines = vectors_of(stored) @ query
        expected = sorted(zip(stored, cosines.tolist(), strict=True), key=lambda pair: -pair[1])
        found = store.search(query, 7)
        assert [passage for passage, _ in found] == [passage for passage, _ in expected[:7]]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected[:7]], abs=1e-5)

    def test_restriction(self, store: Store) -> None:
        articles = [Article(f"Number {n}.") for n in range(20)]
        for article in articles:
            put(store, article)
        query = vectors_of([Passage("x", "query", 0, 5)])[0]
        wanted = {article.id for article in articles[5:8]}
        assert {passage.article_id for passage, _ in store.search(query, 10, wanted)} == wanted
        assert store.search(query, 10, []) == []
        assert store.search(query, 10, ["unknown"]) == []

    def test_empty_store(self, store: Store) -> None:
        assert store.search(np.ones(8, dtype=np.float32), 5) == []
        assert store.passages() == ids(store) == ()

    def test_articles_that_are_to_be_left_out(self, store: Store) -> None:
        kept, other = put(store, Article("Whole.")), put(store, ARTICLE)
        query = vectors_of(other)[0]
        assert {p.article_id for p, _ in store.search(query, 9)} == {ARTICLE.id, kept[0].article_id}
        assert [p for p, _ in store.search(query, 9, without=[ARTICLE.id])] == kept
        assert store.search(query, 9, [ARTICLE.id], without=[ARTICLE.id]) == []

    def test_more_passages_than_chroma_takes_at_once(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store._client, "get_max_batch_size", lambda: 2)
        whole, sizes = ChromaVectorStore.add, []

        def add(self: ChromaVectorStore, nodes: list[object]) -> list[str]:
            sizes.append(len(nodes))
            return whole(self, nodes)

        monkeypatch.setattr(ChromaVectorStore, "add", add)
        article = Article("\n\n".join(f"Number {n}." for n in range(5)))
        put(store, article)
        assert sizes == [2, 2, 1]
        assert list(store.passages()) == passages_of(article)


class TestRecord:
    @pytest.mark.parametrize(
        "other",
        [Record(2, "invented", 10), Record(1, "other", 10), Record(1, "invented", 11)],
        ids=["schema", "embed_model", "passage_pieces"],
    )
    def test_other_record_is_refused_until_replaced(self, settings: Settings, other: Record) -> None:
        passages = put(Store(settings, RECORD), ARTICLE)
        store = Store(settings, other)
        for refused in (
            lambda: put(store, Article("New.")),
            lambda: store.search(np.ones(8, dtype=np.float32), 1),
        ):
            with pytest.raises(StoreError, match="run `python -m index rebuild`") as caught:
                refused()
            assert RECORD.describe() in str(caught.value)
            assert other.describe() in str(caught.value)
        store.replace_passages([(passages, vectors_of(passages))])
        assert store.mismatch() is None
        assert len(store.search(vectors_of(passages)[0], 3)) == 3
        assert Store(settings, RECORD).mismatch() is not None

    def test_collection_of_another_program_is_left_alone(self, settings: Settings) -> None:
        store = Store(settings, RECORD)
        store._client.delete_collection(PASSAGES)
        store._client.create_collection(PASSAGES, embedding_function=None)
        with pytest.raises(StoreError, match="that Byline did not make: name another folder"):
            put(Store(settings, RECORD), ARTICLE)


class TestReplace:
    def test_interrupted_while_writing_keeps_the_old(self, store: Store, settings: Settings) -> None:
        passages = put(store, ARTICLE)

        def contents() -> Iterator[tuple[list[Passage], NDArray[np.float32]]]:
            yield passages[:1], vectors_of(passages[:1])
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.replace_passages(contents())  # type: ignore[arg-type]
        for opened in (store, Store(settings, RECORD)):
            assert list(opened.passages()) == passages
        store.replace_passages([(passages[1:], vectors_of(passages[1:]))])
        assert list(store.passages()) == passages[1:]

    def test_interrupted_at_the_last_step_keeps_the_new(self, store: Store, settings: Settings) -> None:
        passages = put(store, ARTICLE)
        store.replace_passages([(passages, vectors_of(passages))])
        store._client.get_collection(PASSAGES, embedding_function=None).modify(name=f"{PASSAGES}-new")
        opened = Store(settings, RECORD)
        assert list(opened.passages()) == passages
        assert opened.mismatch() is None

    def test_seen_by_a_store_that_was_open_before(self, store: Store, settings: Settings) -> None:
        passages = put(store, ARTICLE)
        Store(settings, RECORD).replace_passages([(passages[:1], vectors_of(passages[:1]))])
        assert list(store.passages()) == passages[:1]
        assert len(store.search(vectors_of(passages)[0], 5)) == 1


class TestWrongPlaces:
    def test_file(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_text("x")
        with pytest.raises(StoreError, match="is a file: expected a folder"):
            Store(Settings(store=str(path)), RECORD)

    def test_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(StoreError, match="cannot be made"):
            Store(Settings(store=str(tmp_path / "file" / "store")), RECORD)

    def test_folder_of_other_files_is_left_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("x")
        with pytest.raises(StoreError, match="holds other files"):
            Store(Settings(store=str(tmp_path)), RECORD)
        assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

    @pytest.mark.parametrize("content", [b"not a database " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
    def test_damaged_database(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "chroma.sqlite3").write_bytes(content)
        for _ in range(2):
            with pytest.raises(StoreError, match="cannot be used") as caught:
                Store(Settings(store=str(tmp_path)), RECORD)
            assert "\n" not in str(caught.value)

    def test_database_of_another_program(self, tmp_path: Path) -> None:
        connection = sqlite3.connect(tmp_path / "chroma.sqlite3")
        connection.execute("CREATE TABLE collections (x)")
        connection.close()
        with pytest.raises(StoreError, match="cannot be used"):
            Store(Settings(store=str(tmp_path)), RECORD)

    def test_no_server_there(self) -> None:
        with pytest.raises(StoreError, match=r"store http://127\.0\.0\.1:1 cannot be used"):
            Store(Settings(store="http://127.0.0.1:1"), RECORD)

    def test_home_folder(self, home: Path) -> None:
        put(Store(Settings(store="~/news"), RECORD), ARTICLE)
        assert (home / "news" / "chroma.sqlite3").exists()


@pytest.mark.slow
def test_chroma_server(server: str, embedder: Embedder) -> None:
    settings = Settings(store=server)
    library = Library(settings)
    library.embedder = embedder
    article = library.add(Article("The bridge is open.\n\nFerries stay in the port.", title="Bridge"))
    library.add(article)
    assert library.check() == ()

    fresh = Library(settings)
    fresh.embedder = embedder
    assert fresh.articles() == (article,)
    for found in (fresh.nearest("Is the bridge open?", 5), fresh.matching("Is the bridge open?", 5)):
        assert [article.text[p.start : p.end] for p, _ in found] == [found[0][0].text]
    assert fresh.rebuild() == 1
    assert library.nearest("bridge", 1) == fresh.nearest("bridge", 1)
    library.remove(article.id)
    assert Library(settings).articles() == ()
