"""Many sources at once: folders, patterns, archives, standard input; what fails does not stop the rest."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from index import Article, ArticleError, BylineError, Library, Settings
from index.read import items
from index.read.many import Item

FIRST = "The old bridge will reopen in May after two years of repairs, the port authority says."
SECOND = "Ferries go on running until then, and tickets stay at the price of last year for everyone."


def text(title: str) -> str:
    return f"{title}\n\n{FIRST}\n\n{SECOND} The {title.lower()} is open."


def packed(**files: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return stream.getvalue()


def titles(found: Iterator[Item]) -> list[str]:
    """The title of each item, or its error."""
    told = []
    for item in found:
        try:
            told.append(item.load().title)
        except ArticleError as error:
            told.append(str(error))
    return told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "f" / "deep").mkdir(parents=True)
    for name, title in (("b.txt", "Bridge"), ("a.md", "Ferry"), ("deep/c.TXT", "Tunnel")):
        (tmp_path / "f" / name).write_text(text(title), encoding="utf-8")
    (tmp_path / "f" / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "f" / ".hidden.txt").write_text(text("Hidden"), encoding="utf-8")
    return tmp_path / "f"


def test_folder_at_any_depth_in_the_order_of_names(folder: Path, settings: Settings) -> None:
    assert titles(items([folder], settings)) == ["Ferry", "Bridge", "Tunnel"]


def test_pattern(folder: Path, settings: Settings) -> None:
    assert titles(items([str(folder / "*.txt")], settings)) == ["Bridge"]
    assert titles(items([str(folder / "**" / "*.[tT]*")], settings)) == ["Bridge", "Tunnel"]
    assert titles(items([str(folder / "*.odd")], settings)) == [f"no file matches {folder / '*.odd'}"]


def test_name_with_a_bracket_is_a_file_where_it_is_one(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a[1].txt"
    path.write_text(text("Bridge"), encoding="utf-8")
    assert titles(items([path], settings)) == ["Bridge"]


@pytest.mark.parametrize("name", ["half\ud800.txt", "zero\0.txt", "~nobody-of-this-name/a.txt"])
def test_names_that_no_file_can_have_are_errors_of_their_own(
    name: str, folder: Path, settings: Settings
) -> None:
    found = titles(items([name, folder / "b.txt"], settings))
    assert found[0].startswith("no such file")
    assert found[1:] == ["Bridge"]


def test_archive(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(
        packed(**{"b.txt": text("Bridge"), "in/a.txt": text("Ferry"), "x.png": "x", "c.txt": b"\0\0"})
    )
    found = list(items([path], settings))
    assert [item.name for item in found] == [f"{path}/b.txt", f"{path}/c.txt", f"{path}/in/a.txt"]
    assert titles(iter(found)) == ["Bridge", f"{path}/c.txt holds binary data: expected text", "Ferry"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"not a zip", "is not a .zip archive"),
        (packed(**{"a.txt": text("Bridge")})[:-30], "is not a .zip that can be read"),
        (packed(**{"../a.txt": text("Bridge")}), "leads out of its archive"),
        (packed(**{"/etc/a.txt": text("Bridge")}), "leads out of its archive"),
        (packed(**{"C:\\a.txt": text("Bridge")}), "leads out of its archive"),
        (packed(**{"a.txt": "x" * 2_000_000}), "unpacks to more than|has more than max_upload_mb"),
        (packed(**{f"{n}.txt": "x" * 15_000 for n in range(50)}), "unpacks to more than"),
        (packed(**{"a.png": "x"}), "no file of a kind that is read"),
    ],
)
def test_bad_archives(body: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(body)
    settings = Settings(store=str(tmp_path / "store"), max_upload_mb=0.02)
    (item,) = items([path], settings)
    with pytest.raises(ArticleError, match=message):
        item.load()


def test_archive_that_lies_about_its_sizes(tmp_path: Path) -> None:
    body = bytearray(packed(**{"a.txt": "x" * 100_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = body.index(mark) + at
        body[start : start + 4] = (100).to_bytes(4, "little")
    (tmp_path / "all.zip").write_bytes(bytes(body))
    (item,) = items([tmp_path / "all.zip"], Settings(store=str(tmp_path / "store"), max_upload_mb=0.02))
    with pytest.raises(ArticleError):
        item.load()


def test_standard_input(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text("Bridge").encode())))
    (item,) = items(["-"], settings)
    article = item.load()
    assert (article.title, article.source) == ("Bridge", "standard input")


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_name_that_is_not_utf_8(tmp_path: Path, library: Library) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/br\xfccke.txt")
    Path(name).write_text(text("Bridge"), encoding="utf-8")
    (added,) = library.add_all([tmp_path])
    assert added[0].endswith("br\ufffdcke.txt")
    assert isinstance(added[1], Article)
    assert library.get(added[1].id).source == added[0]


def test_library_goes_on_after_an_error(folder: Path, library: Library) -> None:
    (folder / "bad.txt").write_bytes(b"")
    results = dict(library.add_all([folder, "nowhere.txt", Article(FIRST, "Given")]))
    errors = {name: result for name, result in results.items() if isinstance(result, BylineError)}
    assert set(errors) == {str(folder / "bad.txt"), "nowhere.txt"}
    assert {article.title for article in library.articles()} == {"Bridge", "Ferry", "Tunnel", "Given"}


def test_interrupt_leaves_whole_articles(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    adding = library.add_all([folder])
    next(adding)
    store = library._opened()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_write_article", interrupted)
    with pytest.raises(KeyboardInterrupt):
        next(adding)
    monkeypatch.undo()
    assert [article.title for article in library.articles()] == ["Ferry"]
    assert library.check() == ()


@pytest.mark.parametrize(
    ("name", "body", "title"),
    [
        ("a.bin", b"<!doctype html><title>Bridge</title><p>" + f"{FIRST} {SECOND}".encode(), "Bridge"),
        ("a", b"<html><title>Bridge</title><p>" + f"{FIRST} {SECOND}".encode(), "Bridge"),
        ("a.txt", f"<html>\n\n{FIRST}".encode(), "<html>"),
    ],
)
def test_content_tells_the_format(
    name: str, body: bytes, title: str, tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / name).write_bytes(body)
    assert titles(items([tmp_path / name], settings)) == [title]
