"""Which field a question is after, and what an article's data say of it."""

import pytest

from index import Article
from rag.write.metadata import data, fields, of_something_else
from tests.rag.write.making import article

TEXT = "By Ann Lee, Marn Post. The mill closed on Monday."
SENTENCES = article("By Ann Lee, Marn Post.", "The mill closed on Monday.")


def held(**fields: str | None) -> Article:
    return Article(text=TEXT, title="The mill", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who wrote this article?", ("author",)),
        ("who is the author", ("author",)),
        ("When was it published?", ("published",)),
        ("what is the date of the report", ("published",)),
        ("how old is this piece", ("published",)),
        ("who published it", ("outlet",)),
        ("Which newspaper is this from?", ("outlet",)),
        ("where was this published", ("outlet",)),
        ("What is the headline?", ("title",)),
        ("what language is it in", ("language",)),
        ("How long is this article?", ("length",)),
        ("what's the word count", ("length",)),
        ("What is the URL?", ("source",)),
        ("which section is it in", ("section",)),
        ("is this a translation", ("translation",)),
        ("who wrote it and when", ("author", "published")),
        ("tell me about its bibliographic data", ("title", "author", "outlet", "published")),
    ],
)
def test_the_wording_names_the_field(question: str, expected: tuple[str, ...]) -> None:
    assert fields(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is the headline figure?",
        "What is the title of her novel?",
        "What is the length of the tunnel?",
        "Who is the author of the study?",
        "On which date of the festival did it rain?",
    ],
)
def test_a_fields_word_may_belong_to_something_else(question: str) -> None:
    assert of_something_else(question)


@pytest.mark.parametrize(
    "question",
    ["What is the headline?", "What is the title of this piece?", "the story's headline", "Who is it by?"],
)
def test_or_to_the_article(question: str) -> None:
    assert not of_something_else(question)


def test_a_byline_that_stands_in_the_text_is_cited() -> None:
    (known,), missing = data(("author",), held(author="Ann Lee"), SENTENCES)
    assert (known.value, known.text, known.cited) == ("Ann Lee", "It was written by Ann Lee.", SENTENCES[0])
    assert missing == ()


def test_what_only_the_page_says_is_told_without_a_citation() -> None:
    (known,), _ = data(("published",), held(published="2 May 2026"), SENTENCES)
    assert (known.text, known.cited) == ("It is dated 2 May 2026.", None)


def test_what_is_lacking_is_named() -> None:
    known, missing = data(("author", "published", "source"), held(author="Ann Lee"), SENTENCES)
    assert [one.field for one in known] == ["author"]
    assert missing == ("date", "address")


def test_a_language_is_told_by_its_name() -> None:
    (known,), _ = data(("language",), held(language="de-AT"), SENTENCES)
    assert known.text == "It is in German."


def test_the_length_is_counted() -> None:
    (known,), _ = data(("length",), held(), SENTENCES)
    assert known.value == "10 words in 2 sentences"  # By Ann Lee Marn Post / The mill closed on Monday


def test_a_name_within_other_words_is_no_byline() -> None:
    (known,), _ = data(("author",), held(author="Ann"), article("Anna came.", "Annie left."))
    assert known.cited is None
