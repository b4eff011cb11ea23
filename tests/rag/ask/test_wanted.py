"""What kind of short answer a question asks for."""

import pytest

from rag.ask.wanted import asks, asks_who_said


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who owns the mill?", "person"),
        ("And who is the owner of the mill?", "person"),
        ("According to the article, whose rudder failed?", "person"),
        ("To whom was the letter sent?", "person"),
        ("Who's Ann Lee's successor?", "person"),
        ("who was arrested on monday", "person"),
        ("When did the ferry sink?", "time"),
        ("In which year was the mill built?", "time"),
        ("what time does the ferry sail", "time"),
        ("How long ago did it close?", "time"),
        ("Where is the bakery?", "place"),
        ("How many tonnes were on board?", "number"),
        ("Can you tell me how much the mill cost?", "number"),
        ("What percentage of the towns agreed?", "number"),
        ("Which town agreed?", "thing"),
        ("What was stolen?", "thing"),
        ("What is the capital of Lisk?", "thing"),
        ("What was the ship called?", "thing"),
        ("What was the ferry carrying?", "thing"),
        ("Under which name was it sold?", "thing"),
    ],
)
def test_a_few_words_can_answer(question: str, kind: str) -> None:
    assert asks(question) == kind


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Did the ferry sink?",
        "ferry cargo tonnes",
        "Why did the ferry sink?",
        "How did the mill burn?",
        "Which towns agreed?",
        "Which two towns agreed?",
        "Which of the towns agreed?",
        "What other reasons are there?",
        "Who were the winners?",
        "What are the terms?",
        "What did Bo Ray say about it?",
        "What does Bo Ray think of it?",
        "What did Bo Ray do next?",
        "What is the purpose of the accord?",
        "What happened on Monday?",
        "Who is Bo Ray?",
        "who is bo ray",
        "who is anne lee",
        "What is the Lisk accord?",
        "Who opened the mill and when?",
    ],
)
def test_only_a_sentence_can_answer(question: str) -> None:
    assert asks(question) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who said the mill was sold?", True),
        ("According to whom was the mill sold?", True),
        ("Who sold the mill?", False),
        ("According to the article, who sold the mill?", False),
        ("What did Bo Ray say?", False),
    ],
)
def test_who_said_something(question: str, expected: bool) -> None:
    assert asks_who_said(question) is expected
