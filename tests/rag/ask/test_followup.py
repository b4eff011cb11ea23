"""Follow-ups take from the turn before what they lack, and nothing else."""

import pytest

from rag import Answer, Citation
from rag.ask.followup import standalone


def turn(question: str, *speakers: str | None) -> tuple[str, Answer]:
    cited = tuple(Citation(n, "…", 0, 1, "a", "", who, False, 1.0) for n, who in enumerate(speakers, 1))
    return question, Answer(question, "…", not cited, None, cited, (), (), 0.9, "quote")


LEESON = turn("What did Anna Leeson say?", "Anna Leeson")
MILL = turn("When did the mill close?", None)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (LEESON, "And what did she say of bread?", "what did Anna Leeson say of bread?"),
        (LEESON, "What is her job?", "What is Anna Leeson's job?"),
        (LEESON, "Who told her about it?", "Who told Anna Leeson about it?"),
        (turn("Who spoke?", "Bob Ray"), "Where is his mill?", "Where is Bob Ray's mill?"),
        (turn("What did Ray discuss with Leeson?"), "What did he reject?", "What did Ray reject?"),
        (LEESON, "What did Ray say in his interview?", "What did Ray say in his interview?"),
        (MILL, "Why did it?", "Why did it? (When did the mill close?)"),
        (MILL, "And Leeson?", "Leeson? (When did the mill close?)"),
        (MILL, "And what did Leeson say of bread?", "what did Leeson say of bread?"),
        (MILL, "And the bakery?", "the bakery? (When did the mill close?)"),
        (MILL, "Who bakes rye bread now?", "Who bakes rye bread now?"),
        (MILL, "Where does he live?", "Where does he live?"),  # nobody was named
    ],
)
def test_standalone(before: tuple[str, Answer], question: str, expected: str) -> None:
    assert standalone(question, [turn("Something earlier?", "Bo Ray"), before]) == expected


def test_a_first_question_stands_as_it_is() -> None:
    assert standalone("And what did he say?", []) == "And what did he say?"


def told(question: str, text: str) -> tuple[str, Answer]:
    return question, Answer(question, text, False, None, (), (), (), 0.9, "quote")


TOWNS = told("Which towns were flooded?", "The storm flooded Lisk, Marn and Old Dorv [1].")
PAIR = told("Who met?", "Ann Lee and Bob Ray met on Monday [1].")
DEMANDS = told("What do they demand?", "They want a ceasefire, new elections and a buffer zone [1].")


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (TOWNS, "What happened in the second one?", "What happened in Marn?"),
        (TOWNS, "And the last one?", "Old Dorv? (Which towns were flooded?)"),
        (TOWNS, "How large is the first of them?", "How large is Lisk?"),
        (TOWNS, "And the fifth?", "the fifth? (Which towns were flooded?)"),  # there are three
        (PAIR, "What did the former say?", "What did Ann Lee say?"),
        (PAIR, "When is the second round?", "When is the second round? (Who met?)"),  # not one of them
        (
            told("Did Ann Lee or Bob Ray win?", "It was close [1]."),
            "How old is the latter?",
            "How old is Bob Ray?",
        ),
        (DEMANDS, "Who is against the third?", "Who is against a buffer zone?"),
        (DEMANDS, "Why?", "Why? (What do they demand?)"),
        (DEMANDS, "How come?", "How come? (What do they demand?)"),
    ],
)
def test_one_of_several_and_bare_questions(before: tuple[str, Answer], question: str, expected: str) -> None:
    assert standalone(question, [before]) == expected


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (
            "Who wants the mill in Marn to close?",
            "This was told to the Courier by Mayor Ann Lee [1].",
            "What does Ann Lee want to do with the mill?",
        ),
        (
            "Who wants the mill in Marn to close?",
            "The council [1].",
            "What does she want to do with the mill?",
        ),
        (
            "Where does Bob Ray live?",
            "He lives next to Ann Lee [1].",
            "What does Bob Ray want to do with it?",
        ),
    ],
)
def test_a_question_for_a_person_is_followed_by_one_about_them(
    asked: str, answered: str, expected: str
) -> None:
    assert standalone("What does she want to do with it?", [told(asked, answered)]) == expected
