"""Hostile and broken input: nothing but an article or a `BylineError` comes out.

A longer run: `BYLINE_FUZZ_SECONDS=600 python -m pytest tests/index/test_fuzz.py`.
"""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Article, BylineError, Settings, split
from index.clean import clean
from index.read import endings, items
from index.read.body import Body
from index.read.source import parse

SECONDS = float(os.environ.get("BYLINE_FUZZ_SECONDS", "0"))
PER_SECOND = 35
"""Examples that each test tries in a second of a longer run, of which it has its share."""
TAGS = (
    "p div span table tr td th caption ul li h1 h2 article main section aside nav form dialog sup sub a br b "
    "blockquote figure figcaption template script style meta time title body html head svg math pre iframe"
).split()
ATTRIBUTES = (
    'hidden|aria-hidden="true"|aria-modal="true"|role="dialog"|role=presentation|class="byline"|class="comment"'
    '|colspan=9999999999|rowspan="x"|style="display:none"|charset="utf-16"|charset=x|href="#fn1"|rel=canonical'
    '|href="http://[bad"|property="og:title"|content="x"|name=author|datetime="2024-99-99"|type="application/ld+json"'
).split("|")
WORDS = st.sampled_from(
    [
        *(
            "The bridge was closed in 1931. ",
            "10",
            "€4.80",
            "“So it was,” he said.",
            "\ufffd",
            "\x00",
            "\ud800",
        ),
        *("By Ann Lee", "Published 14 March 2026", "BOSTON (AP) – The", "Photo: x/y", "Q: Why?", "14:32"),
        *("- item", "1. one", "# head", "東京で地震がありました。", "\u202e", "]]>", "&#x110000;", "<"),
        '{"@type": "NewsArticle", "author": [[["x"]]], "headline": {"a": 1}}',
        '{"@graph": [{"@id": "a"}]}',
    ]
)
ELEMENTS = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, given, parts, closed: (
            f"<{tag} {' '.join(given)}>{''.join(parts)}{f'</{tag}>' if closed else ''}"
        ),
        st.sampled_from(TAGS),
        st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
        st.lists(inner, max_size=4),
        st.booleans(),
    ),
    max_leaves=25,
)
HEADS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"{\\rtf1 ",
        b"<!doctype html>",
        b"\xff\xfe",
        b"<?xml version='1.0'?><html>",
    ]
)
NAMES = st.lists(
    st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=12),
    min_size=1,
    max_size=3,
    unique=True,
)
LINES = st.lists(st.one_of(WORDS, st.text(max_size=60)), max_size=20).map("\n".join)


def fuzz(examples: int) -> settings:
    return settings(
        max_examples=int(SECONDS * PER_SECOND) or examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@fuzz(60)
@given(
    head=HEADS,
    data=st.one_of(st.binary(max_size=400), ELEMENTS.map(lambda s: s.encode("utf-8", "surrogatepass"))),
    ending=st.sampled_from([*sorted(endings()), "", ".zip", ".x"]),
    charset=st.sampled_from([None, "utf-8", "utf-16", "iso-8859-1", "gbk", "nonsense", "hz-gb-2312"]),
)
def test_any_bytes_of_any_kind(head: bytes, data: bytes, ending: str, charset: str | None) -> None:
    sound(Body(head + data, "x", charset, "http://post.example/x"), ending)


@fuzz(60)
@given(page=st.lists(ELEMENTS, max_size=8).map("".join))
def test_any_page(page: str) -> None:
    sound(Body(page.encode("utf-8", "surrogatepass"), "x"), ".html")


@fuzz(60)
@given(raw=LINES)
def test_any_text(raw: str) -> None:
    try:
        article = clean(raw)
    except BylineError:
        return
    for sentence in split.sentences(article):
        assert article.text[sentence.start : sentence.end] == sentence.text


@fuzz(30)
@given(
    names=NAMES,
    cut=st.integers(0, 300),
    at=st.integers(0, 300),
    byte=st.binary(min_size=1, max_size=4),
)
def test_any_archive(
    tmp_path_factory: pytest.TempPathFactory,
    names: list[str],
    cut: int,
    at: int,
    byte: bytes,
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(
                name.encode("utf-8", "replace").decode() + ".txt", "The bridge was closed in 1931."
            )
    body = bytearray(stream.getvalue())
    body[at : at + len(byte)] = byte
    path: Path = tmp_path_factory.getbasetemp() / "fuzz.zip"
    path.write_bytes(bytes(body[: len(body) - cut if cut < 100 else None]))
    for item in items([path], Settings(store=str(path.parent / "store"))):
        try:
            item.load()
        except BylineError:
            continue


def sound(body: Body, ending: str) -> None:
    """Read it: an article whose record survives, or a BylineError of one line."""
    try:
        article = parse(body, ending)
    except BylineError as error:
        told = str(error)
    else:
        told = article.title
        assert article.text.encode("utf-8")
        assert Article.from_dict(article.to_dict()) == article
    assert "\n" not in told
