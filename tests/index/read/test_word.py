"""Everything that Word shows is read, in its place and as Word shows it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from index import Article, ArticleError, Settings

from .papers import read_bytes

Read = Callable[..., Article]
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
START = "<w:p><w:r><w:t>The port authority opened the old bridge on Monday morning.</w:t></w:r></w:p>"
FIRST = "The port authority opened the old bridge on Monday morning."
LAST = "<w:p><w:r><w:t>Ferries will go on until the end of May, it says.</w:t></w:r></w:p>"
LAST_TEXT = "Ferries will go on until the end of May, it says."


def package(body: str, **parts: str) -> bytes:
    """A Word file of the XML of its body and of further parts such as `footnotes`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        file.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{OFFICE}/officeDocument" '
            f'Target="word/document.xml"/></Relationships>',
        )
        links = "".join(f'<Relationship Id="{n}" Type="{OFFICE}/{n}" Target="{n}.xml"/>' for n in parts)
        file.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}'
            "</Relationships>",
        )
        file.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{name} {NAMES}>{content}</w:{name}>")
    return stream.getvalue()


def p(inner: str, style: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{style}</w:pPr>' if style else ''}{inner}</w:p>"


def r(text: str, style: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{style}</w:rPr>" if style else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.fixture
def read_word(tmp_path: Path, settings: Settings) -> Read:
    return lambda body, **parts: read_bytes(package(body, **parts), "a.docx", tmp_path, settings)


def between(article: Article) -> list[str]:
    """The paragraphs between the two that every document here begins and ends with."""
    paragraphs = article.text.split("\n\n")
    assert (paragraphs[0], paragraphs[-1]) == (FIRST, LAST_TEXT)
    return paragraphs[1:-1]


class TestTables:
    def test_of_python_docx(self, tmp_path: Path, settings: Settings) -> None:
        document = docx.Document()
        document.add_heading("Results of the village election", 1)
        document.add_paragraph("The council of Varn published the result on Monday.")
        rows = (("List", "Votes", "Seats"), ("Green Varn", "1,204", "5"), ("Citizens", "988", "4"))
        table = document.add_table(3, 3)
        for cells, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=True):
                cell.text = text
        document.add_paragraph("Turnout was 71 per cent, the returning officer, Per Lind, said.")
        stream = io.BytesIO()
        document.save(stream)
        article = read_bytes(stream.getvalue(), "a.docx", tmp_path, settings)
        assert article.title == "Results of the village election"
        assert article.text == (
            "The council of Varn published the result on Monday.\n\n"
            "List: Green Varn; Votes: 1,204; Seats: 5\n\nList: Citizens; Votes: 988; Seats: 4\n\n"
            "Turnout was 71 per cent, the returning officer, Per Lind, said."
        )

    @staticmethod
    def table(*rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    @staticmethod
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"

    def test_merged_cells_and_a_marked_head(self, read_word: Read) -> None:
        cell = self.cell
        table = self.table(
            f"<w:trPr><w:tblHeader/></w:trPr>{cell('Shift')}{cell('Boat')}{cell('Captain')}",
            cell("Early", '<w:vMerge w:val="restart"/>') + cell("Aske") + cell("Ann Lee"),
            cell("", "<w:vMerge/>") + cell("Both boats", '<w:gridSpan w:val="2"/>'),
        )
        assert between(read_word(START + table + LAST)) == [
            "Shift: Early; Boat: Aske; Captain: Ann Lee",
            "Shift: Early; Boat: Both boats",
        ]

    def test_a_deleted_row_and_a_table_in_a_cell(self, read_word: Read) -> None:
        inner = self.table(
            self.cell("in 1931") + self.cell("in stone"), self.cell("in 1950") + self.cell("in steel")
        )
        table = self.table(
            self.cell("Built") + f"<w:tc>{inner}<w:p/></w:tc>",
            "<w:trPr><w:del/></w:trPr>" + self.cell("Gone") + self.cell("long ago"),
            self.cell("Length") + self.cell("90 metres"),
        )
        assert between(read_word(START + table + LAST)) == [
            "Built; in 1931; in stone in 1950; in steel",
            "Length; 90 metres",
        ]

    def test_a_frame_of_one_cell_is_text(self, read_word: Read) -> None:
        table = self.table(self.cell("The repairs took two years."))
        assert between(read_word(START + table + LAST)) == ["The repairs took two years."]


class TestControlsAndBoxes:
    def test_content_controls_around_text_paragraphs_and_cells(self, read_word: Read) -> None:
        body = (
            "<w:sdt><w:sdtPr/><w:sdtContent>"
            + p(
                r("The mayor ")
                + f"<w:sdt><w:sdtContent>{r('Ruth Calder')}</w:sdtContent></w:sdt>"
                + r(" spoke.")
            )
            + "</w:sdtContent></w:sdt>"
            + p(
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
                f"<w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>"
            )
        )
        assert between(read_word(START + body + LAST)) == ["The mayor Ruth Calder spoke."]

    def test_a_text_box_is_read_once(self, read_word: Read) -> None:
        content = f"<w:txbxContent>{p(r('Tickets stay at four euros.'))}</w:txbxContent>"
        box = (
            f"<w:r><mc:AlternateContent><mc:Choice "
            f'Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx>{content}'
            "</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
        body = p(r("Beside it stands a box.") + box)
        assert between(read_word(START + body + LAST)) == [
            "Beside it stands a box.",
            "Tickets stay at four euros.",
        ]


class TestNotes:
    def test_stand_after_their_paragraph(self, read_word: Read) -> None:
        def note(kind: str, number: int, text: str) -> str:
            return f'<w:{kind} w:id="{number}">{p(f"<w:r><w:{kind}Ref/></w:r>" + r(text))}</w:{kind}>'

        line = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        body = p(
            r("The bridge was closed in 1890")
            + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="12"/></w:r>'
            + r(", and again")
            + '<w:r><w:endnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>'
            + r(" in 1931.")
        )
        article = read_word(
            START + body + LAST,
            footnotes=line + note("footnote", 12, "See the papers of the parish."),
            endnotes=note("endnote", 3, "After the flood."),
        )
        assert between(article) == [
            "The bridge was closed in 1890, and again in 1931.",
            "Note 1: See the papers of the parish.",
            "Note 2: After the flood.",
        ]


class TestChanges:
    def test_are_accepted(self, read_word: Read) -> None:
        body = p(
            r("The toll is ")
            + "<w:del><w:r><w:delText>four</w:delText></w:r></w:del>"
            + f"<w:ins>{r('five')}</w:ins>"
            + r(" euros")
            + f"<w:moveFrom>{r(' from May')}</w:moveFrom>"
            + r(" for cars")
            + f"<w:moveTo>{r(' from May')}</w:moveTo>"
            + r(".")
        )
        assert between(read_word(START + body + LAST)) == ["The toll is five euros for cars from May."]

    def test_a_deleted_paragraph_mark_joins_two(self, read_word: Read) -> None:
        body = p(r("The toll stays "), "<w:rPr><w:del/></w:rPr>") + p(r("as it is."))
        assert between(read_word(START + body + LAST)) == ["The toll stays as it is."]


class TestRuns:
    @pytest.mark.parametrize(
        ("runs", "text"),
        [
            (r("Seen") + r(" unseen", "<w:vanish/>") + r(" by all."), "Seen by all."),
            (r("Seen ") + r("after all.", '<w:vanish w:val="0"/>'), "Seen after all."),
            (r("At ", '<w:rStyle w:val="Secret"/>') + r("last, nobody came."), "last, nobody came."),
            (r("About 10") + r("9", '<w:vertAlign w:val="superscript"/>') + r(" tons."), "About 10⁹ tons."),
            (r("CO") + r("2", '<w:vertAlign w:val="subscript"/>') + r(" is measured."), "CO₂ is measured."),
            (
                r("The 5") + r("th", '<w:vertAlign w:val="superscript"/>') + r(" boat sank."),
                "The 5th boat sank.",
            ),
            (
                r("One") + "<w:r><w:br/></w:r>" + r("two") + "<w:r><w:tab/></w:r>" + r("three."),
                "One two three.",
            ),
            (r("A well") + "<w:r><w:noBreakHyphen/></w:r>" + r("known name."), "A well-known name."),
            (
                r("At 4 ") + '<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>' + r("C it froze."),
                "At 4 °C it froze.",
            ),
            (
                r("An angle of ") + r("\uf061", '<w:rFonts w:ascii="Symbol"/>') + r(" is meant."),
                "An angle of α is meant.",
            ),
            (f'<w:hyperlink r:id="x">{r("The port")}</w:hyperlink>' + r(" said so."), "The port said so."),
            (
                f'<w:fldSimple w:instr="DATE">{r("May 3")}</w:fldSimple>' + r(" is the day."),
                "May 3 is the day.",
            ),
            (
                r("See ")
                + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF _x</w:instrText></w:r>'
                + '<w:r><w:t>not shown</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                + r("page 4")
                + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
                + r(" of it."),
                "See page 4 of it.",
            ),
            (
                r("It is ") + "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:sSup><m:e>"
                "<m:r><m:t>b</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:den></m:f></m:oMath>"
                + r(" at most."),
                "It is a/b² at most.",
            ),
        ],
    )
    def test_as_word_shows_them(self, runs: str, text: str, read_word: Read) -> None:
        secret = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        assert between(read_word(START + p(runs) + LAST, styles=secret)) == [text]

    def test_a_dropped_capital_belongs_to_its_word(self, read_word: Read) -> None:
        body = p(r("T"), '<w:framePr w:dropCap="drop" w:lines="3"/>') + p(r("he tide came in."))
        assert between(read_word(START + body + LAST)) == ["The tide came in."]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My own"/><w:basedOn w:val="H"/></w:style>'
)


class TestParagraphs:
    def test_title_and_headings_by_style(self, read_word: Read) -> None:
        body = (
            p(r("The old bridge"), '<w:pStyle w:val="T"/>')
            + START
            + p(r("What comes next."), '<w:pStyle w:val="Own"/>')
            + p(r("And then."), '<w:outlineLvl w:val="0"/>')
            + LAST
        )
        article = read_word(body, styles=STYLES)
        assert article.title == "The old bridge"
        assert [article.text[h.start : h.end] for h in article.headings] == ["What comes next.", "And then."]

    def test_numbers_and_bullets_of_lists(self, read_word: Read) -> None:
        level = (
            '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
        )
        numbering = (
            '<w:abstractNum w:abstractNumId="7">'
            + level.format(0, 3, "decimal", "%1.")
            + level.format(1, 1, "lowerLetter", "%1.%2)")
            + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
            + level.format(0, 1, "bullet", "\uf0b7")
            + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        )

        def item(text: str, number: int, depth: int) -> str:
            return p(r(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')

        body = (
            item("Close the bridge to cars.", 1, 0)
            + item("Tell the ferries.", 1, 1)
            + item("Open it again.", 1, 0)
            + item("Bring a lamp.", 2, 0)
        )
        assert between(read_word(START + body + LAST, numbering=numbering)) == [
            "3. Close the bridge to cars.",
            "3.a) Tell the ferries.",
            "4. Open it again.",
            "• Bring a lamp.",
        ]

    def test_page_heads_and_feet_are_left_out(self, tmp_path: Path, settings: Settings) -> None:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = "Harbour Review"
        document.sections[0].footer.paragraphs[0].text = "Page 1"
        document.add_paragraph(FIRST)
        document.core_properties.title = "On the bridge"
        document.core_properties.author = "Ann Lee"
        stream = io.BytesIO()
        document.save(stream)
        article = read_bytes(stream.getvalue(), "a.docx", tmp_path, settings)
        assert (article.text, article.title, article.author) == (FIRST, "On the bridge", "Ann Lee")


def test_strict_files_are_read(tmp_path: Path, settings: Settings) -> None:
    data = package(START + LAST)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            strict = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, strict)
    assert read_bytes(stream.getvalue(), "a.docx", tmp_path, settings).text == f"{FIRST}\n\n{LAST_TEXT}"


def test_an_encrypted_file_says_so(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(ArticleError, match="opens with a password only, or is of an older format"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.docx", tmp_path, settings)
