"""Every format of an export, read back by a program that is not ours."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import bibtexparser
import docx
import lxml.html
import pandas
import pytest
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from index import Library
from index.read import read
from rag import Answer, BylineError, SettingsError
from rag.doors.export import FORMATS, by_path, export, render
from tests.rag.doors.making import ANSWER, ARTICLE, FIRST, JOINED, REFUSED, SECOND, TEXT

CHAT = (ANSWER, REFUSED, JOINED)


@pytest.fixture
def stocked(library: Library) -> Library:
    library.add(ARTICLE)
    return library


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_formats_are_told_by_name_and_by_ending() -> None:
    for one in FORMATS:
        assert by_path(f"some.folder/Out{one.endings[0].upper()}") is one
    assert by_path("sources.csl.json").name == "csl"
    with pytest.raises(
        SettingsError, match=r"'out\.xyz' names no export format: expected a file ending in \.md"
    ):
        by_path("out.xyz")
    with pytest.raises(SettingsError, match="unknown export format 'pdf': expected one of markdown, html"):
        render(ANSWER, "pdf")


def test_a_file_that_cannot_be_written_is_one_line(stocked: Library, tmp_path: Path) -> None:
    with pytest.raises(BylineError, match="cannot be written: No such file or directory"):
        export(ANSWER, tmp_path / "nowhere" / "a.md", stocked)
    with pytest.raises(BylineError, match=r"^~nobody-of-that-name/a\.md cannot be written: "):
        export(ANSWER, "~nobody-of-that-name/a.md", stocked)


@pytest.mark.parametrize("format_", [one.name for one in FORMATS])
def test_no_format_tells_where_a_file_lies_on_somebodys_disk(stocked: Library, format_: str) -> None:
    made = render(CHAT, format_, stocked)
    assert b"somebody" not in made
    if format_ == "docx":
        assert "somebody" not in _word_text(made)


@pytest.mark.parametrize("format_", [one.name for one in FORMATS])
def test_an_answer_outlives_its_article(library: Library, format_: str) -> None:
    assert render(CHAT, format_, library)
    assert render((), format_, library) is not None


def test_markdown_shows_every_text_as_it_is(stocked: Library) -> None:
    source = render(CHAT, "markdown", stocked).decode()
    parser = MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin)
    tokens = parser.parse(source)
    kinds = {token.type for token in tokens} | {t.type for token in tokens for t in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "image", "s_open", "table_open", "fence", "code_block"}
    page = lxml.html.fromstring(f"<div>{parser.render(source)}</div>")
    links = {a.get("href") for a in page.iter("a") if not a.get("href").startswith("#")}
    assert links == {"https://news.example/a_b?c=1&d=%7B2%7D"}
    notes = [one_line(li.text_content()) for li in page.xpath("//*[@class='footnotes']//li")]
    assert len(notes) == 6
    assert notes[0].startswith(f"“{FIRST}” — Ann Lee, quoted. {ARTICLE.title}, The Daily & Co_, Ann O’Lee")
    assert notes[1].startswith(f"“{SECOND}” — The article itself.")
    assert f"SHA-256 {hashlib.sha256(TEXT.encode()).hexdigest()}" in notes[2]
    said = one_line(re.sub(r"\[\d+(:\d+)?\]", "", page.text_content()))
    assert one_line(ANSWER.question) in said
    assert "Nothing there mentions *winning*." in said
    assert [li.text_content() for li in page.xpath("./ul/li")] == ["Ann Lee[4] (speaks).", "Bo[5][6]."]


@pytest.mark.parametrize(
    "opening", ["- a", "+ a", "1. a", "12) a", "# a", "> a", "=== a", "    a", "~~~ a", "---"]
)
def test_markdown_begins_no_block_with_an_answers_first_words(library: Library, opening: str) -> None:
    text = f"{opening} b"
    refused = Answer("q", text, True, None, (), (), (), 0.0, "quote")
    source = render(refused, "markdown", library).decode()
    page = lxml.html.fromstring(f"<div>{MarkdownIt('commonmark').render(source)}</div>")
    assert [one.tag for one in page] == ["h1", "p", "h2", "p"]
    assert page[-1].text_content() == one_line(text)


class Asked(HTMLParser):
    """What a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_the_web_page_marks_exactly_the_quotes_in_the_article(stocked: Library) -> None:
    page = lxml.html.fromstring(render(ANSWER, "html", stocked))
    shown = "\n\n".join(one.text_content() for one in page.xpath("//article/*[@class='text']"))
    assert shown == TEXT
    assert page.xpath("//article/h3[@class='text']")[0].text_content() == "Costs & <risks>"
    assert "".join(one.text_content() for one in page.iter("mark")) == FIRST + SECOND
    for citation in ANSWER.citations:
        (row,) = page.xpath(f"//li[@id='quote-{citation.number}']")
        (link,) = row.iter("a")
        assert link.text_content() == citation.quote
        (anchor,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
        first = anchor.xpath("following-sibling::mark")[0].text_content()
        assert citation.quote.startswith(first) or first.startswith(citation.quote)


def test_the_web_page_runs_nothing_and_asks_nobody(stocked: Library) -> None:
    source = render(CHAT, "html", stocked).decode()
    asked = Asked()
    asked.feed(source)
    assert not {"script", "link", "img", "iframe", "object", "form", "b", "i", "svg", "base"} & set(
        asked.tags
    )
    names = {name for name, _ in asked.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"style", "src", "srcset"}
    away = {value for name, value in asked.attributes if name == "href" and value and value[0] != "#"}
    assert away == {ARTICLE.url}
    page = lxml.html.fromstring(source)
    (style,) = page.iter("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "url(" not in style.text
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= set(ids)


def _word_text(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def test_word_holds_the_answers_and_their_quotes(stocked: Library, tmp_path: Path) -> None:
    path = export(CHAT, tmp_path / "chat.docx", stocked)
    text = _word_text(path.read_bytes())
    assert f"[1-1] “{FIRST}” — Ann Lee, quoted. {ARTICLE.title}, The Daily & Co_" in text
    assert "page 2, characters" in text
    assert "Ann Lee[3-1] (speaks)." in text
    document = docx.Document(str(path))
    raised = [run.text for one in document.paragraphs for run in one.runs if run.font.superscript]
    assert raised[:3] == ["[1-1]", "[1-2]", "[1-3]"]
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == [
        one.question for one in CHAT
    ]
    assert SECOND in read(path, stocked.settings).text  # by Byline's own reader, which shares no code with it


def test_a_character_that_xml_cannot_hold_breaks_no_file(library: Library) -> None:
    broken = Answer("a\x00b\x0b\ud800?", "No\x1b.", True, None, (), (), (), 0.0, "quote")
    assert "a\ufffdb\ufffd\ufffd?" in _word_text(render(broken, "docx", library))
    page = render(broken, "html", library).decode()
    assert "a\ufffdb\ufffd\ufffd?" in page
    assert "\x1b" not in page
    for format_ in ("markdown", "csv"):
        assert "\ufffd" in render(broken, format_, library).decode()
    (kept,) = json.loads(render(broken, "json", library))["answers"]
    assert Answer.from_dict(kept) == broken


def test_a_spreadsheet_gets_a_row_a_citation_and_no_formula(stocked: Library) -> None:
    data = render(CHAT, "csv", stocked)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {26}
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@＝＋－＠\t"))]
    assert data.count(b"\r\n") == len(rows)  # and a line break inside a cell is a bare one
    table = pandas.read_csv(io.BytesIO(data), encoding="utf-8-sig", keep_default_na=False)
    assert list(table["turn"]) == [1, 1, 1, 2, 3, 3, 3]
    assert table["question"].iloc[0] == f"'{ANSWER.question}"
    assert list(table["quote"])[:4] == [FIRST, f"'{SECOND}", "wrote} it\\", ""]
    for row in table.to_dict("records"):
        if row["number"]:
            start, end = int(row["start"]), int(row["end"])
            assert TEXT[start:end] == row["quote"].removeprefix("'")
    assert set(table["confidence"]) == {0.8765, 0.1}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", " =", "\r\n=", "＝", "\u2003@"])
def test_what_begins_like_a_formula_is_text(library: Library, begin: str) -> None:
    data = render(Answer(f"{begin}1", "No.", True, None, (), (), (), 0.0, "quote"), "csv", library)
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["question"].startswith("'")


def test_citeproc_cites_the_source(stocked: Library) -> None:
    (item,) = json.loads(render(CHAT, "csl", stocked))
    assert item["type"] == "article-newspaper"
    assert item["issued"] == {"date-parts": [[2026, 2, 9]]}
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Cited([CitationItem(item["id"])]))
    shown = str(bibliography.bibliography()[0])
    assert "Ann O’Lee" in shown
    assert "2026" in shown
    assert ARTICLE.title in shown
    assert "The Daily & Co_" in shown


def test_bibtex_reads_back_what_was_written(stocked: Library) -> None:
    decoding = [bibtexparser.middlewares.LatexDecodingMiddleware()]
    source = render(CHAT, "bibtex", stocked).decode()
    parsed = bibtexparser.parse_string(source, append_middleware=decoding)
    assert not parsed.failed_blocks
    (entry,) = parsed.entries
    assert entry.entry_type == "article"
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert fields["title"] == ARTICLE.title
    assert fields["journal"] == ARTICLE.outlet
    assert fields["author"] == "Ann O’Lee and Bo Ek"
    assert (fields["year"], fields["month"], fields["day"]) == ("2026", "2", "9")
    assert ARTICLE.sha256 in fields["note"]
    assert "author = {{Ann O’Lee} and {Bo Ek}}" in source
    assert source.count("{") == source.count("}")


def test_json_is_lossless_and_annotates_by_the_w3cs_model(stocked: Library, tmp_path: Path) -> None:
    data = json.loads(export(CHAT, tmp_path / "chat.json", stocked).read_text("utf-8"))
    assert tuple(Answer.from_dict(one) for one in data["answers"]) == CHAT
    (source,) = data["sources"]
    assert source["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    for annotation in data["annotations"]:
        words, position = annotation["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == words["exact"]
        assert f"{words['prefix']}{words['exact']}{words['suffix']}" in TEXT
        assert annotation["target"]["source"] == ARTICLE.url
    assert [one["id"] for one in data["annotations"]][:2] == ["#citation-1-1", "#citation-1-2"]
    assert data["annotations"][0]["body"]["value"] == FIRST
