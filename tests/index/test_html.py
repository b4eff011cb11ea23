"""Pages as their readers see them: letters, figures, tables, dialogs, and what the page says of itself."""

from __future__ import annotations

import pytest

from index import Article, ArticleError
from index.document import Block
from index.read import decode, html, raised, tables
from index.read.body import Body
from index.read.grids import settle
from index.read.source import parse

FIRST = "The quarry at Tolmin Ridge has been flooded for many years, the district museum writes in its guide."
SECOND = (
    "Divers measured it last summer and found that it is forty metres deep, deeper than anybody had thought."
)
THIRD = (
    "The guide, which is free, names eleven such quarries and gives the way to each of them from the station."
)


def page(body: str, head: str = "", charset: str | None = None, encoding: str = "utf-8") -> Article:
    whole = f"<!doctype html><html><head>{head}<title>The quarry</title></head><body>{body}</body></html>"
    return parse(Body(whole.encode(encoding), "a.html", charset), ".html")


def story(*paragraphs: str) -> str:
    return "<article><h1>The quarry</h1>" + "".join(f"<p>{one}</p>" for one in paragraphs) + "</article>"


class TestDecoding:
    @pytest.mark.parametrize(
        "label", ["iso-8859-1", "ISO-8859-1 ", "latin1", "us-ascii", "ascii", "windows-1252", "x-cp1252"]
    )
    def test_labels_of_windows_1252(self, label: str) -> None:
        said = "“It costs €4.80 – forty cents more …” was the company’s answer, printed in the guide."
        article = page(story(FIRST, said), f'<meta charset="{label}">', encoding="cp1252")
        assert said in article.text

    @pytest.mark.parametrize(
        ("head", "expected"),
        [
            ('<meta charset="koi8-r">', "koi8-r"),
            ("<meta content='text/html; charset=koi8-r' http-equiv=Content-Type>", "koi8-r"),
            ('<!-- <meta charset="utf-8"> --><meta charset=koi8-r>', "koi8-r"),
            ('<script>x = "<meta charset=utf-8>"</script><meta charset="koi8-r">', "koi8-r"),
            ('<meta name="description" content="charset=utf-8"><meta charset="koi8-r">', "koi8-r"),
            ('<meta charset="nonsense"><meta charset="koi8-r">', "koi8-r"),
            ("x" * 3000 + '<meta charset="koi8-r">', "koi8-r"),
            ('<meta charset="utf-16le">', "utf-8"),
            ('<?xml version="1.0" encoding="koi8-r"?>', "koi8-r"),
        ],
    )
    def test_declarations(self, head: str, expected: str) -> None:
        word = "Мост"
        assert word in decode.page(Body(f"{head}<p>{word}".encode(expected), "a.html"))

    def test_mark_before_transport_before_page(self) -> None:
        meta = '<meta charset="koi8-r">'
        assert "Мост" in decode.page(Body((meta + "Мост").encode("cp1251"), "a", "windows-1251"))
        assert "Мост" in decode.page(Body((meta + "Мост").encode("utf-8-sig"), "a", "windows-1251"))

    def test_bad_bytes_are_marked(self) -> None:
        assert "a\ufffdb" in decode.page(Body(b'<meta charset="utf-8">a\xffb', "a.html"))

    def test_text_saved_anew_under_its_old_declaration(self) -> None:
        assert "Мост откроют" in decode.page(Body('<meta charset="gbk">Мост откроют'.encode(), "a.html"))


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("closed in 1931<sup>7</sup> and", "closed in 1931 and"),
        ("closed in 1931<sup>[7]</sup> and", "closed in 1931 and"),
        ('closed in 1890<sup><a href="#fn12">12</a></sup>.', "closed in 1890."),
        ("the guide<sup>1, 2</sup> and", "the guide and"),
        ("the guide.<sup>3</sup> Next", "the guide. Next"),
        ("the guide*<sup>*</sup>", "the guide*"),
        ("3 × 10<sup>9</sup> litres", "3 × 10⁹ litres"),
        ("10<sup>-3</sup> g", "10⁻³ g"),
        ("10<sup>−3</sup> g", "10⁻³ g"),
        ("40 m<sup>2</sup> and 9 km<sup>3</sup>", "40 m² and 9 km³"),
        ("E = mc<sup>2</sup>", "E = mc²"),
        ("x<sup>2</sup> and 2<sup>10</sup>", "x² and 2¹⁰"),
        ("H<sub>2</sub>O and CO<sub>2</sub>", "H₂O and CO₂"),
        ("the 4<sup>th</sup> of May", "the 4th of May"),
        ("1<sup>er</sup> mai, n<sup>o</sup> 4", "1er mai, no 4"),
        ("2<sup>1</sup>/<sub>2</sub> hours", "2 1/2 hours"),
        ("<b>10<sup>9</sup></b> litres", "10⁹ litres"),
    ],
)
def test_raised_and_lowered_figures(markup: str, shown: str) -> None:
    assert " ".join(raised.settle(html.parse(f"<p>{markup}</p>")).text_content().split()) == shown


