"""Whether an answer that opens with Yes or No opens with the right one."""

import pytest

from eval.metrics import ABSTAINED, FAILED, NOT_APPLICABLE, Score, opening
from eval.metrics.yes_no import YES_NO_OPENING

from .make import abstention, answer, asked, question, unanswerable

YES = answer("Yes: Ann came.")
NO = answer("No, she stayed.")
NEITHER = answer("Ann came.")


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Yes, she did.", True),
        ("No. She stayed.", False),
        ("“Yes”", None),
        ("no [1].", False),
        ("Yes – in May.", True),
        ("Yes", True),
        ("No charges had been brought [1].", None),
        ("No-one came.", None),
        ("Yesterday, Ann came.", None),
        ("Ann said yes.", None),
        ("", None),
    ],
)
def test_what_opens_a_text(text: str, opens: bool | None) -> None:
    assert opening(text) == opens


def test_the_opening_is_the_honest_one() -> None:
    whether = question(kind="yes_no", asks="yes_no", yes=True)
    denied = whether.model_copy(update={"yes": False})
    neither = whether.model_copy(update={"yes": None})
    unsaid = unanswerable(kind="near_miss", asks="yes_no")
    assert [YES_NO_OPENING.score(asked(of, YES)).value for of in (whether, denied, neither, unsaid)] == [
        1.0, 0.0, 0.0, 0.0,
    ]  # fmt: skip
    assert YES_NO_OPENING.score(asked(denied, NO)) == Score(1.0)


def test_nothing_is_asked_of_what_opens_with_neither_or_asks_something_else() -> None:
    whether = question(kind="yes_no", asks="yes_no", yes=True)
    assert YES_NO_OPENING.score(asked(whether, NEITHER)) == NOT_APPLICABLE
    assert YES_NO_OPENING.score(asked(question(asks="fact"), YES)) == NOT_APPLICABLE
    assert YES_NO_OPENING.score(asked(question(asks="yes_no", answerable=None), YES)) == NOT_APPLICABLE
    assert YES_NO_OPENING.score(asked(whether, abstention())) == ABSTAINED
    assert YES_NO_OPENING.score(asked(whether, None)) == FAILED
    assert YES_NO_OPENING.value(ABSTAINED) is YES_NO_OPENING.value(FAILED) is None
