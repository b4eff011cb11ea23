"""When an answer opens with a few of its sentence's words; `[…]` marks the span that the reader gave."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, Sentence, Settings
from rag import Engine
from rag.retrieve.evidence import EvidenceSentence, ShortAnswer
from rag.verify.exact import problems
from rag.verify.verbatim import repeats
from rag.write.lead import LEAST_SCORE, lead

SURE = (1 + LEAST_SCORE) / 2
QUESTIONS = (
    "Who opened it?",
    "When did it open?",
    "Where was it?",
    "How many were there?",
    "What did it sell?",
    "Who said so?",
)
PARTS = [
    "Ann Lee",
    "the mill",
    "in 1908",
    ",",
    "and",
    '"bella"',
    "«Lisk»",
    "5 p.m.",
    "iron",
    "не",
    "ßen",
    "(x)",
    "\n",
]


def read(
    text: str, start: int, end: int, score: float = SURE, speaker: str | None = None
) -> EvidenceSentence:
    sentence = Sentence(text, 0, len(text), 0, None, speaker)
    return EvidenceSentence("a", "Title", 0, sentence, 0.9, None, ShortAnswer(start, end, score))


def marked(text: str, score: float = SURE, speaker: str | None = None) -> EvidenceSentence:
    start, end = text.index("["), text.index("]") - 1
    return read(re.sub(r"[\[\]]", "", text), start, end, score, speaker)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who opened the mill?", "The mayor, [Ann Lee], opened the mill in 1908.", "Ann Lee."),
        ("Who opened the mill?", "The mill was opened [by Ann Lee] in 1908.", "Ann Lee."),
        ("Who opened the mill?", "The mill was opened by Mayor Ann [Lee] in 1908.", "Mayor Ann Lee."),
        ("Who found it?", "It was found by [two fishermen] on the beach.", "Two fishermen."),
        ("When did it open?", "The mill was opened by Ann Lee in [1908], it seems.", "In 1908."),
        ("When did it open?", "The mill was opened by Ann Lee before [1908], it seems.", "Before 1908."),
        ("When does it sail?", "The old ferry to Lisk sails at [5 p.m].", "At 5 p.m."),
        ("Where is it?", "The old mill, near [Lisk], was sold by its owner.", "Near Lisk."),
        (
            "How many tonnes?",
            "She took more than [1,200 tonnes] of grain to Lisk.",
            "More than 1,200 tonnes.",
        ),
        ("How much was it?", "The mill on the hill cost $[3.5] million in 1908.", "$3.5 million."),
        ("Which club is he in?", "Bo Ray is an expert at the [Lisk Club].", "The Lisk Club."),
        ("What does it sell?", "The shop sells [eBikes] for tourists in the town.", "eBikes."),
        ("What was the ship called?", 'The ship was called "[bella]" by its crew.', '"bella".'),
        ("Which country paid?", "Half of it was paid for by the [U.S]. in spring.", "The U.S."),
    ],
)
def test_a_short_answer_leads(question: str, sentence: str, expected: str) -> None:
    assert lead(question, marked(sentence)) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Ann Lee open it?", "The mayor, [Ann Lee], opened the mill in 1908."),
        ("How many opened it?", "The mayor, [Ann Lee], opened the mill in 1908."),
        ("When was it opened?", "The mayor, [Ann Lee], opened the mill in 1908."),
        ("Who was fed?", "The grain was fed to [chickens] and geese all winter."),
        ("Who opened it?", "The mill was opened by [Ann Lee] and Bo Ray in 1908."),
        ("Who opened it?", "The mill was opened by Ann Lee and [Bo Ray] in 1908."),
        ("Who opened it?", "The mill was opened by [Ann Lee], Cy Fox and Bo Ray in 1908."),
        ("Who opened it?", "The mill was opened by [Ann] Lee on a fine day in 1908."),
        ("When was it open?", "The old mill was open between [1908] and 1912, it seems."),
        ("When did it burn?", "In [March] 1908 the old mill burnt down."),
        ("How long is the plan?", "A [two]-year plan was made for the mill."),
        ("Who owns it?", "These days the mill belongs to [his brother] in Lisk."),
        ("What was the ship called?", 'The ship was called "[bella] donna" by its crew.'),
        ("Who is the owner of the mill?", "As ever it was [the owner of the mill] who paid."),
        ("Who was hurt?", "Not [Ann Lee] but a guard was hurt in the fire."),
        ("Who owns it?", "It is a myth that [Ann Lee] owns the mill."),
        ("Who was hurt?", "It was no secret that [Ann Lee] was hurt."),
        ("Who came?", "[Ann Lee] came."),
        ("What was sold?", "They sold [an old mill on a hill with all its grain] in 1908."),
        ("Who opened the mill?", "The mill [, ] was opened."),
    ],
)
def test_what_would_mislead_or_read_badly_does_not(question: str, sentence: str) -> None:
    assert lead(question, marked(sentence)) is None


def test_a_statement_leads_to_nobody_but_who_said_it() -> None:
    owner = "The mill belongs to [Bo Ray], Ann Lee said on Monday."
    sayer = "The mill belongs to Bo Ray, [Ann Lee] said on Monday."
    assert lead("Who owns the mill?", marked(owner, speaker="Ann Lee")) is None
    assert lead("Who said that Bo Ray owns the mill?", marked(owner, speaker="Ann Lee")) is None
    assert lead("Who said that Bo Ray owns the mill?", marked(sayer, speaker="Ann Lee")) == "Ann Lee."


def test_an_unlikely_span_does_not_lead() -> None:
    text = "The mayor, [Ann Lee], opened the mill in 1908."
    assert lead("Who opened the mill?", marked(text, LEAST_SCORE)) == "Ann Lee."
    assert lead("Who opened the mill?", marked(text, LEAST_SCORE - 0.01)) is None


def test_no_span_no_lead() -> None:
    text = "Ann Lee opened the mill."
    bare = EvidenceSentence("a", "Title", 0, Sentence(text, 0, len(text), 0), 0.9, None)
    assert lead("Who opened the mill?", bare) is None


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=14), st.data())
def test_a_lead_is_a_slice_of_its_quote_and_passes_the_exact_checks(
    parts: list[str], data: st.DataObject
) -> None:
    text = f"Then {' '.join(parts)} came to the old harbour town again."
    start = data.draw(st.integers(0, len(text)))
    best = read(text, start, data.draw(st.integers(start, min(len(text), start + 40))))
    question = data.draw(st.sampled_from(QUESTIONS))
    shown = lead(question, best)
    if shown is None:
        return
    flat, body = " ".join(text.split()), shown.removesuffix(".")
    assert body in flat or body[0].lower() + body[1:] in flat
    assert problems(shown, (text,)) == ()
    assert repeats(shown, best)


def test_the_chain_answers_with_it_and_cites_the_whole_sentence(tmp_path: Path) -> None:
    engine = Engine(Settings(store=str(tmp_path / "store")))
    text = "The bakery on Mill Lane was opened by Nora Finch in 1931. It sells rye bread on Mondays."
    bakery = engine.library.add(Article(text, title="A bakery in Mill Lane"))
    answer = engine.query("Who opened the bakery?", articles=[bakery.id])
    assert answer.text == "Nora Finch [1]."
    assert [sentence.support for sentence in answer.sentences] == [1.0]
    assert [citation.quote for citation in answer.citations] == [text.split(". ")[0] + "."]
    for one in engine.evidence("Who opened the bakery?", [bakery.id]).sentences:
        assert one.short is not None
        assert 0 <= one.short.start < one.short.end <= len(one.sentence.text)
        assert 0 < one.short.score <= 1
