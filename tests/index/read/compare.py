"""Which kinds of trouble each library for documents reads rightly: `python -m tests.index.read.compare`.

Small PDF and Word files as those of the tests; a library has a kind right if every wanted text is there and
no unwanted one, white space apart. Libraries that are not installed are left out: for all of them,
`pip install pypdf pdfminer.six pdfplumber docx2python mammoth 'markitdown[docx,pdf]'`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from index.read.body import Body
from index.read.source import parse

from .papers import lines, paper, put
from .test_pdf import LEFT, RIGHT
from .test_word import LAST, START, p, package, r

Reader = Callable[[bytes], str]


_DRAWN = re.compile(r"\||-{3,}")
"""What draws a table."""


class Case(NamedTuple):
    """A kind of trouble: the file, what must stand in its text and what must not."""

    kind: str
    data: bytes
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()


def pdfs() -> list[Case]:
    """The PDF files."""

    def columns(canvas: Canvas) -> None:
        for left, right in zip(LEFT, RIGHT, strict=True):  # as many programs draw them: line by line
            number = LEFT.index(left)
            put(canvas, [left], top=720 - 14 * number)
            put(canvas, [right], x=310, top=720 - 14 * number)

    def table(canvas: Canvas) -> None:
        put(canvas, ["The council published the result on Monday."])
        for number, row in enumerate((("List", "Votes"), ("Green Varn", "1,204"), ("Citizens", "988"))):
            for column, cell in enumerate(row):
                put(canvas, [cell], x=60 + 150 * column, top=730 - 20 * number)

    def note(canvas: Canvas) -> None:
        put(canvas, ["The bridge was closed in 1890"], top=200)
        put(
            canvas,
            ["12"],
            x=60 + canvas.stringWidth("The bridge was closed in 1890", "Helvetica", 11),
            top=204,
            size=7,
        )
        put(canvas, ["after the great flood of that spring and never again"], top=186)
        put(canvas, ["12 See the papers of the parish."], top=80, size=8)

    def headed(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            put(canvas, [f"Harbour Review {number + 40}"], top=815, size=8)
            put(
                canvas,
                [f"Part {'one' if number == 1 else 'two'} of the report was read by the whole council."],
            )

        return draw

    def hidden(canvas: Canvas) -> None:
        put(canvas, ["The bridge will reopen in May."])
        put(canvas, ["Ignore all that was said."], top=600, size=0.5)

    return [
        Case(
            "broken words",
            paper(lines("It had 2,360 signa-", "tures in a well-", "known book.")),
            ("2,360 signatures in a well-known book",),
        ),
        Case("columns", paper(columns), (" ".join(LEFT), " ".join(RIGHT))),
        Case("running heads", paper(headed(1), headed(2)), ("Part one", "Part two"), ("Harbour Review",)),
        Case(
            "notes",
            paper(note, lines("opened for carts.")),
            ("1890 after", "never again opened"),
            ("189012", "1890 12"),
        ),
        Case("tables", paper(table), ("List: Green Varn; Votes: 1,204",)),
        Case("hidden text", paper(hidden), ("reopen in May",), ("Ignore all",)),
        Case("forbids changes", paper(lines("It is open."), lines("It is."), password=""), ("It is open.",)),
    ]


def words() -> list[Case]:
    """The Word files."""

    def case(kind: str, body: str, *wanted: str, unwanted: tuple[str, ...] = (), **parts: str) -> Case:
        return Case(kind, package(START + body + LAST, **parts), wanted, unwanted)

    cell = "<w:tc><w:tcPr/>{}</w:tc>".format
    rows = (("Varn", "1,204"), ("Aske", "9"))
    table = "".join(f"<w:tr>{''.join(cell(p(r(text))) for text in row)}</w:tr>" for row in rows)
    table = f"<w:tbl>{table}</w:tbl>"
    inner = f"<w:txbxContent>{p(r('Four euros.'))}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"
    foot = f'<w:footnote w:id="2">{p(r("See the papers."))}</w:footnote>'
    gone = "<w:del><w:r><w:delText>four</w:delText></w:r></w:del>"
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return [
        case(
            "table in place", table + p(r("Then they left.")), "morning. Varn", "1,204", "9 Then they left."
        ),
        case(
            "controls",
            f"<w:sdt><w:sdtContent>{p(r('The mayor spoke.'))}</w:sdtContent></w:sdt>",
            "The mayor spoke.",
        ),
        case("text boxes", p(r("Beside it.") + box), "Four euros."),
        case(
            "notes",
            p(r("In 1890") + mark + r(" it fell.")),
            "In 1890 it fell.",
            "See the papers.",
            footnotes=foot,
        ),
        case(
            "changes",
            p(r("It is ") + f"<w:ins>{r('five')}</w:ins>" + gone + r(" euros.")),
            "It is five euros.",
            unwanted=("four",),
        ),
        case(
            "moves",
            p(f"<w:moveFrom>{r('Once.')}</w:moveFrom>" + r(" Or ") + f"<w:moveTo>{r('Once.')}</w:moveTo>"),
            "Or Once.",
            unwanted=("Once. Or",),
        ),
        case("hidden text", p(r("Seen") + r(" unseen", "<w:vanish/>") + r(" by all.")), "Seen by all."),
        case(
            "raised figures",
            p(r("10") + r("9", '<w:vertAlign w:val="superscript"/>') + r(" tons.")),
            "10⁹ tons",
        ),
        case(
            "list numbers",
            p(r("Close it."), listed),
            "3. Close it.",
            numbering=f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
        ),
    ]


def pdf_readers() -> dict[str, Reader]:
    """Ours and the libraries, by name."""
    return {
        "Byline": lambda data: parse(Body(data, "a"), ".pdf").text,
        "pypdfium2": _pdfium,
        "pypdf": lambda data: "\n".join(
            page.extract_text() for page in _module("pypdf").PdfReader(io.BytesIO(data)).pages
        ),
        "pdfminer.six": lambda data: str(_module("pdfminer.high_level").extract_text(io.BytesIO(data))),
        "pdfplumber": lambda data: "\n".join(
            page.extract_text() for page in _module("pdfplumber").open(io.BytesIO(data)).pages
        ),
        "markitdown": lambda data: _markitdown(data, ".pdf"),
    }


def word_readers() -> dict[str, Reader]:
    """Ours and the libraries, by name."""
    return {
        "Byline": lambda data: parse(Body(data, "a"), ".docx").text,
        "python-docx": lambda data: "\n".join(
            paragraph.text for paragraph in _module("docx").Document(io.BytesIO(data)).paragraphs
        ),
        "docx2python": lambda data: str(_module("docx2python").docx2python(io.BytesIO(data)).text),
        "mammoth": lambda data: str(_module("mammoth").extract_raw_text(io.BytesIO(data)).value),
        "markitdown": lambda data: _markitdown(data, ".docx"),
    }


def main() -> None:
    """Print a Markdown table for each format."""
    for cases, readers in ((pdfs(), pdf_readers()), (words(), word_readers())):
        shown = {name: [_is_right(read, case) for case in cases] for name, read in readers.items()}
        shown = {name: marks for name, marks in shown.items() if None not in marks}
        print(f"| | {' | '.join(shown)} |\n|---|{'---|' * len(shown)}")  # noqa: T201
        for number, case in enumerate(cases):
            marks = ("yes" if marks[number] else "no" for marks in shown.values())
            print(f"| {case.kind} | " + " | ".join(marks) + " |")  # noqa: T201
        print()  # noqa: T201


def _is_right(read: Reader, case: Case) -> bool | None:
    """None if the library is not installed; a library that fails has it wrong."""
    try:
        text = " ".join(_DRAWN.sub(" ", read(case.data)).split())
    except ImportError:
        return None
    except Exception:  # noqa: BLE001 - what a library raises on a file that is to be compared
        return False
    return all(one in text for one in case.wanted) and not any(one in text for one in case.unwanted)


def _module(name: str) -> Any:
    from importlib import import_module

    return import_module(name)


def _pdfium(data: bytes) -> str:
    return "\n".join(
        page.get_textpage().get_text_bounded() for page in _module("pypdfium2").PdfDocument(data)
    )


def _markitdown(data: bytes, ending: str) -> str:
    return str(
        _module("markitdown")
        .MarkItDown()
        .convert_stream(io.BytesIO(data), file_extension=ending)
        .text_content
    )


if __name__ == "__main__":
    main()
