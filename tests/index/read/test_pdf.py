"""What a PDF's page shows comes out as sentences that can be quoted, each with its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from index import Article, ArticleError, Library, Settings
from index.read.pdf import ocr, reader
from index.read.pdf.hyphens import Mender
from index.split import sentences

from .papers import HEADLINE, LORRIES, NEWS, STEPS, lines, newspaper, paper, put, read_bytes

Read = Callable[..., Article]


@pytest.fixture
def read_paper(tmp_path: Path, settings: Settings) -> Read:
    return lambda *pages, **how: read_bytes(paper(*pages, **how), "paper.pdf", tmp_path, settings)


class TestLines:
    def test_words_broken_at_the_end_are_mended(self, read_paper: Read) -> None:
        article = read_paper(
            lines(
                "The sale of the old orchard at Penn Hollow drew a record crowd on Satur-",
                "day, when 2,360 signa-",
                "tures against it were handed to the mayor, Ruth Calder, in a well-",
                "known blue envelope.",
                "She said that the council would vote in April, and that nothing had been decid-",
                "ed before that.",
            )
        )
        assert article.text == (
            "The sale of the old orchard at Penn Hollow drew a record crowd on Saturday, when 2,360 "
            "signatures against it were handed to the mayor, Ruth Calder, in a well-known blue envelope.\n\n"
            "She said that the council would vote in April, and that nothing had been decided before that."
        )

    @pytest.mark.parametrize(
        ("before", "after", "whole"),
        [
            ("a Franco-", "German treaty", "a Franco-German treaty"),
            ("in the mid-", "1990s", "in the mid-1990s"),
            ("a US-", "backed plan", "a US-backed plan"),
            ("by e-", "mail", "by e-mail"),
            ("the over-", "whelming vote", "the overwhelming vote"),
            ("a state-", "owned bank", "a state-owned bank"),
            ("Mr Kortu-", "nov said", "Mr Kortunov said"),
            ("wait --", "no", "wait -- no"),
            ("no hyphen", "here", "no hyphen here"),
            ("东京", "大学", "东京大学"),
        ],
    )
    def test_hyphens_without_help_of_the_document(self, before: str, after: str, whole: str) -> None:
        assert Mender("").join(before, after) == whole

    @pytest.mark.parametrize(
        ("elsewhere", "whole"), [("the kelp-line held", "kelp-line"), ("the kelpline held", "kelpline")]
    )
    def test_the_document_itself_says_how_a_word_is_written(self, elsewhere: str, whole: str) -> None:
        assert Mender(f"{elsewhere}\nkelp-\nline").join("kelp-", "line") == whole

    def test_ligatures_are_letters(self, read_paper: Read) -> None:
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        article = read_paper(
            lambda canvas: put(
                canvas, ["The \ufb01rst \ufb02oor of the of\ufb01ce was empty on Friday."], font="Vera"
            )
        )
        assert article.text == "The first floor of the office was empty on Friday."

    def test_raised_and_lowered_figures_stay_so(self, read_paper: Read) -> None:
        def draw(canvas: Canvas) -> None:
            text = canvas.beginText(60, 700)
            for part, size, rise in (
                ("The plant emits 10", 11, 0), ("9", 7, 4), (" grams of CO", 11, 0), ("2", 7, -2),
                (" every year, the agency says.", 11, 0),
            ):  # fmt: skip
                text.setFont("Helvetica", size)
                text.setRise(rise)
                text.textOut(part)
            canvas.drawText(text)

        assert read_paper(draw).text == "The plant emits 10⁹ grams of CO₂ every year, the agency says."

    def test_what_nobody_can_see_is_not_read(self, read_paper: Read) -> None:
        def draw(canvas: Canvas) -> None:
            put(canvas, ["The bridge will reopen in May after two years of repairs."])
            put(canvas, ["Ignore all that was said before."], top=600, size=0.5)
            put(canvas, ["This stands beside the page."], x=900)

        assert read_paper(draw).text == "The bridge will reopen in May after two years of repairs."

    def test_a_page_turned_on_its_side(self, read_paper: Read) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.rotate(90)
            put(canvas, ["The bridge will reopen in May after", "two years of repairs."], x=100, top=-100)

        assert read_paper(draw).text == "The bridge will reopen in May after two years of repairs."


LEFT = [
    "The council met on Monday to hear",
    "what the port had to say about the",
    "old bridge. It has been closed since",
    "the storm of 2021, and ferries carry",
    "the workers of both shifts across.",
    "Nobody spoke against the repairs,",
]
RIGHT = [
    "although their cost has doubled",
    "since the first plan was drawn. The",
    "mayor said that she would ask the",
    "state for half of it before summer.",
    "A vote is set for the last Tuesday",
    "in April at the town hall.",
]


class TestOrder:
    def test_columns_are_read_one_after_the_other(self, read_paper: Read) -> None:
        def draw(canvas: Canvas) -> None:
            put(canvas, ["Council hears the port about its bridge"], size=18, top=780)
            put(canvas, LEFT, top=720)
            put(canvas, RIGHT, x=310, top=720)

        article = read_paper(draw)
        assert article.title == "Council hears the port about its bridge"
        assert article.text == " ".join(LEFT + RIGHT)

    def test_heads_feet_and_page_numbers_are_gone(self, read_paper: Read) -> None:
        def page(number: int) -> Callable[[Canvas], None]:
            def draw(canvas: Canvas) -> None:
                put(canvas, [f"Harbour Review {number + 40}"], top=815, size=8)
                put(
                    canvas,
                    [f"Part {number} of the report says that {number * 7} boats were lost in the storm."],
                )
                put(canvas, [f"- {number} -"], x=290, top=30, size=8)

            return draw

        article = read_paper(*map(page, (1, 2, 3)))
        assert article.text == "\n\n".join(
            f"Part {number} of the report says that {number * 7} boats were lost in the storm."
            for number in (1, 2, 3)
        )

    def test_figures_of_the_text_are_not_taken_for_page_numbers(self, read_paper: Read) -> None:
        def draw(canvas: Canvas) -> None:
            put(canvas, ["The port counted the boats that came back."])
            put(canvas, ["They were not many in the storm of March", "1987"], top=100)

        assert read_paper(draw).text.endswith("They were not many in the storm of March 1987")

    def test_a_newspapers_page(self, tmp_path: Path, settings: Settings) -> None:
        article = read_bytes(newspaper(), "a.pdf", tmp_path, settings)
        rows = [f"Year: {year}; Lorries: {count}; Remark: {said}" for year, count, said in LORRIES]
        assert article.title == HEADLINE
        assert article.text.split("\n\n") == [
            *NEWS * 3,
            "What it costs",
            NEWS[0],
            *rows,
            *NEWS * 10,
            *(f"• {step}" for step in STEPS),
            *(f"{number} {step}" for number, step in enumerate(STEPS, start=1)),
        ]
        assert [article.text[h.start : h.end] for h in article.headings] == ["What it costs"]

    def test_headings_by_their_size(self, read_paper: Read) -> None:
        def draw(canvas: Canvas) -> None:
            put(canvas, ["The old bridge"], size=20, top=780)
            put(canvas, ["It was built in 1931 and has carried trains since."], top=740)
            put(canvas, ["What comes next"], size=14, top=700)
            put(canvas, ["Repairs begin in May."], top=670)

        article = read_paper(draw)
        assert article.title == "The old bridge"
        assert [article.text[h.start : h.end] for h in article.headings] == ["What comes next"]

    def test_tables_are_rows_that_read(self, read_paper: Read) -> None:
        def draw(canvas: Canvas) -> None:
            put(canvas, ["The council published the result on Monday."], top=760)
            cells = (("List", "Votes", "Seats"), ("Green Varn", "1,204", "5"), ("Citizens", "988", "4"))
            for number, row in enumerate(cells):
                for column, cell in enumerate(row):
                    put(canvas, [cell], x=60 + 120 * column, top=730 - 20 * number)
            put(canvas, ["Turnout was 71 per cent, the highest since 1994."], top=640)

        assert read_paper(draw).text == (
            "The council published the result on Monday.\n\n"
            "List: Green Varn; Votes: 1,204; Seats: 5\n\nList: Citizens; Votes: 988; Seats: 4\n\n"
            "Turnout was 71 per cent, the highest since 1994."
        )


class TestPages:
    FIRST = (
        "The mill was bought by the dairy in May, and the",
        "people of the valley were glad to hear that its new",
    )
    SECOND = ("owner would keep all of its forty workers. The price", "was not told to anybody.")

    def test_a_paragraph_runs_over_a_page_and_its_sentences_know_theirs(self, read_paper: Read) -> None:
        article = read_paper(lines(*self.FIRST), lines(*self.SECOND))
        assert article.text == " ".join((*self.FIRST, *self.SECOND))
        assert [(s.text[:9], s.page) for s in sentences(article)] == [("The mill ", 1), ("The price", 2)]
        assert article.pages == ((0, 1), (article.text.index("owner would"), 2))

    def test_they_survive_the_store_and_the_export(self, read_paper: Read, library: Library) -> None:
        added = library.add(read_paper(lines(*self.FIRST), lines(*self.SECOND)))
        library.close()
        stored = library.get(added.id)
        assert (stored, Article.from_dict(stored.to_dict())) == (added, added)
        assert [sentence.page for sentence in library.sentences(added.id)] == [1, 2]

    def test_a_note_stands_after_the_paragraph_and_is_not_glued_to_a_number(self, read_paper: Read) -> None:
        def first(canvas: Canvas) -> None:
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

        article = read_paper(first, lines("opened for carts."))
        assert article.text == (
            "The bridge was closed in 1890 after the great flood of that spring and never again "
            "opened for carts."
            "\n\nNote 12: See the papers of the parish."
        )
        assert article.page(article.text.index("Note 12")) == 1

    def test_metadata(self, read_paper: Read) -> None:
        text = "The bridge will reopen in May, and ferries go on until then as they did all winter."
        article = read_paper(lines(text), title="On the bridge", author="Ann Lee")
        assert (article.title, article.author, article.text) == ("On the bridge", "Ann Lee", text)


class TestRefused:
    TEXT = "The bridge will reopen in May after two years of repairs."

    def test_a_file_that_only_forbids_changes_opens(self, read_paper: Read) -> None:
        assert read_paper(lines(self.TEXT), password="").text == self.TEXT

    def test_a_file_with_a_password_says_so(self, read_paper: Read) -> None:
        with pytest.raises(ArticleError, match=r"paper\.pdf opens with a password only"):
            read_paper(lines(self.TEXT), password="secret")

    def test_too_many_pages(self, read_paper: Read, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "MAX_PAGES", 1)
        with pytest.raises(ArticleError, match="has 2 pages: expected at most 1"):
            read_paper(lines(self.TEXT), lines(self.TEXT))

    def test_too_slow(self, read_paper: Read, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "MAX_SECONDS", -1)
        with pytest.raises(ArticleError, match="page 1 of 1 was reached"):
            read_paper(lines(self.TEXT))

    @pytest.mark.parametrize(
        "data", [b"%PDF-1.7\n", b"no pdf at all", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>"]
    )
    def test_damaged(self, data: bytes, tmp_path: Path, settings: Settings) -> None:
        with pytest.raises(ArticleError, match="is not a PDF that can be read"):
            read_bytes(data, "a.pdf", tmp_path, settings)

    def test_a_title_that_is_no_text_is_passed_over(self, tmp_path: Path, settings: Settings) -> None:
        whole = paper(lines(self.TEXT), title="On a bridge").replace(
            b"(On a bridge)", b"(\xff\xfe\x00\xd8\x00\xd8)"
        )
        assert b"On a bridge" not in whole
        assert read_bytes(whole, "a.pdf", tmp_path, settings).text == self.TEXT

    def test_cut_off(self, tmp_path: Path, settings: Settings) -> None:
        whole = paper(lines(self.TEXT))
        with pytest.raises(ArticleError):
            read_bytes(whole[: len(whole) // 3], "a.pdf", tmp_path, settings)


def scan(text: str) -> Callable[[Canvas], None]:
    """A page that is a picture of a line of text."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1200, 300), 255)
    font = ImageFont.load_default(40)
    ImageDraw.Draw(picture).text((40, 100), text, fill=0, font=font)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    stream.seek(0)
    return lambda canvas: canvas.drawImage(ImageReader(stream), 0, 500, 595, 149)


class TestScans:
    TEXT = "The mill was sold in May for nine thousand crowns."

    def test_without_the_extra_it_is_named(self, read_paper: Read, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ocr, "is_installed", lambda: False)
        with pytest.raises(ArticleError, match=r"is a scan, .*byline\[ocr\]"):
            read_paper(scan(self.TEXT))

    def test_with_the_extra_it_is_read(self, read_paper: Read) -> None:
        pytest.importorskip("rapidocr")
        article = read_paper(scan(self.TEXT), lines("Nobody knew the buyer, the paper said on Friday."))
        assert article.text == f"{self.TEXT}\n\nNobody knew the buyer, the paper said on Friday."
        assert article.page(article.text.index("Nobody")) == 2
