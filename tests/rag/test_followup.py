"""Follow-ups take from the turn before what they lack, and nothing else."""

import pytest

from rag import Answer, Citation
from rag.followup import standalone


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
