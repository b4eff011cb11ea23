"""Rich text as a word processor shows it: code pages, notes, tables, hidden and deleted text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import Article, ArticleError, Settings

from .papers import read_bytes

Read = Callable[[str], Article]
FIRST = "The port authority opened the old bridge on Monday morning."
LAST = "Ferries will go on until the end of May, it says."


@pytest.fixture
def read_rtf(tmp_path: Path, settings: Settings) -> Read:
    def made(body: str) -> Article:
        fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset2 Symbol;}}"
        styles = r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s15 Title;}}"
        text = rf"{{\rtf1\ansi\ansicpg1252\deff0 {fonts}{styles}\pard {FIRST}\par {body}\pard {LAST}\par}}"
        return read_bytes(text.encode("ascii"), "a.rtf", tmp_path, settings)

    return made


def between(article: Article) -> list[str]:
    paragraphs = article.text.split("\n\n")
    assert (paragraphs[0], paragraphs[-1]) == (FIRST, LAST)
    return paragraphs[1:-1]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"It \'93opened\'94 \'96 for \'80 4.\par", "It “opened” – for € 4."),
        (r"\f1\'cc\'ee\'f1\'f2 \f0 is Russian.\par", "Мост is Russian."),
        (r"At 4 {\f2\'b0}C it froze.\par", "At 4 °C it froze."),
        (r"\u1052?\u1086\u-255? is odd.\par", "Мо！ is odd."),
        (r"\uc2 A \u8364\'80\'80 sign.\par", "A € sign."),
        (r"A \u-10179?\u-8704? smile.\par", "A 😀 smile."),
        (
            r"Braces \{ and \\ stay, a well\_known name too.\par",
            r"Braces { and \ stay, a well-known name too.",
        ),
        (r"Seen{\v  unseen} by{\deleted  not} all.\par", "Seen by all."),
        (r"About 10{\super 9} tons of CO{\sub 2}.\par", "About 10⁹ tons of CO₂."),
        (r"One\line two\tab three.\par", "One two three."),
        (
            r'{\field{\*\fldinst HYPERLINK "https://a.example"}{\fldrslt The port}} said so.\par',
            "The port said so.",
        ),
        (r"{\*\unknown not for you}It{\pict\wmetafile8 0102} said so.{\bin3 {{}}\par", "It said so."),
    ],
)
def test_text(body: str, text: str, read_rtf: Read) -> None:
    assert between(read_rtf(body)) == [text]


def test_a_note_stands_after_its_paragraph(read_rtf: Read) -> None:
    body = r"It was closed in 1890{\super\chftn}{\footnote\pard{\super\chftn} See the papers.} for good.\par"
    assert between(read_rtf(body)) == ["It was closed in 1890 for good.", "Note 1: See the papers."]


def test_tables_are_rows_that_read(read_rtf: Read) -> None:
    body = (
        r"\trowd\cellx1000\cellx2000\pard\intbl Boat\cell Crew\cell\row"
        r"\trowd\cellx1000\cellx2000\pard\intbl Aske\cell 12\cell\row\pard "
    )
    assert between(read_rtf(body)) == ["Boat: Aske; Crew: 12"]


def test_headings_lists_and_page_heads(read_rtf: Read) -> None:
    body = (
        r"{\header Harbour Review\par}\pard\s1 What comes next.\par"
        r"\pard{\listtext 2.\tab}Open it again.\par\pard{\listtext\f2\'b7\tab}Bring a lamp.\par"
    )
    article = read_rtf(body)
    assert between(article) == ["What comes next.", "2. Open it again.", "• Bring a lamp."]
    assert [article.text[h.start : h.end] for h in article.headings] == ["What comes next."]


def test_metadata(read_rtf: Read) -> None:
    article = read_rtf(r"{\info{\title On the bridge}{\author Ann Lee}{\operator Nobody}}")
    assert (article.title, article.author, between(article)) == ("On the bridge", "Ann Lee", [])


@pytest.mark.parametrize("data", [b"no rich text", b"{\\rtf1 " + b"{" * 100_000])
def test_damaged(data: bytes, tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(ArticleError, match="is not a rich text file"):
        read_bytes(data, "a.rtf", tmp_path, settings)
