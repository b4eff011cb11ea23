"""Passages: exact slices of whole sentences, each sentence in one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from index import Article, Heading
from index.clean import clean
from index.embed import Embedder
from index.library import Library
from index.split import PASSAGE_PIECES, passages, sentences

A = "One two three."
B = "Four five six."
C = "Seven eight nine."


def words(texts: Sequence[str]) -> list[int]:
    """A counter that anyone can check."""
    return [len(text.split()) for text in texts]


def with_headings(text: str, *lines: str) -> Article:
    """An article in which each of these lines, wherever it stands, is a heading."""
    spans = [match.span() for match in re.finditer(r"[^\n]+", text) if match.group() in lines]
    return Article(text, headings=tuple(Heading(*span) for span in spans))


def texts(article: Article, limit: int) -> list[str]:
    return [passage.text for passage in passages(article, words, limit)]


def test_paragraphs_are_packed_up_to_the_limit() -> None:
    article = Article(f"{A}\n\n{B}\n\n{C}")
    assert texts(article, 9) == [f"{A}\n\n{B}\n\n{C}"]
    assert texts(article, 8) == [f"{A}\n\n{B}", C]
    assert texts(article, 3) == [A, B, C]


def test_paragraph_that_fits_is_not_cut() -> None:
    assert texts(Article(f"{A}\n\n{B} {C}"), 6) == [A, f"{B} {C}"]


def test_paragraph_too_long_is_cut_between_sentences() -> None:
    assert texts(Article(f"{A} {B} {C}"), 7) == [f"{A} {B}", C]


def test_single_sentence_over_the_limit_stays_whole() -> None:
    long = "This one has a lot more words than the limit allows."
    assert texts(Article(f"{A} {long} {B}"), 4) == [A, long, B]


def test_headings_part_passages_and_are_in_none() -> None:
    article = with_headings(f"{A}\n\nPart\n\n{B}\n\nOther\n\n{C}", "Part", "Other")
    found = passages(article, words, 100)
    assert [(passage.heading, passage.text) for passage in found] == [(None, A), ("Part", B), ("Other", C)]


def test_sections_of_the_same_heading_stay_apart() -> None:
    article = with_headings(f"Part\n\n{A}\n\nPart\n\n{B}", "Part")
    assert [(passage.heading, passage.text) for passage in passages(article, words, 100)] == [
        ("Part", A),
        ("Part", B),
    ]


def test_repeated_sentences_have_their_own_offsets() -> None:
    article = Article(f"{A} {A}\n\n{A}")
    assert [(s.text, s.start, s.end) for s in sentences(article)] == [(A, 0, 14), (A, 15, 29), (A, 31, 45)]
    assert [(p.start, p.end) for p in passages(article, words, 3)] == [(0, 14), (15, 29), (31, 45)]


def test_id_says_article_and_place() -> None:
    article = Article(f"{A} {B}")
    assert [passage.id for passage in passages(article, words, 3)] == [
        f"{article.id}:0-14",
        f"{article.id}:15-29",
    ]


def test_sentences_carry_paragraph_heading_and_speaker() -> None:
    article = with_headings(f'{A}\n\nPart\n\n"We will stay for years," Ann Lee said. {B}', "Part")
    assert [(s.paragraph, s.heading, s.speaker, s.direct) for s in sentences(article)] == [
        (0, None, None, False),
        (1, "Part", "Ann Lee", True),
        (1, "Part", None, False),
    ]


LINES = st.one_of(
    st.sampled_from(
        [A, B, f"{A} {B}", f"{A} {A}", "Part", "Part", '"Why?" he said.', "- one", "Mr. Moe left. Why?"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


@given(st.lists(LINES, min_size=1, max_size=12), st.integers(1, 12))
def test_invariants(lines: list[str], limit: int) -> None:
    text = "\n\n".join(lines)
    if not text.strip():
        return
    article = with_headings(text, "Part")
    found = passages(article, words, limit)
    whole = sentences(article)

    assert found == tuple(sorted(found, key=lambda passage: passage.start))
    inside = [[s for s in whole if p.start <= s.start and s.end <= p.end] for p in found]
    assert [s for group in inside for s in group] == list(whole)  # every sentence, once, whole
    for passage, group in zip(found, inside, strict=True):
        assert passage.text == article.text[passage.start : passage.end]
        assert (passage.start, passage.end) == (group[0].start, group[-1].end)
        assert words([passage.text]) <= [limit] or len(group) == 1
        assert not any(h.start < passage.end and passage.start < h.end for h in article.headings)
        assert {s.heading for s in group} == {passage.heading}


def test_shipped_article_with_the_real_tokenizer(shipped_library: Library, embedder: Embedder) -> None:
    (article,) = shipped_library.articles()
    found = passages(article, embedder.counts)
    assert max(embedder.counts([p.text for p in found])) <= PASSAGE_PIECES
    read = ["\n".join(filter(None, (article.title, p.heading, p.text))) for p in found]
    assert max(embedder.counts(read)) + 2 <= 256
    assert {p.heading for p in found} == {None, *(article.text[h.start : h.end] for h in article.headings)}


def test_cleaned_pages_split_alike_every_time() -> None:
    article = clean(f"Bridge to reopen\n\n{A} {B}\n\n{C}")
    assert passages(article, words, 5) == passages(Article.from_dict(article.to_dict()), words, 5)
