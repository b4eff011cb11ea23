"""Plain text as it comes: paragraphs found again, and what stands around them told from them."""

from __future__ import annotations

import textwrap

import pytest

from index import Article, ArticleError
from index.clean import clean
from index.read.body import Body
from index.read.source import parse

TITLE = "Bridge to reopen in May"
FIRST = "The old bridge will reopen in May after two years of repairs, the port authority says."
SECOND = "Ferries go on running until then, and tickets stay at the price of last year for everyone."
BODY = f"{FIRST}\n\n{SECOND}"


def text_file(data: bytes) -> Article:
    return parse(Body(data, "a.txt"), ".txt")


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("“A ticket costs €4.80 – forty cents more …” said the company’s director.", "cp1252"),
        ("Café déjà vu, señor, über die Straße nach Malmö, so the singer wrote.", "latin-1"),
        ("Мост откроют в мае.", "cp1251"),
        ("Мост откроют в мае, сказал мэр города в пятницу вечером.", "koi8-r"),
        ("Zażółć gęślą jaźń, powiedział premier w piątek.", "cp1250"),
        ("東京で地震がありました。被害はありません。", "shift_jis"),
        ("Мост откроют в мае.", "utf-16"),
        ("Мост откроют в мае.", "utf-8-sig"),
    ],
)
def test_encodings_that_nothing_names(said: str, encoding: str) -> None:
    assert text_file(said.encode(encoding)).text == said


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x01\x02", bytes(range(32)) * 40])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ArticleError, match="binary data"):
        text_file(data)


@pytest.mark.parametrize(
    ("line", "author", "outlet", "published"),
    [
        ("By Ann Lee, The Gazette", "Ann Lee", "The Gazette", None),
        ("By Ann Lee and Bo Ek", "Ann Lee, Bo Ek", None, None),
        ("By Ann Lee, Bo Ek and Cy Dal", "Ann Lee, Bo Ek, Cy Dal", None, None),
        ("By Ann Lee in Oslo", "Ann Lee", None, None),
        ("By Ann Lee, staff writer", "Ann Lee", None, None),
        ("By Juan de la Cruz for The Gazette", "Juan de la Cruz", "The Gazette", None),
        ("By Ann Lee | 14 March 2026 | The Gazette", "Ann Lee", "The Gazette", "14 March 2026"),
        ("By Ann Lee on 14 March 2026", "Ann Lee", None, "14 March 2026"),
        ("Humeyra Pamuk and David Latona", "Humeyra Pamuk, David Latona", None, None),
        ("Published 14 March 2026", None, None, "14 March 2026"),
        ("Published 14 March 2026, 07:40 | Updated 11:15", None, None, "14 March 2026, 07:40"),
        ("Lisk Wire | Companies | 14 March 2026", None, "Lisk Wire", "14 March 2026"),
        (
            "The Lisk Packet · 14 March 2026 · Reading time: 4 minutes",
            None,
            "The Lisk Packet",
            "14 March 2026",
        ),
        ("14 March 2026, 14:32. Reading time: 3 min.", None, None, "14 March 2026, 14:32"),
        ("MARN, Italy, 14 March 2026", None, None, "14 March 2026"),
        ("Marn Sports Wire, 14 March 2026", None, "Marn Sports Wire", "14 March 2026"),
        ("Interview: Ann Lee, The Gazette", "Ann Lee", "The Gazette", None),
        ("By Gazette staff, Lisk Courier", "Gazette staff", "Lisk Courier", None),
        ("Sat, Mar. 14, 2026, 9:05 a.m. ET", None, None, "Sat, Mar. 14, 2026, 9:05 a.m. ET"),
        ("Last updated: 3 March 2024 at 10:15 GMT", None, None, "3 March 2024 at 10:15 GMT"),
    ],
)
def test_bylines_and_dates_are_metadata(
    line: str, author: str | None, outlet: str | None, published: str | None
) -> None:
    article = clean(f"{TITLE}\n{line}\n\n{BODY}")
    assert (article.author, article.outlet, article.published) == (author, outlet, published)
    assert (article.title, article.text) == (TITLE, BODY)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Lisk Wire | Companies | 14 March 2026", "Companies"),
        ("By Ann Lee, Lisk Wire | Companies | 14 March 2026", "Companies"),
        ("The Lisk Packet · 14 March 2026 · Reading time: 4 minutes", None),
    ],
)
def test_what_stands_between_the_outlet_and_the_date_is_the_section(line: str, section: str | None) -> None:
    assert clean(f"{TITLE}\n{line}\n\n{BODY}").section == section


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, the council had met twice.",
        "By the river the old mill stands.",
        "By Monday",
        "Port Authority and City Council",  # the text speaks of them
        "What comes next",
    ],
)
def test_lines_that_only_look_like_bylines_stay(line: str) -> None:
    body = f"{line}\n\n{FIRST}\n\nThe City Council agreed on Monday."
    article = clean(f"{TITLE}\n\n{body}")
    assert (article.author, article.text) == (None, body)


