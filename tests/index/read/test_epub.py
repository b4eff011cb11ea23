"""A book is read in the order of its spine, with its chapters as headings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Article, ArticleError, Settings

from .papers import read_bytes

Read = Callable[..., Article]
ONE = "The mill stood empty for nine years before the dairy bought it."
TWO = "Its wheel turned again in the spring of 1931, and the valley came to see."
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)


def chapter(body: str) -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head>'
        f"<title>not shown</title></head><body>{body}</body></html>"
    )


def book(parts: dict[str, str], spine: str, items: str = "", **more: str) -> bytes:
    stream = io.BytesIO()
    manifest = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in parts
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr("META-INF/container.xml", CONTAINER)
        file.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>The mill</dc:title><dc:creator>Ann Lee</dc:creator><dc:publisher>Harbour "
            "Press</dc:publisher>"
            "<dc:date>2024-03-03</dc:date><dc:language>en</dc:language></metadata>"
            f"<manifest>{manifest}{items}</manifest><spine>{order}</spine></package>",
        )
        for name, text in parts.items():
            file.writestr(f"OPS/{name}.xhtml", chapter(text))
        for name, text in more.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


@pytest.fixture
def read_book(tmp_path: Path, settings: Settings) -> Read:
    return lambda *a, **k: read_bytes(book(*a, **k), "a.epub", tmp_path, settings)


def test_spine_order_chapters_and_metadata(read_book: Read) -> None:
    parts = {
        "b": f"<h1>The wheel</h1><p>{TWO}</p>",
        "a": f"<h1>The sale</h1><p>{ONE}</p>",
        "z": "<p>Not in it.</p>",
    }
    article = read_book(parts, "a b")
    assert article.text == f"The sale\n\n{ONE}\n\nThe wheel\n\n{TWO}"
    assert [article.text[h.start : h.end] for h in article.headings] == ["The sale", "The wheel"]
    assert (article.title, article.author, article.outlet, article.published, article.language) == (
        "The mill",
        "Ann Lee",
        "Harbour Press",
        "2024-03-03",
        "en",
    )


def test_a_chapter_without_a_heading_is_named_by_the_contents(read_book: Read) -> None:
    contents = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li><a href="a.xhtml">The '
        "sale</a></li></ol></nav>"
        "</body></html>"
    )
    items = '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    article = read_book({"a": f"<p>{ONE}</p>"}, "n a", items, OPS__nav_xhtml=contents)
    assert article.text == f"The sale\n\n{ONE}"


def test_markup(read_book: Read) -> None:
    body = (
        f"<p>{ONE}</p>"
        '<p>It was closed in 1890<a epub:type="noteref" href="#n12">12</a> and holds 10<sup>9</sup> '
        "grains.</p>"
        '<ol start="3"><li>Buy it.</li><li><p>Mend it.</p></li></ol><ul><li>Wait.</li></ul>'
        "<blockquote><p>It turns!</p></blockquote>"
        "<table><tr><th>Year</th><th>Sacks</th></tr><tr><td>1931</td><td>900</td></tr></table>"
        '<p>Seen <span style="display:none">unseen</span>by<br/>all.</p>'
        '<aside epub:type="footnote" id="n12"><p>See the papers.</p></aside>'
    )
    article = read_book({"a": body}, "a")
    assert article.text.split("\n\n")[1:] == [
        "It was closed in 1890 and holds 10⁹ grains.",
        "3. Buy it.",
        "4. Mend it.",
        "• Wait.",
        "It turns!",
        "Year: 1931; Sacks: 900",
        "Seen by all.",
        "See the papers.",
    ]


def test_a_locked_book_says_so(read_book: Read) -> None:
    lock = '<encryption xmlns:e="x"><e:CipherReference URI="OPS/a.xhtml"/></encryption>'
    with pytest.raises(ArticleError, match="locked by its seller"):
        read_book({"a": f"<p>{ONE}</p>"}, "a", **{"META-INF__encryption_xml": lock})
