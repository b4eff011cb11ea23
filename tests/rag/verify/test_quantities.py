"""What quantities are read as, and which wordings say the same."""

from __future__ import annotations

import pytest

from eval.bench.quantities import pairs
from rag.verify.exact import problems
from rag.verify.figures import in_their_figures
from rag.verify.fold import folded
from rag.verify.quantities import quantities


@pytest.mark.parametrize(("label", "statement", "quote"), pairs())
def test_pairs_that_say_the_same_pass_and_others_do_not(label: str, statement: str, quote: str) -> None:
    found = problems(statement, [quote])
    assert bool(found) == (label == "other"), found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("forty-eight million", "48 million"),
        ("two and a half hours", "2.5 hours"),
        ("half an hour", "0.5 hour"),
        ("two dozen men", "24 men"),
        ("half past three", "3:30"),
        ("hundreds of men", "numerous of men"),
        ("nineteen ninety-five", "1995"),
    ],
)
def test_number_words_become_digits(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("text", "sort", "value"),
    [
        ("5 km", "length", 5000.0),
        ("half a kilogram", "mass", 0.5),
        ("33 per cent", "concentr", 0.33),
        ("€48m", "EUR", 48e6),
        ("3:30 pm", "clock", 930.0),
        ("the 21st", "ordinal", 21.0),
        ("77 °F", "temperature", 25.0),
        ("12,000 people", "", 12000.0),
    ],
)
def test_a_quantity_is_a_value_of_a_sort(text: str, sort: str, value: float) -> None:
    [one] = quantities(text)
    assert one.readings[0] == (sort, pytest.approx(value))


def test_a_problem_says_what_the_quote_has_instead() -> None:
    [problem] = problems("It cost 48 million euros.", ["It cost 48 million dollars."])
    assert str(problem) == "number 48 million euros is not in the quote; the quote says dollars"


def test_a_designation_is_no_quantity() -> None:
    assert quantities("The F-35, the BB2 and COVID-19.") == ()


@pytest.mark.parametrize(
    ("sentence", "quote", "shown"),
    [
        ("Sales rose by 12%.", "Sales rose by 12 per cent.", "Sales rose by 12 per cent."),
        ("It cost $36 million.", "It went for 36 million dollars.", "It cost 36 million dollars."),
        ("It cost 36 million euros.", "It went for 36 million dollars.", "It cost 36 million euros."),
        (
            "It is 14 km off; 14 men work there.",
            "It is 14 kilometres off.",
            "It is 14 kilometres off; 14 men work there.",
        ),
        ("It rained.", "It cost $36 million.", "It rained."),
    ],
)
def test_what_is_equal_is_written_as_the_quote_writes_it(sentence: str, quote: str, shown: str) -> None:
    assert in_their_figures(sentence, [quote]) == shown
