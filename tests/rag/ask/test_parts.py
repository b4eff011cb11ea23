"""Where one question ends and the next begins, and what each takes from its neighbour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ask.parts import MOST, cuts, parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "What did Lisk offer Marn, and how did the Marnish react?",
            ("What did Lisk offer Marn?", "how did the Marnish react?"),
        ),
        ("Where and when was it held?", ("Where was it held?", "when was it held?")),
        (
            "When, where, and how did the boat sink?",
            ("When did the boat sink?", "where did the boat sink?", "how did the boat sink?"),
        ),
        ("Who paid for it, and when?", ("Who paid for it?", "when paid for it?")),
        ("Who was hurt and how badly?", ("Who was hurt?", "how badly was hurt?")),
        ("Was it arson, and if so who set the fire?", ("Was it arson?", "who set the fire?")),
        ("Did she resign or was she fired?", ("Did she resign?", "was she fired?")),
        ("Who won? And by how much?", ("Who won?", "And by how much?")),
        ("Who runs the bakery. How old is she?", ("Who runs the bakery?", "How old is she?")),
        (
            "By whom and for how much was it bought?",
            ("By whom was it bought?", "for how much was it bought?"),
        ),
        ("Tell me who won and list the teams", ("Tell me who won?", "list the teams?")),
        ("Which team won and whose goal was it?", ("Which team won?", "whose goal was it?")),
        ("What is it; who made it?", ("What is it?", "who made it?")),
    ],
)
def test_each_question_gets_what_it_shares(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "What did Ann and Bob say?",
        "Who makes bread and butter?",
        "Did Lisk and Marn agree on the bridge?",
        "Anna Leeson. What did she say?",
        "Thank you, and what happened next?",
        "Um? How much was it?",
        "I have read this twice. Who is the judge?",
        "",
        "and",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert parts(text) == (text,)


def test_a_sentence_that_asks_nothing_goes_with_the_question_after_it() -> None:
    asked = parts("I have read this twice. Who is the judge? What did she rule?")
    assert asked == ("I have read this twice. Who is the judge?", "What did she rule?")


def test_what_is_beyond_four_stays_with_the_last() -> None:
    asked = parts("Who won? Who lost? Who came third? Who came last and who fell?")
    assert asked == ("Who won?", "Who lost?", "Who came third?", "Who came last and who fell?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who won?", [0, 0, 0, 0, 0]),
        ("Who won? Who lost?", [1, 0, 1, 0, 1]),
        ("Where and when was it held?", [1, 0, 0, 1, 0]),
        ("Who won, who lost and who fell?", [1, 1, 0, 0, 1]),
    ],
)
def test_cuts_say_what_the_boundaries_are_like(text: str, expected: list[int]) -> None:
    assert cuts(text).tolist() == expected


WORDS = st.sampled_from(
    "who what when where why how and or but if so did is the mill Ann paid tell list , ? . ;".split()
)


@given(st.lists(WORDS, max_size=30))
def test_no_word_of_meaning_is_lost_and_there_are_four_parts_at_most(typed: list[str]) -> None:
    asked = parts(" ".join(typed))
    assert 1 <= len(asked) <= MOST
    held = set(re.findall(r"\w+", " ".join(asked)))
    assert set(typed) & {"mill", "Ann", "paid", "who", "what", "when", "where", "how", "tell"} <= held


@pytest.mark.parametrize(
    "text",
    [
        "and what about " * 133,
        "who" + " " * 1990 + "x",
        "who" + "," * 1990,
        "? " * 1000,
        "who and " * 250,
        "is " * 660,
        "who, when and " * 140,
        "what " + "a " * 900 + "and did",
        "how much how many " * 110,
    ],
)
def test_long_texts_of_nothing_but_boundaries_end(text: str) -> None:
    assert 1 <= len(parts(text)) <= MOST
