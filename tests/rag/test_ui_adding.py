"""What becomes of the paths of files that a browser names as uploaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import Library, Settings
from rag.doors.shelf import Shelf
from rag.ui import adding
from rag.ui.uploads import clear


@pytest.fixture
def shelf(settings: Settings, embedder) -> Shelf:
    library = Library(settings)
    library.embedder = embedder
    return Shelf(library, "browser:ada")


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gradio's folder, with an upload of Ada's and one of Bob's, and what lies beside that folder."""
    folder = tmp_path / "around" / "byline-uploads"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    for name, text in (("0a/ada.txt", "The zoo has a tapir."), ("0b/bob.txt", "Bob sells the harbour.")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text)
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "kept.txt").write_text("Not an upload at all.")
    return folder


def test_an_upload_becomes_an_article_and_is_gone_from_the_disk(shelf: Shelf, uploads: Path):
    *_, last = adding.files(shelf, [str(uploads / "0a" / "ada.txt")])
    assert [one.text for one in last.articles] == ["The zoo has a tapir."]
    assert [one.name for one in uploads.iterdir()] == ["0b"]


def test_what_nobody_asked_to_be_read_goes_after_hours(uploads: Path):
    (uploads / "empty").touch()  # as Gradio leaves one with each upload
    for old in ("0a", "empty"):
        os.utime(uploads / old, (0, 0))
    clear()
    assert [one.name for one in uploads.iterdir()] == ["0b"]


@pytest.mark.parametrize(
    "named",
    ["", "0b", "*/*.txt", "0a/..", "0b/../0b", "../other/kept.txt", "0b/none.txt", "..", "a" * 300, "\0"],
)
def test_what_is_no_upload_is_neither_read_nor_deleted(named: str, shelf: Shelf, uploads: Path):
    *_, last = adding.files(shelf, [f"{uploads}/{named}"])
    assert list(last.results.values()) == ["the file did not arrive: send it again"]
    assert shelf.ids() == ()
    every = sorted(one.name for one in uploads.parent.rglob("*.txt"))
    assert every == ["ada.txt", "bob.txt", "kept.txt"]
