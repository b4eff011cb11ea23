"""Whose statement a draft tells, and how surely; all names are invented."""

from __future__ import annotations

import pytest

from index import Article
from index.split import sentences
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.attribution import misattributed
from rag.verify.hedges import hardened
from rag.verify.verdict import verify
from rag.write.restore import restored
from tests.rag.standing_in import Uncalled

NEWS = (
    "The mill at Lisk closed on 3 May.",
    "Its owner, Ann Lee, said that the river had flooded the cellar.",
    "“Nobody ever cleaned the drains,” said Bo Ray, a miller.",
    "Engineer Kim Poe believes the dam may break.",
    "About 40 people worked there.",
)


def read(*texts: str) -> tuple[EvidenceSentence, ...]:
    found = sentences(Article("\n\n".join(texts)))
    return tuple(EvidenceSentence("a", "News", n, one, 0.5, None) for n, one in enumerate(found))


def fault(draft: str) -> str | None:
    found = misattributed(draft, read(*NEWS))
    return found.problem.kind if found else None


@pytest.mark.parametrize(
    "draft",
    [
        "The river had flooded the cellar.",
        "The mill closed because the river had flooded the cellar.",
        "Nobody cleaned the drains.",
    ],
)
def test_a_statement_is_not_told_as_a_fact(draft: str) -> None:
    assert fault(draft) == "fact"


@pytest.mark.parametrize(
    "draft",
    [
        "Bo Ray said that the river had flooded the cellar.",
        "According to the miller, the river had flooded the cellar.",
        "“Nobody ever cleaned the drains,” said Ann Lee.",
    ],
)
def test_a_statement_is_not_given_to_somebody_else(draft: str) -> None:
    assert fault(draft) == "speaker"


@pytest.mark.parametrize(
    "draft",
    [
        "Kim Poe said that the dam would break.",
        "Engineer Kim Poe has confirmed that the dam may break.",
        "Kim Poe warned that the dam would break.",
        "The mill had 40 people who worked there.",
    ],
)
def test_caution_is_not_left_out(draft: str) -> None:
    assert fault(draft) == "hedge"


@pytest.mark.parametrize(
    "draft",
    [
        "The mill closed on 3 May.",
        "Ann Lee, who owns the mill, said that the cellar had been flooded by the river.",
        "The owner says the river flooded the cellar.",
        "According to Bo Ray, a miller, nobody cleaned the drains.",
        "Ann Lee owns the mill.",
        "Kim Poe thinks that the dam could break.",
        "Some 40 people worked at the mill.",
        "He said that nobody ever cleaned the drains.",
    ],
)
def test_what_is_told_as_it_was_said_stands(draft: str) -> None:
    assert fault(draft) is None


@pytest.mark.parametrize(
    ("draft", "right"),
    [
        ("The river had flooded the cellar.", "According to Ann Lee: The river had flooded the cellar."),
        (
            "Bo Ray, a miller, said that the river had flooded the cellar.",
            "Ann Lee said that the river had flooded the cellar.",
        ),
        ("“Nobody ever cleaned the drains,” said Ann Lee.", "“Nobody ever cleaned the drains,” said Bo Ray."),
        (
            "Ray says that the river had flooded the cellar.",
            "According to Ann Lee: The river had flooded the cellar.",
        ),
        ("Kim Poe said that the dam would break.", None),  # what is missing is not ours to put in
    ],
)
def test_the_speaker_is_put_back(draft: str, right: str | None) -> None:
    given = Evidence("?", (), read(*NEWS), 1.0)
    checked = verify(Draft(draft), given, Uncalled(), 0.8)
    assert (checked.verdict, restored(checked)) == ("unsupported", right)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("It closed in May.", "It may have closed."),
        ("300 people came.", "Up to 300 people came."),
        ("He sold the horse.", "He allegedly sold the horse."),
        ("It opens in October.", "It opens no earlier than October."),
        ("The slope will move.", "The slope will move if it rains."),
    ],
)
def test_a_word_of_caution_is_missed(sentence: str, quote: str) -> None:
    assert hardened(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("It may close.", "It might close."),
        ("It closed in May.", "It closed in May."),
        ("About 300 people came.", "Nearly 300 people came."),
        ("It rained in Lund.", "It rained in Lund, and the mill may close."),
    ],
)
def test_caution_about_the_same_or_about_something_else_is_not_missed(sentence: str, quote: str) -> None:
    assert hardened(sentence, quote) is None
