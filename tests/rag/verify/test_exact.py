"""Kinds of right wordings that the exact checks let pass, each beside a wrong one that they stop."""

from __future__ import annotations

import pytest

from rag.verify.casing import ordinary
from rag.verify.demonyms import akin
from rag.verify.exact import problems


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("However, Ann came.", "Ann came."),
        ("Next, Ann came.", "Ann came."),
        ("Answer: Ann came.", "Ann came."),
        ("5. Ann came.", "Ann came."),
        ("1) Ann came.", "Ann came."),
        ("One of the two came.", "Ann or Bo came."),
        ("The European talks began.", "Europe began the talks."),
        ("Talks with the Spaniards began.", "Talks with Spain began."),
        ("Korean talks began.", "South Korea began talks."),
        ("Mr Ray came.", "Ray came."),
        ("The Ann-based firm grew.", "The firm of Ann grew."),
        ("The FBI came.", "The Federal Bureau of Investigation came."),
        ("The Federal Bureau of Investigation came.", "The FBI came."),
        ("The World Food Programme (WFP) came.", "The World Food Programme came."),
        ("The U.S. agreed.", "The United States agreed."),
        ("The United States agreed.", "The U.S. agreed."),
        ("Vondracek came.", "Vondráček came."),
        ("O'Brien came.", "O’Brien came."),
        ("The mill closed.", "The mill closed, but the shop did not."),
        ("Ann not only came but sang.", "Ann came and sang."),
        ("Ann came on Tuesday.", "Ann came on 14 July 2026."),
    ],
)
def test_a_right_wording_passes(sentence: str, quote: str) -> None:
    assert problems(sentence, [quote]) == ()


@pytest.mark.parametrize(
    ("sentence", "quote", "kind"),
    [
        ("However, Kim came.", "Ann came.", "name"),
        ("Kim came.", "Ann came.", "name"),
        ("Australian talks began.", "Austria began talks.", "name"),
        ("Nigerian talks began.", "Niger began talks.", "name"),
        ("Spanish talks began.", "Mexico began talks.", "name"),
        ("Mr Kim came.", "Mr Ray came.", "name"),
        ("The FBI came.", "The Central Intelligence Agency came.", "name"),
        ("The shop did not close.", "The shop closed.", "negation"),
        ("The shop closed.", "The shop did not close.", "negation"),
        ("Ann came on Wednesday.", "Ann came on 14 July 2026.", "date"),
        ("Ann came on 14 July.", "Ann came on 2026-08-14.", "date"),
    ],
)
def test_a_wrong_wording_is_stopped(sentence: str, quote: str, kind: str) -> None:
    assert kind in {problem.kind for problem in problems(sentence, [quote])}


def test_what_is_of_a_place_is_told_from_what_is_of_a_like_one() -> None:
    assert akin("russians", "russia")
    assert akin("london", "londoners")
    assert akin("spain", "spaniards")
    assert not akin("nigerian", "niger")
    assert not akin("australian", "austria")
    assert not akin("austria", "australia")
    assert not akin("martin", "martinez")


def test_running_text_tells_words_from_names() -> None:
    assert all(map(ordinary, ["however", "despite", "overall", "gases"]))
    assert not any(map(ordinary, ["kim", "java", "united", "europe"]))
    assert ordinary("company", opens=True)
    assert not ordinary("company")
