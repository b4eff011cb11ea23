"""Sentences of news prose, and spans that are exact whatever the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import Article, Heading
from index.sentences import MAX_CHARS, paragraphs, spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    "paragraph",
    [
        # quotations in the Russian manner, opened by a dash and never closed
        '—We recognize the problem," the minister told the Post. | — If you look closely, nobody talks. | '
        "And this is a key element. | Without it, nothing is possible.",
        "— We will not leave the talks, — she said. | — They matter too much.",
        '"We accepted the offer,— he said in his last interview, published on February 9. | '
        '— Apart from that, we do not see any "rosy" future.',
        # quotation marks
        'They persistently seek a "place at the negotiating table." | But this excludes any talks.',
        'The exchange was held under the "157 for 157" formula, with civilians coming home. | It went well.',
        '"The bridge will open," Ann Lee said. | "Nobody will pay." | It is new.',
        "“We will rebuild,” said Ana Sousa. | “Nobody will be left behind.” | The crowd cheered.",
        'He said: "The plan is called "Bridge", and it is ready." | Nobody clapped.',
        "«Мост откроют в мае», — сообщил мэр. | Паромы ходят до конца апреля. | «Билеты не подорожают».",
        '"Why should we wait?" asked Ana Sousa. | "We will not!" she added.',
        '"Why should we wait?" Ana Sousa asked. | Nobody answered.',
        'She asked "Why now?" and left. | He stayed.',
        # brackets, numbers and abbreviations
        "The last round (February 4-5) was short. | The next one (planned for May. It may slip) is open.",
        "The price rose by 3.5% to $1.20 on Monday. | It fell later.",
        "Mr. Berg met Dr. Lee at St. Mary's on Feb. 5. | They spoke at 5 p.m. on the pier. | It rained.",
        "The U.S. Senate voted on Tuesday. | J. K. Moe was absent.",
        "He lives in the U.S. | The president visited him.",
        "He lives at No. 5 in the old town. | She does not.",
        "Lee Inc. bought Berg Ltd. for a penny, i.e. for nothing. | Shares rose.",
        "Wait… What is that? | It is a bridge!",
        "He paused... and went on. | Then he left.",
    ],
)
def test_news_prose(paragraph: str) -> None:
    expected = [part.strip() for part in paragraph.split("|")]
    assert split(" ".join(expected)) == expected


def test_nothing_in_nothing_out() -> None:
    assert split("") == split(" \t\u00a0\n ") == []


@pytest.mark.parametrize(
    "run",
    [
        "x" * 100_000,
        "word " * 20_000,
        "a. b. " * 16_000,
        "(no end " * 12_500,
        "é\u0301" * 50_000,
        "— да " * 20_000,
    ],
    ids="letters words initials brackets accents dashes".split(),
)
def test_long_run_without_an_end_is_cut(run: str) -> None:
    pieces = split(run)
    assert max(map(len, pieces)) <= MAX_CHARS
    assert "".join("".join(pieces).split()) == "".join(run.split())


def test_long_run_is_cut_between_words() -> None:
    words = "bridge " * 1000
    assert {word for piece in split(words) for word in piece.split()} == {"bridge"}


PIECES = st.sampled_from(
    [
        *(
            "The bridge is open. ",
            "The bridge is open. ",
            '"Why?" ',
            "— Yes, — he said. ",
            "Mr. ",
            "U.S. ",
            "No. 5 ",
        ),
        *(
            "( ",
            ") ",
            "… ",
            "«Да». ",
            "“x.” ",
            "\n",
            "\n\n",
            "\t",
            "\u00a0",
            "\u200d",
            "\u0301",
            "👩\u200d🚒",
            "🇳🇴",
            ". ",
        ),
        *(
            "don't ",
            "cannot ",
            "co-\n",
            "e.g. ",
            "3.5% ",
            "http://a.b/c?d. ",
            "\x85",
            "\u2028",
            "\x1c",
            "ﬁ",
            "İ",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.lists(PIECES, max_size=30).map("".join),
)


@given(TEXTS)
@example("same. same. same. same.")
@example("x" * (3 * MAX_CHARS + 1) + " y")
def test_every_character_lies_in_exactly_one_span(text: str) -> None:
    found = list(spans(text))
    covered = [0] * len(text)
    for start, end in found:
        assert text[start:end] == text[start:end].strip() != ""
        for at in range(start, end):
            covered[at] += 1
    for at, character in enumerate(text):
        assert covered[at] <= 1
        assert covered[at] == 1 or character.isspace()
    assert found == sorted(found)


def test_paragraphs_know_their_heading() -> None:
    text = "Before.\n\nPart one\n\nFirst.\nSecond.\n\nPart two\n\nThird."
    heads = tuple(Heading(*match.span()) for match in re.finditer("Part .*", text))
    found = [(text[start:end], heading) for start, end, heading in paragraphs(Article(text, headings=heads))]
    assert found == [
        ("Before.", None),
        ("First.", "Part one"),
        ("Second.", "Part one"),
        ("Third.", "Part two"),
    ]


def test_a_tables_row_is_one_sentence() -> None:
    row = "List: Green Varn; Votes: 1,204; Seats: 5"
    assert [row[a:b] for a, b in spans(row)] == [row]
