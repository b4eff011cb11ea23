"""What is read again where it was read before: versions that keep, and twins that are linked."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, ArticleError, Library, Settings
from index.alike import alike
from index.changes import Change, changes
from index.split import sentences
from index.store import ARTICLES, Store

OLD = "The bridge is open.\n\nFerries stay in the port."
NEW = "The bridge is open.\n\nFerries left the port on Monday."
NEWER = "The bridge is shut again.\n\nFerries left the port on Monday."


def write(path: Path, text: str) -> Path:
    path.write_text(f"Harbour\n\n{text}", encoding="utf-8")
    return path


def searched(library: Library) -> set[str]:
    """Ids that both searches find for words that all versions hold; they must agree."""
    dense = {p.article_id for p, _ in library.nearest("Is the bridge open? Ferries", 50)}
    lexical = {p.article_id for p, _ in library.matching("bridge ferries", 50)}
    assert dense == lexical
    return dense


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return write(tmp_path / "page.txt", OLD)


class TestVersions:
    @pytest.mark.parametrize("how", ["add", "add_all", "refresh"])
    def test_a_changed_file_replaces_what_was_read_there(
        self, library: Library, page: Path, how: str, settings: Settings
    ) -> None:
        old = library.add(page)
        start = old.text.index("Ferries stay")
        write(page, NEW)
        match how:
            case "add":
                new = library.add(page)
            case "add_all":
                ((_, new),) = library.add_all([page])
            case "refresh":
                new = library.refresh(old.id)
        assert isinstance(new, Article)
        assert (new.text, new.version, new.replaces) == (NEW, 2, old.id)
        for opened in (library, Library(settings)):
            opened.embedder = library.embedder
            assert opened.articles() == (new,)
            assert opened.ids() == (new.id,)
            assert searched(opened) == {new.id}
            assert opened.get(old.id).text[start:] == "Ferries stay in the port."
            assert [s.text for s in opened.sentences(old.id)][1] == "Ferries stay in the port."
            assert opened.versions(old.id) == opened.versions(new.id) == (old, new)
            assert set(opened.articles(superseded=True)) == {old, new}
            assert opened.check() == ()

    def test_what_has_not_changed_is_the_same_article(self, library: Library, page: Path) -> None:
        old = library.add(page)
        assert library.refresh(old.id) == library.add(page) == old
        assert library.versions(old.id) == (old,)

    def test_a_change_taken_back_is_a_third_version(self, library: Library, page: Path) -> None:
        old = library.add(page)
        new = library.add(write(page, NEW))
        back = library.add(write(page, OLD))
        assert (back.id, back.version, back.replaces) == (old.id, 3, new.id)
        assert library.articles() == (back,)
        assert searched(library) == {old.id}
        assert library.versions(old.id) == (new, back)
        assert library.check() == ()

    def test_an_old_version_is_refreshed_to_the_newest(self, library: Library, page: Path) -> None:
        old = library.add(page)
        new = library.add(write(page, NEW))
        assert library.refresh(old.id) == new
        newer = library.add(write(page, NEWER))
        assert [a.version for a in library.versions(old.id)] == [1, 2, 3]
        assert library.articles() == (newer,)

    def test_files_of_one_name_in_two_folders_are_two(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, text in (("a", OLD), ("b", NEW)):
            (tmp_path / name).mkdir()
            write(tmp_path / name / "page.txt", text)
            monkeypatch.chdir(tmp_path / name)
            library.add("page.txt")
        assert len(library.articles()) == 2

    def test_relative_and_absolute_paths_are_one(
        self, library: Library, page: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(page.parent)
        old = library.add("page.txt")
        write(page, NEW)
        assert library.add(page).replaces == old.id

    @pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
    def test_names_that_are_not_utf_8_are_told_apart(self, library: Library, tmp_path: Path) -> None:
        folder = os.fsencode(tmp_path)
        first, second = (Path(os.fsdecode(folder + name)) for name in (b"/\xff.txt", b"/\xfe.txt"))
        one = library.add(write(first, OLD))
        library.add(write(second, NEW))
        assert len(library.articles()) == 2
        write(first, NEWER)
        assert library.refresh(one.id).text == NEWER

    def test_members_of_an_archive(self, library: Library, tmp_path: Path) -> None:
        path = tmp_path / "all.zip"

        def pack(**files: str) -> None:
            with zipfile.ZipFile(path, "w") as archive:
                for name, text in files.items():
                    archive.writestr(f"{name}.txt", f"{name}\n\n{text}")

        pack(a=OLD, b="An owl hatched two chicks.")
        found = dict(library.add_all([path]))
        first = found[f"{path}/a.txt"]
        assert isinstance(first, Article)
        pack(a=NEW, b="An owl hatched two chicks.")
        assert library.refresh(first.id).replaces == first.id
        assert len(library.articles()) == 2
        pack(b="An owl hatched two chicks.")
        with pytest.raises(ArticleError, match="is no longer in"):
            library.refresh(first.id)

    def test_an_article_that_names_its_file_can_be_refreshed(self, library: Library, page: Path) -> None:
        """As one can that was stored before there were versions."""
        old = library.add(Article(OLD, title="Harbour", source=str(page)))
        write(page, NEW)
        new = library.refresh(old.id)
        assert library.articles() == (new,)
        assert library.versions(new.id) == (old, new)

    def test_what_was_read_nowhere_cannot_be_refreshed(self, library: Library, page: Path) -> None:
        article = library.add(Article(OLD))
        with pytest.raises(ArticleError, match="did not come from a file"):
            library.refresh(article.id)
        with pytest.raises(ArticleError, match="no article 'unknown'"):
            library.refresh("unknown")
        gone = library.add(write(page, NEW))
        page.unlink()
        with pytest.raises(ArticleError, match="no such file"):
            library.refresh(gone.id)
        assert set(library.articles()) == {article, gone}

    def test_articles_given_as_such_never_replace_each_other(self, library: Library) -> None:
        for text in (OLD, NEW):
            library.add(Article(text, source="https://example.org/"))
        assert len(library.articles()) == 2

    def test_a_file_that_now_holds_another_articles_text(self, library: Library, tmp_path: Path) -> None:
        first, second = (
            library.add(write(tmp_path / "a.txt", OLD)),
            library.add(write(tmp_path / "b.txt", NEW)),
        )
        assert library.add(write(tmp_path / "b.txt", OLD)) == first
        assert library.articles() == (first,)
        assert searched(library) == {first.id}
        assert library.get(second.id).text == NEW

    def test_remove_takes_earlier_versions_along(self, library: Library, page: Path) -> None:
        old = library.add(page)
        new = library.add(write(page, NEW))
        newer = library.add(write(page, NEWER))
        library.remove(old.id)
        assert library.versions(newer.id) == (new, newer)
        library.remove(newer.id)
        assert library.articles(superseded=True) == ()
        assert library.check() == ()

    def test_rebuild_keeps_old_versions_out_of_the_search(self, library: Library, page: Path) -> None:
        old = library.add(page)
        new = library.add(write(page, NEW))
        assert library.rebuild() == 1
        assert searched(library) == {new.id}
        assert library.get(old.id) == old
        assert library.check() == ()

    def test_cut_off_after_storing_the_new_one(
        self, library: Library, page: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = library.add(page)
        write(page, NEW)

        def cut(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(Store, "retire", cut)
            with pytest.raises(KeyboardInterrupt):
                library.add(page)
        (new,) = library.articles()
        assert new.replaces == old.id
        assert searched(library) == {new.id}
        (problem,) = library.check()
        assert problem == f"article {old.id}: a newer version replaces it: run `python -m index rebuild`"
        library.rebuild()
        assert library.check() == ()

    def test_a_damaged_version_is_mended_as_the_same_version(self, library: Library, page: Path) -> None:
        old = library.add(page)
        new = library.add(write(page, NEW))
        collection = library._opened()._client.get_collection(ARTICLES, embedding_function=None)
        collection.update(ids=[f"{new.id}/0"], documents=["{"], embeddings=[[1.0]])
        library._forget(new.id)
        assert library.add(page) == new
        assert library.versions(new.id) == (old, new)

    def test_a_store_made_before_there_were_versions(self, library: Library, page: Path) -> None:
        old = library.add(page)
        store = library._opened()
        collection = store._client.get_collection(ARTICLES, embedding_function=None)
        row = collection.get(ids=[f"{old.id}/0"], include=["documents"])
        collection.delete(ids=[f"{old.id}/0"])
        text = row["documents"][0].replace(', "version": 1, "replaces": null', "")
        assert "version" not in text
        meta = {"article": old.id, "part": 0, "parts": 1}
        collection.add(ids=[f"{old.id}/0"], documents=[text], metadatas=[meta], embeddings=[[1.0]])
        library._forget(old.id)
        library.close()
        (Path(library.settings.store) / "catalogue.sqlite3").unlink()
        assert library.articles() == library.versions(old.id) == (old,)
        assert library.check() == ()
        write(page, NEW)
        new = library.refresh(old.id)
        assert library.articles() == (new,)


class TestChanges:
    def told(self, old: Article, new: Article) -> list[tuple[str, str]]:
        return [(c.sign, c.text) for c in changes(old, new, sentences(old), sentences(new))]

    def test_by_sentence(self) -> None:
        old, new = (
            Article(f"{OLD}\n\nThe tolls are gone.", title="A"),
            Article(f"Hear this.\n\n{NEW}", title="A"),
        )
        assert self.told(old, new) == [
            ("+", "Hear this."),
            ("-", "Ferries stay in the port."),
            ("-", "The tolls are gone."),
            ("+", "Ferries left the port on Monday."),
        ]

    def test_title(self) -> None:
        old = Article(OLD, title="Harbour")
        assert self.told(old, replace(old, title="Port")) == [("-", "Harbour"), ("+", "Port")]
        assert changes(old, old, sentences(old), sentences(old)) == ()

    def test_signs(self) -> None:
        assert Change("-", "x") != Change("+", "x")


STORY = (
    "A water main burst under Harrow Street at five on Thursday morning and left 3,100 homes dry until noon, "
    "the utility said."
)


class TestTwins:
    def test_share_of_the_shorter_texts_runs(self) -> None:
        words = "one two three four five six seven eight nine ten eleven twelve".split()
        text = " ".join(words)
        assert alike(text, text.upper().replace(" ", ", ")) == 1.0
        assert alike(text, f"Before. {text} And so on and on after it.") == 1.0
        # 8 runs of five words; of those with another seventh word, the first two and the last one are left
        assert alike(text, text.replace("seven", "sept")) == 3 / 8
        assert alike("too short", "too short") == 0.0

    def test_one_story_in_two_outlets_is_linked_both_ways(self, library: Library) -> None:
        first = library.add(
            Article(f"{STORY}\n\nThe street stays closed until Saturday.", title="Burst main")
        )
        second = library.add(Article(f"{STORY}\n\nBuses go round by the station.", title="Street closed"))
        third = library.add(
            Article(
                "A water pipe broke in Harrow Street on Monday, and the utility says nobody was left dry. "
                "The street is closed to buses until Saturday at noon.",
                title="Street closed after burst",
            )
        )
        assert library.twins(first.id) == (second,)
        assert library.twins(second.id) == (first,)
        assert library.twins(third.id) == ()
        library.remove(first.id)
        assert library.twins(second.id) == ()

    def test_a_story_inside_a_longer_article(self, library: Library) -> None:
        story = library.add(Article(STORY, title="Burst main"))
        around = [
            f"The council of ward {n} met on day {n} and spoke of {n} other matters." for n in range(60)
        ]
        text = "\n\n".join([*around[:30], STORY, *around[30:]])
        longer = library.add(Article(text, title="The week"))
        assert library.twins(longer.id) == (story,)

    def test_versions_of_one_file_are_no_twins(self, library: Library, page: Path) -> None:
        library.add(write(page, STORY))
        new = library.add(write(page, f"{STORY} The street is open again."))
        assert library.twins(new.id) == ()

    def test_a_new_version_is_linked_in_the_old_ones_place(self, library: Library, page: Path) -> None:
        twin = library.add(Article(STORY, title="Burst main"))
        library.add(write(page, f"{STORY} Buses go round."))
        new = library.add(write(page, f"{STORY} Buses go as ever."))
        assert library.twins(twin.id) == (new,)
