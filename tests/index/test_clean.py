"""Furniture goes, the article stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, ArticleError
from index.clean import clean
from index.library import shipped_articles

FIRST = "The old bridge will reopen in May after two years of repairs, the port authority says."
SECOND = "Ferries go on running until then, and tickets stay at the price of last year for everyone."
BODY = f"{FIRST}\n\n{SECOND}"


def headings(article: Article) -> list[str]:
    return [article.text[heading.start : heading.end] for heading in article.headings]


class TestShippedArticle:
    title = "NATO: the Foreign Ministry ruled out a deal on Ukraine without guarantees of Russia's security"

    @pytest.fixture(scope="class")
    def raw(self) -> str:
        return shipped_articles()[0].read_text(encoding="utf-8")

    @pytest.fixture(scope="class")
    def article(self, raw: str) -> Article:
        return clean(raw)

    def test_furniture_becomes_metadata(self, article: Article) -> None:
        assert article.title == self.title
        assert article.section == "World"
        assert article.translation == "Переведено сервисом «Яндекс Переводчик»"
        assert article.author is None
        assert article.published is None

    def test_furniture_leaves_the_text(self, article: Article) -> None:
        for piece in ("Статьи", "World", self.title, "Переведено", "Яндекс"):
            assert piece not in article.text

    def test_everything_else_stays_in_order(self, raw: str, article: Article) -> None:
        lines = raw.split("\n")
        assert lines[:3] == ["- Статьи", "- World", f"- {self.title}"]
        assert article.text == "\n\n".join(lines[4:-1])

    def test_headings(self, article: Article) -> None:
        assert headings(article) == [
            "Guarantees of Russia's security",
            "How are the negotiations on Ukraine going?",
        ]


@pytest.mark.parametrize(
    ("raw", "title", "section"),
    [
        (f"Home > World > Bridge to reopen\nBridge to reopen\n{BODY}", "Bridge to reopen", "World"),
        (f"Home » Economy\n\nBridge to reopen\n\n{BODY}", "Bridge to reopen", "Economy"),
        (f"«Мост» откроют в мае\n{BODY}", "«Мост» откроют в мае", None),
        (f"Reopening | Harbour Post\n{BODY}", "Reopening | Harbour Post", None),
        (f"- Home\n- World\n- Bridge to reopen\nBridge to reopen\n{BODY}", "Bridge to reopen", "World"),
        (f"- Home\n- World\nBridge to reopen\n{BODY}", "Bridge to reopen", "World"),
        (f"Bridge to reopen\nBridge to reopen\n{BODY}", "Bridge to reopen", None),
        (f"# Bridge to reopen\n\n{BODY}", "Bridge to reopen", None),
        (f"Will the bridge reopen?\n{BODY}", "Will the bridge reopen?", None),
        (f"The AC/DC show and the 24/7 city\n{BODY}", "The AC/DC show and the 24/7 city", None),
        (BODY, "The old bridge will reopen in May after two years of repairs, the port…", None),
    ],
)
def test_title_and_section(raw: str, title: str, section: str | None) -> None:
    article = clean(raw)
    assert (article.title, article.section, article.text) == (title, section, BODY)


def test_metadata_given_wins_over_the_text() -> None:
    raw = f"- Home\n- World\n- Bridge to reopen\nBridge to reopen\nBy Ann Lee\n{BODY}"
    article = clean(raw, title="Bridge to reopen", section="Local", author="Desk", outlet="Harbour Post")
    assert (article.title, article.section, article.author, article.outlet) == (
        "Bridge to reopen",
        "Local",
        "Desk",
        "Harbour Post",
    )
    assert article.text == BODY


@pytest.mark.parametrize(("line", "author"), [("By Ann Lee", "Ann Lee"), ("Author: Ann O’Lee", "Ann O’Lee")])
def test_byline(line: str, author: str) -> None:
    article = clean(f"Bridge to reopen\n{line}\n\n{BODY}")
    assert (article.author, article.text) == (author, BODY)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("March 3, 2024", "published", "March 3, 2024"),
        ("Published: 3 March 2024, 10:15", "published", "3 March 2024, 10:15"),
        ("2024-03-03T10:15", "published", "2024-03-03T10:15"),
        ("Translated by Example Translate", "translation", "Translated by Example Translate"),
        ("Перевод: Анна Ли", "translation", "Перевод: Анна Ли"),
    ],
)
@pytest.mark.parametrize("place", ["top", "bottom"])
def test_dates_and_credits(line: str, field: str, value: str, place: str) -> None:
    raw = f"Bridge to reopen\n{line}\n\n{BODY}" if place == "top" else f"Bridge to reopen\n\n{BODY}\n\n{line}"
    article = clean(raw)
    assert getattr(article, field) == value
    assert article.text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "Share on X",
        "Read more: How the bridge was built",
        "Advertisement",
        "3 min read",
        "Sign up for our newsletter",
        "© 2024 Harbour Post",
        "12 comments",
        "* * *",
        "Photo: Ann Lee",
        "- Print",
    ],
)
def test_navigation_goes_wherever_it_stands(line: str) -> None:
    raw = f"Bridge to reopen\n{line}\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{line}\n"
    assert clean(raw).text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "The word home means many things to the sailors.",
        "Share prices rose by 3% on Monday.",
        "Search and rescue went on all night.",
        "Подписание договора состоится в мае.",
        "Recommended doses were halved in the new guide.",
    ],
)
def test_sentences_with_such_words_stay(line: str) -> None:
    assert line in clean(f"Bridge to reopen\n\n{BODY}\n\n{line}\n\n{SECOND}").text


@pytest.mark.parametrize("heading", ["Подписание договора", "Recommended doses", "Search and rescue"])
def test_headings_with_such_words_stay(heading: str) -> None:
    assert headings(clean(f"Bridge to reopen\n\n{FIRST}\n\n{heading}\n\n{SECOND}")) == [heading]


@pytest.mark.parametrize(
    "last",
    [
        "Translation of the treaty took two years, officials said.",
        "Translated from Greek, the word means a narrow bridge.",
        "The book was translated by two of her students.",
        "Перевод часов отложен до весны.",
    ],
)
def test_last_paragraph_that_mentions_translation_stays(last: str) -> None:
    article = clean(f"Bridge to reopen\n\n{BODY}\n\n{last}")
    assert article.text == f"{BODY}\n\n{last}"
    assert article.translation is None


def test_dash_quotation_as_first_paragraph_stays() -> None:
    speech = "— We have waited long enough, — Ann Lee said. — Now we want the bridge."
    assert clean(f"Bridge to reopen\n{speech}\n{SECOND}").text == f"{speech}\n\n{SECOND}"


def test_bulleted_list_in_the_body_stays() -> None:
    listed = "What changes:\n\n- a new lane for bicycles\n\n- lights along the pier\n\n- no toll for buses"
    assert (
        clean(f"Bridge to reopen\n\n{FIRST}\n\n{listed}\n\n{SECOND}").text
        == f"{FIRST}\n\n{listed}\n\n{SECOND}"
    )


def test_bulleted_list_at_the_top_of_the_body_stays() -> None:
    listed = "- a new lane for bicycles\n\n- lights along the pier"
    assert clean(f"Bridge to reopen\n\n{listed}\n\n{BODY}").text == f"{listed}\n\n{BODY}"
    assert clean(f"{listed}\n\n{BODY}").text == f"{listed}\n\n{BODY}"


def test_markdown_headings_lose_their_marks() -> None:
    article = clean(f"# Bridge to reopen\n\n{FIRST}\n\n## What comes next\n\n{SECOND}")
    assert article.text == f"{FIRST}\n\nWhat comes next\n\n{SECOND}"
    assert headings(article) == ["What comes next"]


class TestHardWrapped:
    first = (
        "The old bridge will reopen in May after two years of repairs, the port\n"
        "authority says. Ferries go on running until then, and tickets stay at\n"
        "the price of last year."
    )
    second = (
        "Shops on both banks have waited for the day. Many of them had closed\n"
        "early in the winter, and some will not come back when the bridge opens."
    )

    def test_paragraphs_parted_by_blank_lines(self) -> None:
        text = clean(f"Bridge to reopen\n\n{self.first}\n\n{self.second}\n").text
        assert text == self.first.replace("\n", " ") + "\n\n" + self.second.replace("\n", " ")

    def test_paragraphs_without_blank_lines_as_pdf_gives_them(self) -> None:
        article = clean(f"Bridge to reopen\n{self.first}\nWhat the shops say\n{self.second}\n")
        assert article.title == "Bridge to reopen"
        assert article.text == "\n\n".join(
            [self.first.replace("\n", " "), "What the shops say", self.second.replace("\n", " ")]
        )
        assert headings(article) == ["What the shops say"]

    def test_one_paragraph_a_line_is_left_alone(self) -> None:
        lines = ["Short one here.", FIRST, SECOND, "The end came early.", FIRST + " " + SECOND]
        assert clean("Bridge to reopen\n" + "\n".join(lines)).text == "\n\n".join(lines)

    def test_list_of_full_lines_is_left_alone(self) -> None:
        bullets = "\n".join(
            f"- {word} lane of the bridge will be open to all from the first of May" for word in "abc"
        )
        assert clean(f"{self.first}\n\n{bullets}\n\n{self.second}").text.count("\n\n- ") == 3


@pytest.mark.parametrize(
    "raw",
    [
        BODY.replace("\n", "\r\n"),
        BODY.replace("\n", "\r"),
        "\ufeff" + BODY,
        BODY.replace(" ", "\u00a0"),
        BODY.replace("reopen", "re\u00adopen"),
        BODY.replace("bridge", "\u200bbridge\u2060"),
        BODY.replace(" ", "  \t"),
        BODY.replace("\n\n", "\n \t\n\n\n"),
        BODY.replace("\n\n", "\u2029"),
        BODY.replace(" the", "\x0cthe").replace(" in", "\x00in"),
    ],
    ids="crlf cr bom nbsp soft-hyphen zero-width tabs blank-lines paragraph-mark control".split(),
)
def test_invisible_differences_make_the_same_article(raw: str) -> None:
    assert clean(raw).id == clean(BODY).id


def test_letters_are_composed_and_joiners_stay() -> None:
    text = clean("A cafe\u0301 opens beside the bridge, 👩\u200d🚒 and می\u200cخواهم included.").text
    assert text == "A café opens beside the bridge, 👩\u200d🚒 and می\u200cخواهم included."


def test_lone_surrogates_are_replaced() -> None:
    clean("A bro\ud800ken letter stands here.").text.encode("utf-8")


@pytest.mark.parametrize(
    "raw", ["", " \n\t\n", "Share\nTweet\n\n* * *\n", "\ufeff", "- Home\n- World\n- Bridge\nBridge"]
)
def test_nothing_but_furniture_is_refused(raw: str) -> None:
    with pytest.raises(ArticleError, match="no text after cleaning"):
        clean(raw)


LINES = st.sampled_from(
    [
        *(BODY.split("\n\n")),
        *(
            "Bridge to reopen",
            "- Home",
            "- World",
            "- - x",
            "# What comes next",
            "## # Share",
            "Home > World > Title",
        ),
        *(
            "Share",
            "By Ann Lee",
            "March 3, 2024",
            "Translated by Example",
            "* * *",
            "• one",
            "— Yes, — she said.",
        ),
        *(
            "Short.",
            "Why?",
            "What the shops say",
            "No end mark but quite long, as in a line of wrapped text of",
            "",
        ),
        *("e\u200b\u0301", "\u00ad", "Read more", "Related: x"),
    ]
)
PAGES = st.lists(st.one_of(LINES, st.text(max_size=40)), min_size=1, max_size=14).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n"]).map(lambda gap: gap.join(lines))
)


@given(PAGES)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    try:
        once = clean(raw, title="Bridge to reopen")
    except ArticleError:
        return
    assert clean(once.text, title="Bridge to reopen").text == once.text


@given(PAGES)
def test_text_is_normal_lines_parted_by_blank_ones(raw: str) -> None:
    try:
        text = clean(raw).text
    except ArticleError:
        return
    assert unicodedata.is_normalized("NFC", text)
    for line in text.split("\n\n"):
        assert line
        assert line == " ".join(line.split())


@pytest.mark.parametrize("line", ["March 3, 2024", "Home > World > Title", "- Home", "Share", "By Ann Lee"])
def test_a_great_many_lines_of_furniture(line: str) -> None:
    many = f"{line}\n" * 20_000
    assert SECOND in clean(f"{many}Bridge to reopen\n\n{BODY}").text
    assert FIRST in clean(f"Bridge to reopen\n\n{BODY}\n\n{many}").text
