"""Sentences of a reply, whatever pieces it comes in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rag.write.llm.sentences import LONGEST, SentenceStream

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For a machine that has other things to do."""


def sentences(*pieces: str, cut: bool = False) -> list[str]:
    stream = SentenceStream()
    return [sentence for piece in pieces for sentence in stream.add(piece)] + stream.end(cut)


REPLIES = [
    "The mill closed. | Ann Lee bought it.",
    "Mr. Berg met Dr. Lee at St. Mary's on Feb. 5. | They spoke at 5 p.m. on the pier. | It rained.",
    "The price rose by 3.5% to $1.20 on Monday. | It fell later.",
    "The U.S. Senate voted on Tuesday. | J. K. Moe was absent.",
    "He lives in the U.S. | The president visited him.",
    "He paused... and went on. | Then he left.",
    "Wait… What is that? | It is a bridge!",
    '"The bridge will open," Ann Lee said. | "Nobody will pay." | It is new.',
    '"Why should we wait?" Ann Lee asked. | Nobody answered.',
    'He asked: "Why?" and left. | She stayed.',
    "“We will rebuild,” said Ana Sousa. | “Nobody will be left behind.” | The crowd cheered.",
    "— We will not leave, — she said. | — They matter too much.",
    "The round (it was short. Very short) is over. | The next one is open.",
    "The mill closed [1]. | Ann Lee bought it [2][3].",
    "The mill closed.[1] | Ann Lee bought it.[2] [3]",
    "The mill closed.  [1]",
    "Мост откроют в мае. | Паромы ходят до апреля.",
]


@pytest.mark.parametrize("reply", REPLIES)
def test_as_in_news(reply: str) -> None:
    parts = [part.strip() for part in reply.split("|")]
    found = sentences(" ".join(parts))
    assert [loose(one) for one in found] == [loose(one) for one in together(parts)]
    assert sentences(*" ".join(parts)) == found  # letter by letter


def loose(sentence: str) -> str:
    """Without the space before a marker, which may differ."""
    return sentence.replace(" [", "[").replace("  ", " ")


def together(parts: list[str]) -> list[str]:
    """A marker after an end mark opens the next sentence if there is one; `tidy` takes it off either way."""
    told = list(parts)
    for at, part in enumerate(parts[:-1]):
        if part.endswith(".[1]"):
            told[at], told[at + 1] = part.removesuffix("[1]"), f"[1] {told[at + 1]}"
    return told


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("- One mill\n- Two mills\n\n1. Three.", ["- One mill.", "- Two mills.", "1. Three."]),
        ("Here is the answer:\nThe mill closed.", ["Here is the answer:", "The mill closed."]),
        ("The mill closed", ["The mill closed."]),
        ('The mill "closed"', ['The mill "closed".']),
        ("<answer>The mill closed.</answer>", ["<answer>The mill closed.</answer>"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_lines_and_what_ends_without_a_mark(reply: str, expected: list[str]) -> None:
    assert sentences(reply) == sentences(*reply) == expected


SENTENCES = [
    "The mill closed.",
    "Mr. Berg met Dr. Lee.",
    "It rose by 3.5% to $1.20.",
    "The U.S. Senate voted [1].",
    '"Why wait?" Ann Lee asked.',
    '"We go," he said.',
    "Nobody (it rained. A lot) came!",
    "Did it close? [2]",
    "He paused... and left.",
    "It is new.[3]",
    "- A line\n",
    "— Never, — she said.",
]


@BUSY
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.data())
def test_any_cut_into_pieces_gives_the_same_sentences(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    at = data.draw(st.lists(st.integers(0, len(text))))
    edges = [0, *sorted(at), len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    assert sentences(*pieces) == sentences(text)


@BUSY
@given(st.lists(st.text(alphabet='abc AB.!?"[]()<>/think1\n—…', max_size=12)))
@example(["A b. Foo bar. ", " [1]"])
def test_no_letter_is_lost_and_none_comes_twice(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = "".join(sentences(*pieces))
    assert letters(found) == letters(text)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def test_a_sentence_is_given_as_soon_as_the_next_has_begun() -> None:
    stream = SentenceStream()
    assert stream.add("The mill closed. ") == []
    assert stream.add("Ann Lee") == []
    assert stream.add(" bought it") == ["The mill closed."]
    assert stream.end(cut=False) == ["Ann Lee bought it."]


def test_a_line_is_given_at_its_end() -> None:
    assert SentenceStream().add("- The mill closed\n") == ["- The mill closed."]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The mill closed. Ann Lee bou", ["The mill closed."]),
        ("The mill closed. The price is $1.", ["The mill closed."]),
        ("The mill closed. He lives in the U.", ["The mill closed."]),
        ("The mill closed. It belongs to Mr.", ["The mill closed."]),
        ("The mill closed. Ann Lee bought it.", ["The mill closed.", "Ann Lee bought it."]),
        ("Ann Lee bou", []),
    ],
)
def test_half_a_sentence_is_left_out_where_the_reply_is_cut(text: str, whole: list[str]) -> None:
    assert sentences(text, cut=True) == whole
    assert len(sentences(text, cut=False)) == text.count(". ") + 1


def test_a_text_without_end_runs_on() -> None:
    stream = SentenceStream()
    stream.add("mill and " * (LONGEST // 9))
    assert not stream.runs_on
    stream.add("mill and ")
    assert stream.runs_on
