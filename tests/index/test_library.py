"""The library with the real model on real Chroma: idempotent, reloadable, and never half done."""

from __future__ import annotations

import gc
import itertools
import random
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from index import Article, ArticleError, Heading, Library, Settings, StoreError, split
from index.embed import Embedder
from index.library import making, shipped_articles
from index.read import source
from index.settings import default_store
from index.store import ARTICLES, PASSAGES, Store

BRIDGE = Article("The bridge is open.\n\nThe bridge is open. Ferries stay in the port.", title="Bridge")
OWL = Article("An owl hatched two chicks in the city park.", title="Owls")
PORT = Article('"We closed it," said Ann Lee, the head of the port. Lee denied that it was late.', "Port")


def reopened(library: Library, **changes: object) -> Library:
    """Another library over the same store, as another process would open it."""
    fresh = Library(library.settings.model_copy(update=changes))
    fresh.embedder = library.embedder
    return fresh


def contents(library: Library) -> list[tuple[object, ...]]:
    store = library._opened(seed=False)
    return [*library.articles(), *store.passages(), *(head.article_id for head in store.heads())]


def sound(library: Library) -> None:
    """Everything that has to hold of a library, whatever has happened to it."""
    assert library.check() == ()
    for article in library.articles():
        assert library.get(article.id) == article
        for found in (
            library.nearest("bridge", 50, [article.id]),
            library.matching("bridge", 50, [article.id]),
        ):
            for passage, _ in found:
                assert article.text[passage.start : passage.end] == passage.text
        for sentence in library.sentences(article.id):
            assert article.text[sentence.start : sentence.end] == sentence.text


