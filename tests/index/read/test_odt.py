"""OpenDocument text as Writer shows it: lists, notes, tables, boxes, changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Article, ArticleError, Settings

from .papers import read_bytes

Read = Callable[..., Article]
URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{short}="{URN}:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("meta", "meta"),
    )
)
FIRST = "The port authority opened the old bridge on Monday morning."
LAST = "Ferries will go on until the end of May, it says."


def package(body: str, styles: str = "", **parts: str) -> bytes:
    stream = io.BytesIO()
    content = (
        f"<office:document-content "
        f"{NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", content)
        for name, text in parts.items():
            file.writestr("META-INF/manifest.xml" if name == "manifest" else f"{name}.xml", text)
    return stream.getvalue()


@pytest.fixture
def read_odt(tmp_path: Path, settings: Settings) -> Read:
    def made(body: str, styles: str = "", **parts: str) -> Article:
        whole = f"<text:p>{FIRST}</text:p>{body}<text:p>{LAST}</text:p>"
        return read_bytes(package(whole, styles, **parts), "a.odt", tmp_path, settings)

    return made


def between(article: Article) -> list[str]:
    paragraphs = article.text.split("\n\n")
    assert (paragraphs[0], paragraphs[-1]) == (FIRST, LAST)
    return paragraphs[1:-1]


STYLES = (
    '<style:style style:name="Up"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="Down"><style:text-properties style:text-position="-33% 58%"/></style:style>'
    '<style:style style:name="Off"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="i" '
    'style:num-suffix=")" text:start-value="4"/></text:list-style>'
)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>four.", "One two three four."),
        ("About 10<text:span text:style-name='Up'>9</text:span> tons.", "About 10⁹ tons."),
        ("CO<text:span text:style-name='Down'>2</text:span> is measured.", "CO₂ is measured."),
        ("Seen<text:span text:style-name='Off'> unseen</text:span> by all.", "Seen by all."),
        ("The <text:a>port</text:a> <text:span>said</text:span> so.", "The port said so."),
        ("It said<office:annotation><text:p>Really?</text:p></office:annotation> so.", "It said so."),
    ],
)
def test_text(inner: str, text: str, read_odt: Read) -> None:
    assert between(read_odt(f"<text:p>{inner}</text:p>", STYLES)) == [text]


def test_a_note_stands_after_its_paragraph(read_odt: Read) -> None:
    note = (
        "<text:note><text:note-citation>12</text:note-citation><text:note-body><text:p>See the "
        "papers.</text:p>"
        "</text:note-body></text:note>"
    )
    assert between(read_odt(f"<text:p>It was closed in 1890{note} for good.</text:p>")) == [
        "It was closed in 1890 for good.",
        "Note 1: See the papers.",
    ]


def test_deleted_text_is_gone(read_odt: Read) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Nobody "
        "came.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>Everybody <text:change/>came.</text:p>"
    )
    assert between(read_odt(body)) == ["Everybody came."]


def test_headings_lists_boxes_and_hidden_sections(read_odt: Read) -> None:
    body = (
        '<text:h text:outline-level="2">What comes next.</text:h>'
        '<text:list text:style-name="N"><text:list-item><text:p>Close it.</text:p></text:list-item>'
        "<text:list-item><text:p>Open "
        "it.</text:p><text:list><text:list-item><text:p>Slowly.</text:p></text:list-item>"
        "</text:list></text:list-item></text:list>"
        '<text:section text:display="none"><text:p>Not for you.</text:p></text:section>'
        "<text:p>Beside it stands a box.<draw:frame><draw:text-box><text:p>Tickets cost four euros.</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    article = read_odt(body, STYLES)
    assert between(article) == [
        "What comes next.",
        "iv) Close it.",
        "v) Open it.",
        "• Slowly.",
        "Beside it stands a box.",
        "Tickets cost four euros.",
    ]
    assert [article.text[h.start : h.end] for h in article.headings] == ["What comes next."]


def test_tables_are_rows_that_read(read_odt: Read) -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    body = (
        f"<table:table><table:table-header-rows>{row('Boat', 'Captain')}</table:table-header-rows>"
        f"{row('Aske', 'Ann Lee')}</table:table>"
    )
    assert between(read_odt(body)) == ["Boat: Aske; Captain: Ann Lee"]


def test_metadata(read_odt: Read) -> None:
    meta = (
        f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<dc:title>On the bridge</dc:title><meta:initial-creator>Ann Lee</meta:initial-creator>"
        "<dc:date>2024-03-03T10:00:00</dc:date><dc:language>en-GB</dc:language></office:meta></office:document-meta>"
    )
    article = read_odt("", meta=meta)
    assert (article.title, article.author, article.published, article.language) == (
        "On the bridge",
        "Ann Lee",
        "2024-03-03",
        "en-GB",
    )


def test_an_encrypted_file_says_so(read_odt: Read) -> None:
    with pytest.raises(ArticleError, match="opens with a password only"):
        read_odt("", manifest="<manifest><encryption-data/></manifest>")
