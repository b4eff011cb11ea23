"""The records: equal text is one article, and what is written is read back."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, ArticleError, Heading, Passage

TEXT = "Before.\n\nPart one\n\nAfter."
PART = Heading(9, 17)


def test_id_is_that_of_the_text_alone() -> None:
    assert Article(TEXT).id == sha256(TEXT.encode()).hexdigest()[:16]
    assert Article(TEXT).id == Article(TEXT, title="Other", headings=(PART,), outlet="Harbour Post").id
    assert Article(TEXT).id != Article(TEXT + " ").id


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
    title=st.text(max_size=20),
    outlet=st.none() | st.text(max_size=20),
)
def test_round_trip_through_json(text: str, title: str, outlet: str | None) -> None:
    article = Article(text, title=title, outlet=outlet)
    assert Article.from_dict(json.loads(json.dumps(article.to_dict()))) == article


def test_headings_survive_the_round_trip() -> None:
    article = Article(TEXT, headings=(PART,))
    assert article.to_dict()["headings"] == [[9, 17]]
    assert Article.from_dict(article.to_dict()).headings == (PART,)


def test_text_changed_behind_its_id_is_refused() -> None:
    data = Article(TEXT).to_dict() | {"text": TEXT.replace("After", "Never")}
    with pytest.raises(ArticleError, match="is damaged: its text has the id"):
        Article.from_dict(data)


@pytest.mark.parametrize("text", ["", " \n\u00a0"])
def test_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match=r"page\.html holds no text"):
        Article(text, source="page.html")


@pytest.mark.parametrize(
    "headings",
    [
        [(9, 99)],
        [(-1, 7)],
        [(9, 9)],
        [(17, 9)],
        [(9, 17), (9, 17)],
        [(19, 25), (9, 17)],
    ],
    ids="beyond negative empty backwards twice unordered".split(),
)
def test_headings_out_of_place_are_refused(headings: list[tuple[int, int]]) -> None:
    with pytest.raises(ArticleError, match="must lie in the text"):
        Article(TEXT, headings=tuple(Heading(*pair) for pair in headings))


@pytest.mark.parametrize("pair", [(9, 13), (14, 17), (9, 18), (0, 17)])
def test_heading_that_is_not_one_line_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ArticleError, match="one whole line"):
        Article(TEXT, headings=(Heading(*pair),))


def test_heading_at_either_end_of_the_text() -> None:
    assert Article("Part", headings=(Heading(0, 4),)).headings == (Heading(0, 4),)


def test_passage_id() -> None:
    assert Passage("0123456789abcdef", "After.", 19, 25).id == "0123456789abcdef:19-25"