class TestAdd:
    def test_twice_changes_nothing(self, library: Library) -> None:
        first = library.add(BRIDGE)
        before = contents(library)
        assert library.add(BRIDGE) == first
        assert library.add(Article(BRIDGE.text, title="Other title")) == first
        assert reopened(library).add(BRIDGE) == first
        assert contents(library) == before

    def test_file(self, library: Library, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Bridge to reopen\n\nThe bridge is open.", encoding="utf-8")
        assert library.add(path) == library.add(str(path)) == library.articles()[0]

    def test_unreadable_file_leaves_the_library_as_it_was(self, library: Library, tmp_path: Path) -> None:
        library.add(BRIDGE)
        before = contents(library)
        with pytest.raises(ArticleError):
            library.add(tmp_path / "nowhere.txt")
        assert contents(library) == before

    def test_article_of_nothing_but_a_heading(self, library: Library) -> None:
        library.add(Article("Part", headings=(Heading(0, 4),)))
        assert library.nearest("part", 5) == library.matching("part", 5) == []
        assert library.rebuild() == 1
        sound(library)

    @pytest.mark.parametrize("method", ["add", "_write", "_write_article"])
    def test_interrupted(self, library: Library, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
        library.add(OWL)
        whole = getattr(Store, method)

        def cut(self: Store, *args: object) -> None:
            if method != "add":
                whole(self, *args) if method == "_write" else None
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Store, method, cut)
            with pytest.raises(KeyboardInterrupt):
                library.add(BRIDGE)
        for opened in (library, reopened(library)):
            assert opened.articles() == (OWL,)
            assert {p.article_id for p, _ in opened.nearest("bridge", 9)} == {OWL.id}
            assert opened.matching("bridge", 9) == []
            with pytest.raises(ArticleError, match="no article"):
                opened.get(BRIDGE.id)
        library.add(BRIDGE)
        sound(library)
        assert [p.article_id for p, _ in library.matching("ferries", 9)] == [BRIDGE.id]

    def test_damaged_article_is_mended_by_adding_it_again(self, library: Library) -> None:
        library.add(BRIDGE)
        articles = library._opened()._client.get_collection(ARTICLES, embedding_function=None)
        articles.update(ids=[f"{BRIDGE.id}/0"], documents=["{"], embeddings=[[1.0]])
        fresh = reopened(library)
        assert any("is damaged" in problem for problem in fresh.check())
        fresh.add(BRIDGE)
        sound(fresh)

    def test_from_several_threads(self, library: Library) -> None:
        articles = [Article(f"Number {n} is here.") for n in range(8)]
        threads = [threading.Thread(target=library.add, args=[a]) for a in (*articles, *articles)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(library.articles()) == set(articles)
        sound(library)


class TestReload:
    def test_fresh_library_finds_the_same(self, library: Library) -> None:
        library.add(BRIDGE)
        library.add(OWL)
        fresh = reopened(library)
        assert fresh.articles() == (BRIDGE, OWL)
        assert fresh.sentences(BRIDGE.id) == library.sentences(BRIDGE.id) == split.sentences(BRIDGE)
        for query in ("Who hatched in the park?", "Is the bridge open?"):
            assert fresh.nearest(query, 5) == library.nearest(query, 5)
            assert fresh.matching(query, 5) == library.matching(query, 5)
        sound(fresh)

    def test_article_added_by_another_process_is_found(self, library: Library) -> None:
        library.add(BRIDGE)
        assert library.matching("owl", 5) == []
        reopened(library).add(OWL)
        assert [p.article_id for p, _ in library.matching("owl", 5)] == [OWL.id]
        assert library.nearest("owl chicks", 1)[0][0].article_id == OWL.id

    @pytest.mark.parametrize("damage", ["lost", "damaged", "older"])
    def test_catalogue_lost_or_damaged_is_made_again(self, library: Library, damage: str) -> None:
        library.add(BRIDGE)
        found = library.matching("ferries", 5)
        assert found
        library.close()
        file = Path(library.settings.store) / "catalogue.sqlite3"
        if damage == "older":
            connection = sqlite3.connect(file)
            connection.execute("PRAGMA user_version = 99")
            connection.close()
        else:
            file.write_bytes(b"not a database" * 999) if damage == "damaged" else file.unlink()
        fresh = reopened(library)
        assert fresh.matching("ferries", 5) == found
        sound(fresh)

    def test_store_of_before_there_was_a_catalogue(self, library: Library) -> None:
        library.add(BRIDGE)
        library.close()
        (Path(library.settings.store) / "catalogue.sqlite3").unlink()
        old = Path(library.settings.store) / "bm25"
        old.mkdir()
        (old / "passages.json").write_text("{}", encoding="utf-8")
        fresh = reopened(library)
        sound(fresh)
        assert fresh.sentence_vectors(BRIDGE.id).shape == (3, 384)
        assert not old.exists()


class TestSentences:
    def test_vectors_are_made_at_indexing(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        library.add(BRIDGE)
        texts = [sentence.text for sentence in split.sentences(BRIDGE)]
        expected = library.embedder.encode(texts)
        monkeypatch.setattr(Embedder, "encode", lambda *_: pytest.fail("nothing is left to be embedded"))
        for opened in (library, reopened(library)):
            assert opened.sentence_vectors(BRIDGE.id) == pytest.approx(expected, abs=1e-3)
            assert opened.sentences(BRIDGE.id) == split.sentences(BRIDGE)

    def test_are_kept_with_all_that_is_known_of_their_speakers(self, library: Library) -> None:
        library.add(PORT)
        first, second = library.sentences(PORT.id)
        assert (first.speaker, first.role, first.form, first.cue) == (
            "Ann Lee",
            "head of the port",
            "direct",
            "said",
        )
        assert (second.form, second.cue) == ("reported", "denied")
        assert library.sentences(PORT.id) == split.sentences(PORT)

    def test_what_other_code_made_is_made_again(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.add(BRIDGE)
        monkeypatch.setattr(making, "rules", lambda: "newer")
        asked: list[str] = []
        whole = Embedder.encode
        monkeypatch.setattr(
            Embedder, "encode", lambda self, texts: (asked.extend(texts), whole(self, texts))[1]
        )
        fresh = reopened(library)
        assert fresh.sentence_vectors(BRIDGE.id).shape == (3, 384)
        assert len(asked) == 3
        assert reopened(library).sentence_vectors(BRIDGE.id).shape == (3, 384)
        assert len(asked) == 3


class TestUnchanged:
    def test_the_same_bytes_are_not_read_again(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = tmp_path / "a.html"
        page.write_text("<title>Bridge</title><p>The bridge is open. Ferries stay in the port.</p>")
        first = library.add(page)
        reading = pytest.MonkeyPatch()
        with reading.context() as patch:
            patch.setattr(source, "parse", lambda *_: pytest.fail("read again"))
            assert library.add(page) == reopened(library).add(page) == first
            assert [result for _, result in library.add_all([tmp_path])] == [first]
        page.write_text("<title>Bridge</title><p>The bridge is shut. Ferries leave the port.</p>")
        second = library.add(page)
        assert (second.version, second.replaces) == (2, first.id)
        page.write_text("<title>Bridge</title><p>The bridge is open. Ferries stay in the port.</p>")
        assert library.add(page).version == 3
        assert library.ids() == (first.id,)


class TestSearch:
    def test_cosine_is_the_dot_product_of_unit_vectors(
        self, shipped_library: Library, embedder: Embedder
    ) -> None:
        (article,) = shipped_library.articles()
        query = "What guarantees does Russia want?"
        texts = {
            p: "\n".join(filter(None, (article.title, p.heading, p.text)))
            for p in split.passages(article, embedder.counts)
        }
        rows = embedder.encode(list(texts.values()))
        assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)
        expected = dict(zip(texts, (rows @ embedder.encode([query])[0]).tolist(), strict=True))
        found = shipped_library.nearest(query, 100)
        assert {p: pytest.approx(score, abs=1e-4) for p, score in expected.items()} == dict(found)
        assert found == sorted(found, key=lambda pair: -pair[1])

    def test_repeated_sentences_keep_their_places(self, library: Library) -> None:
        library.add(BRIDGE)
        spans = [(s.start, s.end) for s in library.sentences(BRIDGE.id) if s.text == "The bridge is open."]
        assert spans == [(0, 19), (21, 40)]

    def test_restriction_among_many_articles(self, library: Library) -> None:
        articles = [library.add(Article(f"The bridge number {n} is open.")) for n in range(25)]
        some = {article.id for article in random.Random(0).sample(articles, 7)}
        for search in (library.nearest, library.matching):
            assert {p.article_id for p, _ in search("bridge", 100)} == {article.id for article in articles}
            assert {p.article_id for p, _ in search("bridge", 100, some)} == some
            assert search("bridge", 100, []) == []

    def test_empty_library(self, library: Library) -> None:
        assert library.articles() == ()
        assert library.nearest("bridge", 5) == library.matching("bridge", 5) == []
        assert library.check() == ()
        assert library.rebuild() == 0


class TestRemove:
    def test_article_is_gone_everywhere(self, library: Library) -> None:
        library.add(BRIDGE)
        library.add(OWL)
        library.matching("bridge", 5)
        assert library.remove(BRIDGE.id) == BRIDGE
        for opened in (library, reopened(library)):
            assert opened.articles() == (OWL,)
            assert {p.article_id for p, _ in opened.nearest("bridge", 9)} == {OWL.id}
            assert opened.matching("bridge", 9) == []
            sound(opened)

    def test_unknown_id(self, library: Library) -> None:
        for method in (library.remove, library.get, library.sentences):
            with pytest.raises(ArticleError, match="no article '0123456789abcdef'"):
                method("0123456789abcdef")

    def test_damaged_article_can_be_removed(self, library: Library) -> None:
        library.add(BRIDGE)
        articles = library._opened()._client.get_collection(ARTICLES, embedding_function=None)
        articles.update(ids=[f"{BRIDGE.id}/0"], documents=["{"], embeddings=[[1.0]])
        fresh = reopened(library)
        assert fresh.remove(BRIDGE.id) is None
        assert fresh.articles() == ()
        sound(fresh)


class TestRebuild:
    def test_keeps_everything(self, library: Library) -> None:
        library.add(BRIDGE)
        library.add(OWL)
        before = contents(library)
        assert library.rebuild() == 2
        assert contents(library) == contents(reopened(library)) == before
        sound(library)

    @pytest.mark.parametrize("setting", ["embed_model", "passage_pieces", "schema"])
    def test_mends_a_mismatch(self, library: Library, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
        library.add(BRIDGE)
        other = reopened(library)
        match setting:
            case "embed_model":
                other.embedder = Embedder(other.settings)
                other.embedder._model = library.embedder._loaded()
                other.embedder.name = "the same by another name"
            case "passage_pieces":
                monkeypatch.setattr(split, "PASSAGE_PIECES", 7)
            case "schema":
                monkeypatch.setattr("index.store.SCHEMA", 99)
        for refused in (
            lambda: other.add(OWL),
            lambda: other.nearest("bridge", 1),
            lambda: other.matching("bridge", 1),
        ):
            with pytest.raises(StoreError, match="run `python -m index rebuild`"):
                refused()
        (problem,) = other.check()
        assert "run `python -m index rebuild`" in problem
        assert other.articles() == (BRIDGE,)
        assert other.rebuild() == 1
        sound(other)
        other.add(OWL)
        assert [p.article_id for p, _ in other.matching("owl", 1)] == [OWL.id]

    def test_interrupted(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        library.add(BRIDGE)
        library.add(OWL)
        before = contents(library)
        calls = itertools.count()
        whole = Store._write

        def cut(self: Store, *args: object) -> None:
            if next(calls):
                raise KeyboardInterrupt
            whole(self, *args)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(Store, "_write", cut)
            with pytest.raises(KeyboardInterrupt):
                library.rebuild()
        for opened in (library, reopened(library)):
            assert contents(opened) == before
            sound(opened)
        assert library.rebuild() == 2
        sound(library)


class TestCheck:
    @pytest.fixture
    def passages(self, library: Library) -> Iterator[object]:
        """The collection of passages, to tamper with."""
        library.add(BRIDGE)
        library.add(OWL)
        assert library.check() == ()
        return library._opened()._client.get_collection(PASSAGES, embedding_function=None)

    def problems_then_mended(self, library: Library) -> tuple[str, ...]:
        problems = reopened(library).check()
        library.rebuild()
        sound(library)
        assert [p.article_id for p, _ in library.matching("owl", 5)] == [OWL.id]
        return problems

    def test_tampered_passage(self, library: Library, passages: object) -> None:
        (passage,) = split.passages(OWL, library.embedder.counts)
        (vector,) = library.embedder.encode([passage.text])
        passages.update(ids=[passage.id], documents=["Two owls hatched a chick."], embeddings=[vector])
        (problem,) = self.problems_then_mended(library)
        assert problem.startswith(f"article {OWL.id}: a passage is not the slice")

    def test_missing_passage(self, library: Library, passages: object) -> None:
        (passage,) = split.passages(OWL, library.embedder.counts)
        passages.delete(ids=[passage.id])
        (problem,) = self.problems_then_mended(library)
        assert problem.startswith(f"article {OWL.id}: its passages are not complete")

    def test_orphan(self, library: Library, passages: object) -> None:
        library._opened()._client.get_collection(ARTICLES, embedding_function=None).delete(
            where={"article": BRIDGE.id}
        )
        (problem,) = library.check()
        assert problem.startswith(f"passages of an article {BRIDGE.id} that is not stored")
        fresh = reopened(library)  # which takes away what belongs to nothing
        assert fresh.articles() == (OWL,)
        sound(fresh)

    def test_catalogue_that_says_something_else(self, library: Library, passages: object) -> None:
        library._open().catalogue.change(lambda change: change.drop([BRIDGE.id]))
        (problem,) = library.check()
        assert problem.startswith(f"the catalogue of {library.settings.store} is not what is stored")
        library.rebuild()
        sound(library)
        assert library.ids() == tuple(sorted([BRIDGE.id, OWL.id]))


class TestShipped:
    def test_default_library_takes_it_in_at_its_first_reading(self, embedder: Embedder) -> None:
        library = Library()
        library.embedder = embedder
        assert library.settings.store == default_store()
        (article,) = library.articles()
        assert article.outlet == "Izvestia"
        assert len(shipped_articles()) == 1
        library.remove(article.id)
        assert library.articles() == ()

    def test_failure_to_take_it_in_is_not_forgotten(
        self, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = Library()
        library.embedder = embedder
        with monkeypatch.context() as patch:
            patch.setattr(Store, "add", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                library.articles()
        assert len(library.articles()) == 1

    def test_other_libraries_and_those_in_use_are_left_alone(
        self, library: Library, embedder: Embedder
    ) -> None:
        assert library.articles() == ()
        default = Library()
        default.embedder = embedder
        default.add(OWL)
        assert Library().articles() == (OWL,)
        assert default.add_shipped() == ()

    def test_snapshot_of_the_shipped_article(self, shipped_library: Library) -> None:
        (article,) = shipped_library.articles()
        assert article.section == "World"
        assert article.translation == "machine-translated from Russian by Yandex Translate"
        assert article.source == "Izvestia (iz.ru), copied from the site as plain text"
        sound(shipped_library)


TEXTS = st.lists(
    st.sampled_from(
        ["The bridge is open.", "The bridge is open.", '"Why?" she said.', "Мост открыт.", "Part one"]
    ),
    min_size=1,
    max_size=4,
).map("\n\n".join)


@pytest.mark.slow
def test_any_run_of_commands_leaves_a_sound_library(
    embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A library agrees with a plain dict of articles after every step."""

    class Machine(RuleBasedStateMachine):
        added = Bundle("added")

        @initialize()
        def empty(self) -> None:
            self.library = Library(Settings(store=str(tmp_path_factory.mktemp("machine") / "store")))
            self.library.embedder = embedder
            self.model: dict[str, Article] = {}

        @rule(target=added, text=TEXTS)
        def add(self, text: str) -> str:
            article = self.library.add(Article(text))
            self.model[article.id] = article
            return article.id

        @rule(article_id=added)
        def remove(self, article_id: str) -> None:
            if article_id in self.model:
                assert self.library.remove(article_id) == self.model.pop(article_id)
                return
            with pytest.raises(ArticleError):
                self.library.remove(article_id)

        @rule()
        def rebuild(self) -> None:
            assert self.library.rebuild() == len(self.model)

        @rule()
        def reopen(self) -> None:
            self.library = reopened(self.library)

        @invariant()
        def agrees(self) -> None:
            assert {article.id: article for article in self.library.articles()} == self.model
            assert {p.article_id for p, _ in self.library.nearest("bridge", 99)} == set(self.model)
            sound(self.library)

    Machine.TestCase.settings = profile(
        max_examples=6, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
    )
    Machine.TestCase("runTest").runTest()


def test_the_shipped_article_does_not_come_back_once_removed(tmp_path: Path) -> None:
    library = Library(Settings(store=str(tmp_path / "store")))
    (shipped,) = library.add_shipped()
    library.remove(shipped.id)
    assert library.add_shipped() == ()
    assert Library(Settings(store=str(tmp_path / "store"))).add_shipped() == ()


class TestClose:
    @pytest.mark.parametrize("how", ["close", "with", "dropped"])
    def test_frees_the_stores_files(self, how: str, settings: Settings, embedder: Embedder) -> None:
        folder = Path("/proc/self/fd")
        if not folder.exists():
            pytest.skip("the system does not list a process's open files")

        def held() -> bool:
            links = (link.readlink() for link in folder.iterdir() if link.is_symlink())
            return any(str(link).startswith(settings.store) for link in links)

        library = Library(settings)
        library.embedder = embedder
        library.add(BRIDGE)
        assert held()
        if how == "with":
            with library:
                pass
        elif how == "close":
            library.close()
        else:
            del library
        gc.collect()
        assert not held()

    def test_a_closed_library_opens_again(self, library: Library) -> None:
        added = library.add(BRIDGE)
        library.close()
        library.close()
        assert library.articles() == (added,)
        assert library.nearest("bridge", 1)[0][0].article_id == added.id

    def test_another_library_of_the_same_folder_stays_open(self, library: Library) -> None:
        other = reopened(library)
        added = library.add(BRIDGE)
        assert other.articles() == (added,)
        library.close()
        other.add(OWL)
        assert len(other.articles()) == 2
