"""The article on the page: its text is the snapshot's, whoever speaks and wherever a page begins."""

from __future__ import annotations

import html
import re

from index import Article, Heading, Sentence
from rag.ui.article import render_article
from rag.ui.people import render_speakers, speakers

EVIL = 'Ann "O\'Lee" <b>'
FIRST, SECOND, THIRD = "It is <late>.", "“We leave,” said Ann.", "Nobody came."
TEXT = f"Departures\n\n{FIRST} {SECOND}\n\n{THIRD} {SECOND}\n\n{SECOND}"


def sentence(text: str, after: int, who: str | None, direct: bool = False) -> Sentence:
    start = TEXT.index(text, after)
    return Sentence(text, start, start + len(text), 0, speaker=who, direct=direct)


SAID = (
    sentence(FIRST, 0, None),
    sentence(SECOND, 0, EVIL, True),
    sentence(THIRD, 0, "Bo"),
    sentence(SECOND, TEXT.index(THIRD), EVIL, True),
    sentence(SECOND, TEXT.rindex(SECOND), EVIL, False),
)


def article(**changes) -> Article:
    return Article(text=TEXT, title="Late", headings=(Heading(0, 10),), **changes)


def blocks(markup: str) -> list[tuple[str, int, str]]:
    """Tag, offset and text of each block."""
    found = re.findall(r'<(h3|p) dir="auto" data-start="(\d+)"[^>]*>(.*?)</\1>', markup)
    return [(tag, int(start), html.unescape(re.sub(r"<[^>]+>", "", body))) for tag, start, body in found]


def test_marks_add_no_text_to_a_block():
    pages = ((0, 1), (TEXT.index("is <late>"), 2), (TEXT.rindex(SECOND), 3))
    markup = render_article(article(pages=pages), sentences=SAID)
    found = blocks(markup)
    assert [tag for tag, _, _ in found] == ["h3", "p", "p", "p"]
    for _, start, text in found:
        assert TEXT[start : start + len(text)] == text
    assert [text for _, _, text in found] == [line for line in TEXT.split("\n") if line]


def test_each_speakers_words_are_marked_as_theirs():
    markup = render_article(article(), sentences=SAID)
    marked = re.findall(r'<span class="byline-by" data-who="(\d)" title="([^"]*)">(.*?)</span>', markup)
    assert [(who, html.unescape(title), html.unescape(text)) for who, title, text in marked] == [
        ("0", f"{EVIL}, quoted", SECOND),
        ("1", "Bo, as reported", THIRD),
        ("0", f"{EVIL}, quoted", SECOND),
        ("0", f"{EVIL}, as reported", SECOND),
    ]
    assert "<b>" not in markup


def test_a_speaker_is_named_where_they_begin_and_not_at_each_paragraph():
    text = "One.\n\nTwo.\n\nThree.\n\nFour."
    spans = [(one.start(), one.end()) for one in re.finditer(r"\w+\.", text)]
    who = ("Ann", "Ann", None, "Ann")
    said = [
        Sentence(text[start:end], start, end, 0, speaker=name)
        for (start, end), name in zip(spans, who, strict=True)
    ]
    markup = render_article(Article(text=text), sentences=said)
    assert re.findall(r'data-start="(\d+)" data-speaks="Ann"', markup) == ["0", str(text.index("Four"))]


def test_who_says_most_comes_first_with_all_they_say():
    first, second = speakers(SAID)
    assert (first.name, len(first.said), first.quoted) == (EVIL, 3, 2)
    assert (second.name, len(second.said), second.quoted) == ("Bo", 1, 0)
    markup = render_article(article(), sentences=SAID)
    assert "3 sentences, 2 word for word" in markup
    assert "1 sentence</small>" in markup
    jumps = re.findall(r'byline-saying" href="#byline-article" data-article="\w+" data-start="(\d+)"', markup)
    assert [int(start) for start in jumps] == [one.start for one in (*first.said, *second.said)]


def test_who_has_no_name_comes_last_under_a_line():
    unnamed = [sentence(FIRST, 0, "a guard"), sentence(THIRD, 0, "a guard")]
    found = speakers([*unnamed, sentence(SECOND, 0, "Bo"), sentence(SECOND, TEXT.index(THIRD), "חנה")])
    assert [(one.number, one.name, one.named) for one in found] == [
        (0, "Bo", True),
        (1, "חנה", True),
        (2, "a guard", False),
    ]
    markup = render_speakers(found, "a1")
    assert re.findall(r'<ol aria-label="([^"]*)"', markup) == [
        "Who speaks in the article",
        "Others who speak, without a name",
    ]
    assert markup.index("Without a name") < markup.index(">A guard<")
    assert "Without a name" not in render_speakers(found[:2], "a1")
    assert "Without a name" not in render_speakers(found[2:], "a1")


def test_there_is_no_list_where_nobody_speaks():
    assert "byline-people" not in render_article(article())


def test_a_page_is_marked_where_it_begins():
    middle = TEXT.index("is <late>")
    markup = render_article(article(pages=((0, 4), (middle, 5))))
    assert markup.index('<div class="byline-page"') < markup.index("<h3")
    assert re.findall(r'aria-label="(Page \d)"', markup) == ["Page 4", "Page 5"]
    before, after = markup.split('<span class="byline-page"')
    assert before.endswith("It ")
    assert html.unescape(after.split("</span>", 1)[1]).startswith("is <late>")


def test_an_article_is_read_in_its_own_direction():
    assert 'lang="ar-EG" dir="rtl"' in render_article(article(language="ar-EG"))
    assert 'dir="rtl"' not in render_article(article(language="en"))
