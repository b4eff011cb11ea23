from __future__ import annotations

import pytest

from eval.report.numbers import counted, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (float("nan"), "–"), (float("inf"), "–"), (0.0, "0.00"), (1.0, "1.00"), (0.875, "0.88"),
        (0.0904, "0.090"), (0.00002, "2e-05"), (0.9941, "0.994"), (0.99999, "0.999"), (-0.25, "-0.25"),
        (12.34, "12.3"), (1234.5, "1234"), (20.0, "20"),
    ],
)  # fmt: skip
def test_numbers_are_short_and_never_rounded_to_perfect(value: float | None, text: str) -> None:
    assert shown(value) == text


def test_one_is_singular() -> None:
    assert (counted(1, "question"), counted(0, "question")) == ("1 question", "0 questions")