def test_figures_survive_into_the_text() -> None:
    article = page(
        story(f"{FIRST} It was closed in 1931<sup>7</sup>.", f"{SECOND} It holds 3 × 10<sup>9</sup> litres.")
    )
    assert "closed in 1931." in article.text
    assert "3 × 10⁹ litres" in article.text


class TestTables:
    def test_rows_name_their_columns(self) -> None:
        cells = [["Route", "Price", "Time"], ["Aske – Ostby", "€4.80", "1 h"], ["Ostby – Lisk", "", "2 h"]]
        assert [block.text for block in tables.rows(cells, header=True)] == [
            "Route: Aske – Ostby; Price: €4.80; Time: 1 h",
            "Route: Ostby – Lisk; Time: 2 h",
        ]
        assert [block.text for block in tables.rows(cells[1:], header=False)] == [
            "Aske – Ostby; €4.80; 1 h",
            "Ostby – Lisk; 2 h",
        ]

    def test_in_its_place(self) -> None:
        grid = "<table><tr><th>Route<th>Price<tr><td>Aske<td>€4.80<tr><td>Ostby<td>€5.20</table>"
        article = page(f"<article><h1>The quarry</h1><p>{FIRST}</p>{grid}<p>{SECOND}</p></article>")
        assert article.text.split("\n\n") == [
            FIRST,
            "Route: Aske; Price: €4.80",
            "Route: Ostby; Price: €5.20",
            SECOND,
        ]

    def test_cell_over_several_rows(self) -> None:
        tree = settle(
            html.parse("<div><table><tr><th>Line<th>Stop<tr><td rowspan=2>A<td>x<tr><td>y</table></div>")
        )
        assert [one.text[1:] for one in tree.iter("p")] == ["Line: A; Stop: x", "Line: A; Stop: y"]

    def test_cells_used_for_layout_are_no_table(self) -> None:
        article = page(f"<table><tr><td><h1>The quarry</h1><p>{FIRST}</p><p>{SECOND}</p></td></tr></table>")
        assert article.text == f"{FIRST}\n\n{SECOND}"


class TestDialogs:
    consent = (
        "<h2>We value your privacy</h2><p>We and our partners store and access information on a device, "
        "such as cookies, and process personal data for advertising and for measuring it.</p>"
        "<button>Accept</button>"
    )

    @pytest.mark.parametrize(
        "frame", ['aria-hidden="true"', 'aria-hidden="true" style="display:none"', "inert", ""]
    )
    @pytest.mark.parametrize(
        "dialog",
        [
            '<div role="dialog" aria-modal="true">{}</div>',
            '<div role="alertdialog">{}</div>',
            "<dialog open>{}</dialog>",
            '<div id="cookie-banner">{}</div>',
        ],
    )
    def test_article_under_an_open_dialog(self, frame: str, dialog: str) -> None:
        article = page(f"<div {frame}>{story(FIRST, SECOND)}</div>{dialog.format(self.consent)}")
        assert article.text == f"{FIRST}\n\n{SECOND}"

    def test_small_hidden_parts_stay_hidden_under_a_dialog(self) -> None:
        hidden = '<p aria-hidden="true">The quarry was sold to the baker for ten crowns, nobody says.</p>'
        article = page(f'{story(FIRST, SECOND, THIRD)}{hidden}<div role="dialog">{self.consent}</div>')
        assert article.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_structure() -> None:
    body = (
        f"<article><h1>The quarry</h1><p>{FIRST}</p><h2>Deep water</h2><p>{SECOND}</p>"
        "<ul><li>Bring a lamp and a rope.</li><li>Do not dive alone.</li></ul>"
        f"<blockquote><p>{THIRD}</p></blockquote>"
        "</article>"
    )
    article = page(body)
    assert article.text.split("\n\n") == [
        FIRST,
        "Deep water",
        SECOND,
        "Bring a lamp and a rope.",
        "Do not dive alone.",
        THIRD,
    ]
    assert [article.text[h.start : h.end] for h in article.headings] == ["Deep water"]


