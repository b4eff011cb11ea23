"""What is its quote's own words, and what only looks so."""

from __future__ import annotations

import pytest

from index import Sentence
from rag.retrieve.evidence import EvidenceSentence
from rag.verify.verbatim import cuts_short, repeats


def quote(text: str, speaker: str | None = None) -> EvidenceSentence:
    return EvidenceSentence("a", "Title", 0, Sentence(text, 0, len(text), 0, None, speaker), 0.5, None)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The mill closed.", "The mill closed."),
        ("the  mill closed", "— The mill\nclosed!"),
        ('"The mill closed," it said.', "The mill closed, it said."),
        ("The mill was Ann's.", "The mill was Ann’s."),
        ("And how!", "And how!"),
        ("Bo Ray.", "The cup went to Bo Ray on Monday."),
        ("About 5%.", "Prices rose by about 5%, and fell again."),
        ("About 5 percent.", "Prices rose by about 5% again."),
        ("It is not so.", "It is not so."),
    ],
)
def test_the_quote_itself_and_a_run_of_it(text: str, held: str) -> None:
    assert repeats(text, quote(held))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("", "The mill closed."),
        ("...", "The mill closed."),
        ("The mill was closed.", "The mill closed."),
        ("Closed the mill.", "The mill closed."),
        ("The mill closed in May.", "The mill closed."),
        ("It closed.", "It closed?"),
        ("It costs $5.", "It costs €5."),
        ("It was 5 degrees.", "It was -5 degrees."),
        ("About 5.", "Prices rose by about 5% again."),
        ("5.", "It cost €5 then."),
    ],
)
def test_other_words_or_signs_are_not_the_quotes_own(text: str, held: str) -> None:
    assert not repeats(text, quote(held))


@pytest.mark.parametrize(
    "held",
    [
        "Ann denied that the mill closed.",
        "It is false that the mill closed.",
        "If the mill closed, it was in May.",
        "The mill closed, rumour has it.",
        "Nobody believes that the mill closed.",
        "It may be that the mill closed.",
        "It is possible that the mill closed.",
        "Reportedly the mill closed.",
    ],
)
def test_a_part_is_not_told_without_what_turns_it(held: str) -> None:
    assert not repeats("The mill closed.", quote(held))
    assert repeats(held, quote(held))
    assert cuts_short("The mill closed.", quote(held))
    assert not cuts_short(held, quote(held))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("According to Ann Lee: The mill closed in May.", True),
        ('According to Ann Lee: "The mill closed in May."', True),
        ("According to Ann Lee, the mill closed in May.", True),
        ("Lee: The mill closed in May.", True),
        ("Ann Lee: The mill closed.", True),
        ("The mill closed in May.", True),
        ("The mill closed.", False),
        ("Bo Ray: The mill closed in May.", False),
        ("According to Bo Ray: The mill closed in May.", False),
        ("According to Ann: The mill closed in May.", False),
        ("According to Ann Lee: The mill closed in June.", False),
    ],
)
def test_a_lead_names_the_speaker_and_a_part_needs_one(text: str, same: bool) -> None:
    assert repeats(text, quote("The mill closed in May.", "Ann Lee")) is same


def test_a_lead_may_name_whom_the_quote_gives_by_role() -> None:
    held = quote("According to the mayor, the mill closed.", "Ann Lee")
    assert repeats("According to Ann Lee, the mill closed.", held)
    assert not repeats("According to Ann Lee, the mill closed.", quote("The mill closed."))
