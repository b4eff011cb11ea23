"""Broken, hostile and huge documents end in one `ArticleError`, and nothing of the machine is read."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Article, ArticleError, Settings
from index.read import package
from index.read.body import Body
from index.read.source import parse

from .papers import lines, paper, read_bytes
from .test_epub import ONE, book
from .test_mail import HEAD
from .test_odt import package as odt
from .test_word import LAST, NAMES, START
from .test_word import package as word

WORD = word(START + LAST)
SOUND = {
    ".pdf": paper(lines("The bridge will reopen in May after two years of repairs.")),
    ".docx": WORD,
    ".odt": odt("<text:p>The bridge will reopen in May after two years of repairs.</text:p>"),
    ".rtf": rb"{\rtf1\ansi The bridge will reopen in {\b May}\footnote{so} after \'93two\'94 years.\par}",
    ".epub": book({"a": f"<p>{ONE}</p>"}, "a"),
    ".eml": HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe bridge will reopen in May.\r\n",
}


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A zip with one part put in the place of another."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


def outcome(data: bytes, ending: str) -> str:
    """The article's text, or what the `ArticleError` says; any other error is raised."""
    try:
        return parse(Body(data, "a"), ending).text
    except ArticleError as error:
        return str(error)


MAIN = {".docx": "word/document.xml", ".odt": "content.xml", ".epub": "OPS/book.opf"}


@pytest.mark.parametrize("ending", SOUND)
def test_sound_ones_are_read(ending: str) -> None:
    assert isinstance(parse(Body(SOUND[ending], "a"), ending), Article)


class TestArchives:
    @pytest.mark.parametrize("ending", MAIN)
    def test_a_bomb_is_not_unpacked(self, ending: str) -> None:
        bomb = with_part(SOUND[ending], MAIN[ending], b"<x>" + bytes(30 * 2**20))
        assert len(bomb) < 100_000
        with pytest.raises(ArticleError, match="unpacks to more than 200 MiB"):
            parse(Body(bomb, "a"), ending)

    def test_all_parts_together_are_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(package, "MAX_MIB", 0.0001)
        with pytest.raises(ArticleError, match="unpacks to more than"):
            parse(Body(WORD, "a"), ".docx")

    @pytest.mark.parametrize("ending", MAIN)
    def test_a_missing_part(self, ending: str) -> None:
        empty = io.BytesIO()
        zipfile.ZipFile(empty, "w").close()
        with pytest.raises(ArticleError, match="has no part"):
            parse(Body(empty.getvalue(), "a"), ending)

    @pytest.mark.parametrize("ending", MAIN)
    @pytest.mark.parametrize("data", [b"PK\x03\x04", b"no zip"])
    def test_no_zip(self, ending: str, data: bytes) -> None:
        with pytest.raises(ArticleError, match=r"^a is not an? "):
            parse(Body(data, "a"), ending)


class TestXml:
    def test_entities_are_not_replaced(self) -> None:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        text = (
            f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><w:document {NAMES}><w:body>&l9;</w:body></w:document>'
        )
        with pytest.raises(ArticleError, match=r"declares entities|is not XML"):
            parse(Body(with_part(WORD, "word/document.xml", text.encode()), "a"), ".docx")

    def test_nothing_of_the_machine_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "secret.txt").write_text("the secret")
        text = (
            f'<!DOCTYPE x [<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]><w:document '
            f"{NAMES}><w:body>"
            f"{START}<w:p><w:r><w:t>&s;</w:t></w:r></w:p></w:body></w:document>"
        )
        with pytest.raises(ArticleError, match="declares entities"):
            parse(Body(with_part(WORD, "word/document.xml", text.encode()), "a"), ".docx")

    @pytest.mark.parametrize("depth", [200, 1500, 100_000])
    def test_deep_nesting(self, depth: int) -> None:
        deep = f"<w:document {NAMES}><w:body>" + "<w:sdt><w:sdtContent>" * depth
        with pytest.raises(ArticleError):
            parse(Body(with_part(WORD, "word/document.xml", deep.encode()), "a"), ".docx")
        closed = deep + START + "</w:sdtContent></w:sdt>" * depth + "</w:body></w:document>"
        found = outcome(with_part(WORD, "word/document.xml", closed.encode()), ".docx")
        assert re.search("The port authority|nested too deeply|is not XML", found)

    def test_deep_nesting_of_a_letter(self) -> None:
        letter = HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div><b>" * 50_000 + b"<p>It is open.</p>"
        assert re.search("It is open|nested too deeply", outcome(letter, ".eml"))


def test_a_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(str(tmp_path)) + b"/a\xff\n.docx")
    try:
        Path(name).write_bytes(WORD)
    except OSError:
        pytest.skip("this file system keeps no such names")
    from index.read import read

    assert read(name, Settings()).text.startswith("The port authority")


def test_the_bytes_and_not_the_ending_tell_the_format(tmp_path: Path) -> None:
    assert read_bytes(SOUND[".pdf"], "a.docx", tmp_path, Settings()).text.startswith("The bridge will reopen")


@pytest.mark.parametrize("ending", SOUND)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_bytes_give_an_article_or_an_article_error(ending: str, data: st.DataObject) -> None:
    whole = bytearray(SOUND[ending])
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=12)):
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    broken = bytes(whole[:cut] if data.draw(st.booleans()) else whole)
    assert outcome(broken, ending).strip()
