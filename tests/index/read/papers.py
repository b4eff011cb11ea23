"""Small PDF files for the tests, drawn line by line with reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    ListFlowable,
    PageTemplate,
    Paragraph,
    Table,
)

from index import Article, Settings
from index.read import read

WIDTH, HEIGHT = 595.0, 842.0


def paper(
    *pages: Callable[[Canvas], None],
    password: str | None = None,
    title: str | None = None,
    author: str | None = None,
) -> bytes:
    """A PDF of one page for each function that draws one; `password` opens it, None: unencrypted."""
    stream = io.BytesIO()
    lock = None if password is None else StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), encrypt=lock)
    if title:
        canvas.setTitle(title)
    if author:
        canvas.setAuthor(author)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def put(
    canvas: Canvas,
    lines: Sequence[str],
    x: float = 60,
    top: float = 760,
    size: float = 11,
    font: str = "Helvetica",
    step: float = 14,
) -> None:
    """Lines below each other; an empty one leaves a gap."""
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(x, top - number * step, line)


def lines(*texts: str, **how: float) -> Callable[[Canvas], None]:
    """A page that holds these lines."""
    return lambda canvas: put(canvas, texts, **how)  # type: ignore[arg-type]


def read_bytes(data: bytes, name: str, folder: Path, settings: Settings) -> Article:
    """The article of a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return read(path, settings)


def newspaper() -> bytes:
    """Pages as a layout program sets them: a headline over two justified columns, a table and lists."""
    plain = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=plain["BodyText"], alignment=4, firstLineIndent=12)
    cell = ParagraphStyle("cell", fontSize=9, leading=11)

    def frame(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 815, "Harbour Review" if document.page == 1 else "The bridge")
        canvas.drawRightString(540, 815, "Volume 12, March 2024")
        canvas.drawCentredString(297, 25, str(document.page))

    columns = [Frame(60, 60, 230, 630), Frame(305, 60, 230, 630)]
    table = Table(
        [
            ["Year", "Lorries", "Remark"],
            *[[year, count, Paragraph(said, cell)] for year, count, said in LORRIES],
        ],
        colWidths=[50, 60, 110],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "grey"), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    story = [Paragraph(HEADLINE, plain["Title"]), FrameBreak()]
    story += [Paragraph(text, body) for text in NEWS * 3]
    story += [Paragraph("What it costs", plain["Heading2"]), Paragraph(NEWS[0], body), table]
    story += [Paragraph(text, body) for text in NEWS * 10]
    story += [
        ListFlowable([Paragraph(text, body) for text in STEPS], bulletType=kind) for kind in ("bullet", "1")
    ]
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=(WIDTH, HEIGHT))
    document.addPageTemplates([PageTemplate("page", [Frame(60, 700, 475, 90), *columns], onPage=frame)])
    document.build(story)
    return stream.getvalue()


HEADLINE = "Council closes old bridge to lorries"
NEWS = (
    "The council of Varn decided on Monday that the old bridge will be closed to lorries from May, after "
    "engineers found cracks in two of its four pillars. Drivers have to take the long way round by Ostby.",
    "Per Lind, who runs the dairy, said that the closure would cost him $36 million over three years, and "
    "that nobody had asked the well-known firm about it. The council’s own figures are lower.",
)
LORRIES = (
    ("2021", "1,204", "before the storm, when both lanes were open to all"),
    ("2022", "988", "one lane"),
    ("2023", "310", "closed for half of the year while pillars were mended"),
)
STEPS = (
    "Close it to lorries from the first of May until the end of the year, at the least.",
    "Ask the state for half of the cost.",
)