def test_parts_of_one_article_in_several_containers() -> None:
    parts = "".join(
        f'<div class="story-body"><p>{one} {one.replace("the", "some")}</p></div><div class="ad">Buy!</div>'
        for one in (FIRST, SECOND, THIRD)
    )
    text = page(f"<h1>The quarry</h1>{parts}").text
    assert all(one in text for one in (FIRST, SECOND, THIRD))


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
  {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
  {"@type": "NewsArticle", "headline": "The quarry &amp; its divers", "author": [{"@id": "#ann"},
   {"@type": "Person", "name": "Bo Ek"}],
   "datePublished": "2026-03-14T09:00:00Z", "dateModified": "2026-03-20",
   "publisher": {"@type": "Organization", "name": "Harbour Post"},
   "articleSection": "Local", "inLanguage": "en"}]}
</script>"""


class TestMetadata:
    def test_json_ld(self) -> None:
        article = page(f"<article><p>{FIRST}</p><p>{SECOND}</p></article>", LINKED)
        assert article.title == "The quarry & its divers"
        assert (article.author, article.published) == ("Ann Lee, Bo Ek", "2026-03-14T09:00:00Z")
        assert (article.outlet, article.section, article.language) == ("Harbour Post", "Local", "en")

    def test_broken_json_ld_is_passed_over(self) -> None:
        broken = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
        assert page(story(FIRST, SECOND), f'{broken}<meta name="author" content="Bo Ek">').author == "Bo Ek"

    @pytest.mark.parametrize(
        ("head", "body", "author"),
        [
            ('<meta name="author" content="By Ann Lee">', "", "Ann Lee"),
            ("", '<a rel="author" href="/ann">Ann Lee</a>', "Ann Lee"),
            ("", '<span class="byline">By Ann Lee and Bo Ek | 3 March 2024</span>', "Ann Lee, Bo Ek"),
            ("", "<p>By Ann Lee</p>", "Ann Lee"),
            ('<meta name="author" content="https://www.facebook.com/ann">', "", None),
        ],
    )
    def test_author(self, head: str, body: str, author: str | None) -> None:
        assert page(f"{body}{story(FIRST, SECOND)}", head).author == author

    def test_title_is_the_heading_without_the_site(self) -> None:
        head = '<meta property="og:site_name" content="Harbour Post">'
        whole = f"<html><head>{head}<title>A deep lake in the hills | Harbour Post</title></head><body>"
        parsed = parse(Body(f"{whole}<p>{FIRST}</p><p>{SECOND}</p>".encode(), "a.html"), ".html")
        assert parsed.title == "A deep lake in the hills"

    def test_canonical_address(self) -> None:
        whole = f'<link rel="canonical" href="/quarry"><body>{story(FIRST, SECOND)}'.encode()
        parsed = parse(Body(whole, "a", url="https://post.example/quarry?from=mail"), ".html")
        assert parsed.url == "https://post.example/quarry"


def test_page_of_which_most_would_be_lost_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "main_text", lambda _: ((Block(FIRST),), 0.1))
    with pytest.raises(ArticleError, match="only 10% of the page's prose"):
        page(story(FIRST, SECOND))
