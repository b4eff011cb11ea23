"""What an article asks is told from what it says."""

from __future__ import annotations

from index import Sentence
from rag.retrieve.asked import asked_in


def sentences(*rows: tuple[str, int, str | None]) -> list[Sentence]:
    """Each row is a text, its paragraph, and who says it."""
    made, at = [], 0
    for text, paragraph, speaker in rows:
        made.append(Sentence(text, at, at + len(text), paragraph, None, speaker, speaker is not None))
        at += len(text) + 1
    return made


def test_an_interviewers_turn_asks_with_all_that_stands_in_it() -> None:
    turns = sentences(
        ("Q: Your daughter wants to close the bar.", 0, None),
        ("Why do you keep it?", 0, None),
        ("She wants to stop selling alcohol.", 1, "Ann Lee"),
        ("Frage: Und die Heizung?", 2, None),
        ("It worries me.", 3, "Ann Lee"),
        ("Q: Bo Ek says the mill is empty.", 4, "Bo Ek"),
    )
    assert asked_in(turns) == {0, 1, 3}


def test_the_articles_own_question_asks_and_its_other_sentences_do_not() -> None:
    text = sentences(("Will the mill close?", 0, None), ("The board has not said.", 0, None))
    assert asked_in(text) == {0}


def test_somebodys_question_is_what_they_said() -> None:
    text = sentences(('"Who is to pay for it?"', 0, "Ann Lee"), ('"Who?" he asked.', 1, None))
    assert asked_in(text) == set()