@pytest.mark.parametrize(
    ("dateline", "place", "outlet"),
    [
        ("Boston – ", "Boston", None),
        ("BOSTON (AP) — ", "BOSTON", "AP"),
        ("LONDON, March 14 (Reuters) - ", "LONDON", "Reuters"),
        ("New York, N.Y. — ", "New York, N.Y.", None),
        ("(Reuters) - ", None, "Reuters"),
    ],
)
def test_dateline(dateline: str, place: str | None, outlet: str | None) -> None:
    article = clean(f"{TITLE}\n\n{dateline}{FIRST}\n\n{SECOND}")
    assert (article.place, article.outlet, article.text) == (place, outlet, BODY)


@pytest.mark.parametrize(
    "start", ["Paris – the city – waits.", "— We have waited, — Ann Lee said.", "Ten years on - The"]
)
def test_other_dashes_stay(start: str) -> None:
    assert clean(f"{TITLE}\n\n{start} {FIRST}\n\n{SECOND}").text.startswith(start)


@pytest.mark.parametrize(
    ("line", "author", "outlet"),
    [
        ("Ann Lee is a reporter for The Gazette.", "Ann Lee", "The Gazette"),
        ("Ann Lee is a science writer at The Gazette. She lives in Oslo.", "Ann Lee", "The Gazette"),
        ("(Reporting by Ann Lee in Oslo; Editing by Bo Ek)", "Ann Lee", None),
        ("Editing by Bo Ek", None, None),
    ],
)
def test_notes_on_authors_under_the_text(line: str, author: str | None, outlet: str | None) -> None:
    article = clean(f"{TITLE}\n\n{BODY}\n\n{line}")
    assert (article.author, article.outlet, article.text) == (author, outlet, BODY)


def test_a_reporter_whom_the_article_is_about_stays() -> None:
    last = "Ann Lee is a reporter for The Gazette."
    body = f"Ann Lee was arrested on the bridge on Friday, police said.\n\n{last}"
    assert clean(f"{TITLE}\n\n{body}").text == body


@pytest.mark.parametrize(
    "line",
    [
        "Sign up here for our weekly newsletter.",
        "Download our app for the latest news.",
        "Follow us on WhatsApp and never miss a story",
        "Read more: How the bridge was built",
        "RELATED: How the bridge was built",
        "This article was originally published in The Gazette.",
        "Photograph by Ann Lee",
        "Photo: Ann Lee/Harbour Agency",
        "Ann Lee/AFP via Getty Images",
        "Image: Harbour Agency",
    ],
)
def test_promotion_and_picture_credits_go(line: str) -> None:
    assert clean(f"{TITLE}\n\n{FIRST}\n\n{line}\n\n{SECOND}").text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "Subscribers of the newsletter were told on Friday.",
        "Follow the river for a mile and you come to the mill, where the channel ends and the sea begins.",
        "Support for the bridge and/or the ferry grew.",
        "Pictures of the bridge were shown to the council.",
        "Join the queue early, the ferry's captain said.",
    ],
)
def test_sentences_with_such_words_stay(line: str) -> None:
    assert line in clean(f"{TITLE}\n\n{FIRST}\n\n{line}\n\n{SECOND}").text


class TestBrokenLines:
    @pytest.mark.parametrize("width", [24, 40, 66, 100, 150])
    def test_any_width(self, width: int) -> None:
        pasted = "\n\n\n".join("\n".join(textwrap.wrap(part, width)) for part in (BODY * 3).split("\n\n"))
        assert clean(pasted, title=TITLE).text == (BODY * 3)

    def test_one_broken_paragraph_among_whole_ones(self) -> None:
        broken = SECOND.replace("tickets stay", "tickets\nstay")
        pasted = f"{FIRST}\n\n{broken}"
        assert clean(f"{TITLE}\n\n{pasted}").text == BODY

    def test_short_lines_in_lower_case_stay_apart(self) -> None:
        menu = "soup\n\nbread\n\nfish"
        assert menu in clean(f"{TITLE}\n\n{FIRST}\n\n{menu}\n\n{SECOND}").text


def test_transcript_keeps_its_turns() -> None:
    turns = "Q: Will the bridge reopen?\n\nA: In May.\n\nANN LEE: We waited.\n\nBO EK: So did we."
    article = clean(f"{TITLE}\n\n{turns}")
    assert article.text == turns
    assert article.headings == ()


def test_times_of_a_ticker_are_headings() -> None:
    article = clean(f"{TITLE}\n\n14:32\n{FIRST}\n\n15.05\n{SECOND}")
    assert [article.text[h.start : h.end] for h in article.headings] == ["14:32", "15.05"]
