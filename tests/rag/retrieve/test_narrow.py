"""Days and outlets that a question names."""

from datetime import date

import pytest

from index import Article
from rag.retrieve.narrow import Narrowed, narrowed

OUTLETS = ("usatoday.com", "cnn.com", "theweek.co.uk", "Le Monde")


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("Who died in the storms of 20 June 2025?", [(date(2025, 6, 20), date(2025, 6, 20))]),
        ("new stadium friendly october 2025", [(date(2025, 10, 1), date(2025, 10, 31))]),
        ("What did he say back in 2011 about cars?", [(date(2011, 1, 1), date(2011, 12, 31))]),
        ("Who may sell 12 cars on Monday?", []),
        ("What happened in February?", []),
    ],
)
def test_times_with_a_year(question: str, days: list[tuple[date, date]]) -> None:
    assert list(narrowed(question, ()).days) == days


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does CNN say, and what did USA TODAY write?", {"cnn", "usatoday"}),
        ("The Week: how hot was it?", {"theweek", "week"}),
        ("What happened in the week after?", set()),
        ("Was Le Monde right about Mondeville?", {"lemonde"}),
    ],
)
def test_outlets_by_their_whole_names(question: str, named: set[str]) -> None:
    assert narrowed(question, OUTLETS).outlets == named


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2025-06-20", 1.0),
        ("2025-07-19T08:00:00", 1.0),
        ("2025-06-10", -1.0),
        ("2026-02-01", 0.0),
        (None, 0.0),
    ],
)
def test_an_article_from_before_cannot_tell_of_it(published: str | None, day: float) -> None:
    asked = Narrowed(((date(2025, 6, 20), date(2025, 6, 20)),), frozenset({"cnn"}))
    assert asked.day(Article("Rain.", published=published)) == day
    assert asked.outlet(Article("Rain.", outlet="edition.cnn.com")) == 1.0
    assert asked.outlet(Article("Rain.", outlet="usatoday.com")) == -1.0
    assert Narrowed().day(Article("Rain.", published=published)) == 0.0
