"""`python -m index`: what it prints, where, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Article, Library, Settings
from index.__main__ import main
from index.embed import Embedder
from index.store import ARTICLES

BRIDGE = "Bridge to reopen\n\nThe bridge is open. Ferries stay in the port."
OWLS = "Owls in the park\n\nAn owl hatched two chicks in the city park."


@pytest.fixture(autouse=True)
def _store(home: Path, monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> None:
    """The commands use a store of this test's own, and the model that is loaded already."""
    monkeypatch.setenv("BYLINE_STORE", str(home / "store"))
    monkeypatch.setattr(Embedder, "_load", lambda _: embedder._loaded())


@pytest.fixture
def bridge(home: Path) -> str:
    (home / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    return "bridge.txt"


@pytest.fixture
def owls(home: Path) -> str:
    (home / "owls.txt").write_text(OWLS, encoding="utf-8")
    (home / "owls.json").write_text(json.dumps({"outlet": "Harbour Post"}), encoding="utf-8")
    return "owls.txt"


def stored() -> tuple[Article, ...]:
    return Library(Settings()).articles()


def test_add_list_show_remove(bridge: str, owls: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", bridge, owls]) == 0
    first, second = stored()
    assert capsys.readouterr().out == f"added {first.id}  {first.title}\nadded {second.id}  {second.title}\n"

    assert main(["list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{first.id}  Bridge to reopen  (no outlet, {len(first.text)} characters)",
        f"{second.id}  Owls in the park  (Harbour Post, {len(second.text)} characters)",
    ]

    assert main(["show", second.id]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Owls in the park\nid: {second.id}\noutlet: Harbour Post\n")
    assert shown.endswith(f"\n\n{second.text}\n")

    assert main(["remove", first.id]) == 0
    assert capsys.readouterr().out == f"removed {first.id}  Bridge to reopen\n"
    assert stored() == (second,)


def test_json(owls: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["add", owls])
    (article,) = stored()
    capsys.readouterr()
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"id": article.id, "title": article.title, "outlet": "Harbour Post", "characters": len(article.text)}
    ]
    assert main(["show", article.id, "--json"]) == 0
    assert Article.from_dict(json.loads(capsys.readouterr().out)) == article


def test_empty_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "the library is empty: `python -m index add PATH|URL` adds an article\n")
    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


class TestPrefix:
    def test_four_digits_stand_for_an_id(self, bridge: str, owls: str) -> None:
        main(["add", bridge, owls])
        first, second = stored()
        assert first.id[:4] != second.id[:4]
        assert main(["show", first.id[:4]]) == 0
        assert main(["remove", second.id[:6]]) == 0
        assert stored() == (first,)

    def test_three_digits_do_not(self, bridge: str, capsys: pytest.CaptureFixture[str]) -> None:
        main(["add", bridge])
        assert main(["remove", stored()[0].id[:3]]) == 2
        assert "no article" in capsys.readouterr().err
        assert len(stored()) == 1

    def test_ambiguous_one_is_refused(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Library, "ids", lambda _, superseded: ("abcdbrid", "abcdowls"))
        assert main(["show", "abcd"]) == 2
        assert capsys.readouterr().err == "byline: 'abcd' stands for 2 articles: abcdbrid, abcdowls\n"


class TestErrors:
    @pytest.mark.parametrize(
        "argv",
        [
            [],
            ["frob"],
            ["add"],
            ["show"],
            ["list", "--frob"],
            ["add", "nowhere.txt"],
            ["add", "http://127.0.0.1/secret"],
            ["show", "0123456789abcdef"],
            ["remove", ""],
        ],
    )
    def test_one_line_on_stderr_and_exit_code_2(
        self, argv: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(argv) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("byline: ")
        assert err.count("\n") == 1

    def test_bad_setting(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("BYLINE_STOER", "x")
        assert main(["list"]) == 2
        assert "did you mean 'BYLINE_STORE'" in capsys.readouterr().err

    def test_debug_shows_the_traceback(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["add", "nowhere.txt", "--debug"]) == 2
        error = capsys.readouterr().err
        assert error.startswith("Traceback")
        assert error.endswith("byline: no such file: nowhere.txt\n")

    def test_add_goes_on_after_an_error_and_says_what_failed(
        self, bridge: str, owls: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["add", bridge, "nowhere.txt", owls]) == 1
        assert capsys.readouterr().err == "1 of 3 not added:\n  nowhere.txt  no such file: nowhere.txt\n"
        assert [article.title for article in stored()] == ["Bridge to reopen", "Owls in the park"]

    def test_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as caught:
            main(["--help"])
        assert caught.value.code == 0
        assert "rebuild" in capsys.readouterr().out


OLD = "Bridge to reopen\n\nThe bridge is open. Ferries stay in the port. Tickets cost two pounds."
NEW = "Bridge to reopen\n\nThe bridge is open. Ferries left the port on Monday. Tickets cost two pounds."


class TestVersions:
    @pytest.fixture
    def page(self, home: Path) -> Path:
        """A file that is in the library in its old version, and now holds the new one."""
        path = home / "page.txt"
        path.write_text(OLD, encoding="utf-8")
        main(["add", "page.txt"])
        path.write_text(NEW, encoding="utf-8")
        return path

    def test_refresh_says_what_changed(self, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (old,) = stored()
        capsys.readouterr()
        assert main(["refresh"]) == 0
        (new,) = stored()
        title = "Bridge to reopen"
        assert capsys.readouterr().out == (
            f"changed {old.id}  now {new.id}  {title}  (version 2, replaces {old.id})\n"
        )
        assert main(["refresh", new.id[:5]]) == 0
        assert capsys.readouterr().out == f"unchanged {new.id}  {title}\n"

    def test_add_of_a_changed_file_says_which_it_replaces(
        self, page: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (old,) = stored()
        capsys.readouterr()
        assert main(["add", "page.txt"]) == 0
        assert capsys.readouterr().out.endswith(f"Bridge to reopen  (version 2, replaces {old.id})\n")

    def test_diff_by_sentence(self, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (old,) = stored()
        assert main(["diff", old.id]) == 2
        assert "is the only version" in capsys.readouterr().err
        main(["refresh"])
        (new,) = stored()
        for article_id in (new.id, old.id):
            capsys.readouterr()
            assert main(["diff", article_id]) == 0
            assert capsys.readouterr().out.splitlines() == [
                f"--- {old.id}  version 1",
                f"+++ {new.id}  version 2",
                "- Ferries stay in the port.",
                "+ Ferries left the port on Monday.",
            ]

    def test_list_shows_superseded_ones_where_asked(
        self, page: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (old,) = stored()
        main(["refresh"])
        (new,) = stored()
        capsys.readouterr()
        main(["list"])
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [new.id]
        main(["list", "--all"])
        lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
        assert set(lines) == {old.id, new.id}
        assert lines[old.id].endswith("  superseded, version 1")
        assert lines[new.id].endswith(" characters)")
        main(["list", "--all", "--json"])
        rows = {row["id"]: (row["version"], row["superseded"]) for row in json.loads(capsys.readouterr().out)}
        assert rows == {old.id: (1, True), new.id: (2, False)}

    def test_files_that_are_gone_are_named_and_the_rest_is_read(
        self, page: Path, owls: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["add", owls])
        Path(owls).unlink()
        capsys.readouterr()
        assert main(["refresh"]) == 1
        out, err = capsys.readouterr()
        assert out.startswith("changed ")
        assert err.startswith("1 of 2 not read:\n")
        assert "no such file" in err

    def test_nothing_to_read_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        Library(Settings()).add(Article("The bridge is open."))
        assert main(["refresh"]) == 0
        assert capsys.readouterr().err == "no article was read from a file or an address\n"


def test_add_names_twins(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = "The old bridge will reopen in May after two years of repairs, the port authority says."
    for name in ("Harbour", "Coast"):
        (home / f"{name}.txt").write_text(f"{name} bridge opens again\n\n{story}", encoding="utf-8")
    main(["add", "Harbour.txt"])
    (first,) = stored() or (None,)
    capsys.readouterr()
    (home / "Coast.txt").write_text(f"Coast bridge\n\n{story} More in our next issue.", encoding="utf-8")
    main(["add", "Coast.txt"])
    assert capsys.readouterr().out.splitlines()[1] == f"  much the same words as {first.id}  {first.title}"


class TestCheckAndRebuild:
    def test_sound_library(self, bridge: str, capsys: pytest.CaptureFixture[str]) -> None:
        main(["add", bridge])
        capsys.readouterr()
        assert main(["check"]) == 0
        assert main(["rebuild"]) == 0
        assert main(["check"]) == 0
        assert capsys.readouterr().out == "no problems found\nrebuilt 1 article\nno problems found\n"

    def test_damaged_article(self, bridge: str, owls: str, capsys: pytest.CaptureFixture[str]) -> None:
        main(["add", bridge, owls])
        first, second = stored()
        library = Library(Settings())
        articles = library._opened()._client.get_collection(ARTICLES, embedding_function=None)
        articles.update(ids=[f"{first.id}/0"], documents=["{"], embeddings=[[1.0]])
        capsys.readouterr()
        assert main(["check"]) == 1
        assert capsys.readouterr().out.startswith(f"article {first.id} is damaged")
        assert main(["list"]) == 2
        assert main(["remove", first.id]) == 0
        assert main(["check"]) == 0
        assert stored() == (second,)
