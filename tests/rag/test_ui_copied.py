"""What is copied with an answer: its words, and each quote with whose it is and where it stands."""

from __future__ import annotations

from dataclasses import replace

from rag import Answer, AnswerSentence, Citation
from rag.ui.copied import copied

CITED = (
    Citation(1, "It opened\nin May.", 0, 16, "a1", "The <bridge>", None, False, 0.9, page=3),
    Citation(2, "“Late,” she said.", 20, 37, "a1", "The <bridge>", "Ann Lee", True, 0.9),
)
ANSWER = Answer(
    question="When did it open?",
    text="In May [1]. It was late [2].",
    abstained=False,
    reason=None,
    citations=CITED,
    sentences=(
        AnswerSentence("In May.", (1,), 0.9, "supported"),
        AnswerSentence("It was late.", (1, 2), 0.6, "partial"),
    ),
    passages=(),
    confidence=0.9,
    generator="quote",
)


def test_an_answer_is_copied_with_its_quotes():
    assert copied(ANSWER) == (
        "When did it open?\n\n"
        "In May [1]. It was late [1] [2]. (only partly supported)\n\n"
        "[1] “It opened in May.” — The article itself. The <bridge>, page 3\n"
        "[2] “Late,” she said.” — Ann Lee, quoted. The <bridge>".replace("[2] “Late", "[2] ““Late")
    )


def test_a_summary_is_copied_as_a_list():
    assert "- In May [1].\n- It was late [1] [2]." in copied(replace(ANSWER, kind="about"))


def test_a_refusal_is_copied_as_it_stands():
    refusal = replace(ANSWER, abstained=True, text="The article does not say.", citations=(), sentences=())
    assert copied(refusal) == "When did it open?\n\nThe article does not say."
