"""What contradicts, and what only looks like it; the reports are invented."""

import pytest

from rag.verify.clash import clash
from rag.verify.telling import Telling

FERRY = "Nineteen people died when the Selby ferry sank on Monday."


def telling(text: str, answer: str, day: str | None = "2026-03-10", speaker: str | None = None) -> Telling:
    assert answer in text
    return Telling(text, answer, speaker, day, text)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many people died?",
            (FERRY, "Nineteen people"),
            (FERRY.replace("Nineteen", "Twelve"), "Twelve people"),
        ),
        (
            "Who won the Selby cup?",
            ("Ann Lee won the Selby cup on Sunday.", "Ann Lee"),
            ("The Selby cup was won by Bo Tarn, a pupil.", "Bo Tarn"),
        ),
        (
            "When was the mill founded?",
            ("The mill of Dorrick was founded in 1961.", "1961"),
            ("Founded in 1934, the mill of Dorrick closes.", "1934"),
        ),
        (
            "Was a guard hurt?",
            ("A guard was hurt in the fire at the depot on Sunday.", ""),
            ("No guard was hurt in the fire at the depot on Sunday.", ""),
        ),
    ],
)
def test_what_contradicts(question: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    assert clash(question, telling(*one), telling(*other))
    assert clash(question, telling(*other), telling(*one)), "in either order"
    assert not clash(question, telling(*one), telling(*one)), "nothing contradicts itself"


FIRE = "The fire burned 3,000 hectares of forest near Selby."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            telling("At least four people died in the fire.", "four"),
            telling("Nine people died in the fire.", "Nine"),
        ),
        (
            telling(FIRE, "3,000 hectares"),
            telling(FIRE.replace("3,000 hectares", "30 square km"), "30 square km"),
        ),
        (telling("About 400 people died.", "400 people"), telling("410 people died.", "410 people")),
        (telling("400 people died.", "400 people"), telling("412 people died.", "412 people")),
        (telling(FERRY, "Nineteen"), telling(FERRY.replace("Nineteen", "Twelve"), "Twelve", "2026-03-20")),
        (telling(FERRY, "Nineteen"), telling(FERRY.replace("Nineteen", "Thirty"), "Thirty", "2026-03-11")),
        (
            telling(FERRY, "Nineteen"),
            telling(FERRY.replace("Nineteen", "Twelve").replace("Selby", "Marlby"), "Twelve"),
        ),
        (
            telling(FERRY, "Nineteen"),
            telling("Nine children died when the Selby ferry sank.", "Nine children"),
        ),
        (
            telling(FERRY, "Nineteen"),
            telling("Twelve people may have died when the Selby ferry sank.", "Twelve"),
        ),
        (
            telling(FERRY, "Nineteen", speaker="the coastguard"),
            telling(FERRY.replace("Nineteen", "Twelve"), "Twelve", speaker="a survivor"),
        ),
    ],
    ids=[
        "bound",
        "units",
        "about",
        "rounded",
        "days later",
        "grown",
        "place",
        "part",
        "ahead",
        "two sources",
    ],
)
def test_what_only_looks_like_it(one: Telling, other: Telling) -> None:
    question = "How much forest burned?" if "hectares" in one.text else "How many people died?"
    assert not clash(question, one, other)
    assert not clash(question, other, one)


def test_what_an_article_knows_as_well_does_not_contradict_it() -> None:
    part = Telling(
        "Askett cuts 320 jobs in Dorrick.", "320 jobs", None, None, "Askett cuts 320 jobs in Dorrick."
    )
    text = "Askett cuts 900 jobs in Dorrick."
    whole = Telling(text, "900 jobs", None, None, f"{text} The mill loses 320 jobs.")
    assert not clash("How many jobs does Askett cut?", part, whole)
    assert clash("How many jobs does Askett cut?", part, Telling(text, "900 jobs", None, None, text))
