"""The records that a question gets: lossless as JSON, readable in a terminal."""

import json
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Answer, AnswerSentence, BylineError, Citation, ScoredPassage
from rag.answer import KINDS

TEXT = st.text(alphabet=string.printable + "é—«»“”🙂\u0301", max_size=40)
SCORE = st.floats(0, 1)
RANK = st.none() | st.integers(1, 50)
CITATIONS = st.builds(
    Citation,
    number=st.integers(1, 9),
    quote=TEXT,
    start=st.integers(0, 999),
    end=st.integers(0, 999),
    article_id=TEXT,
    title=TEXT,
    speaker=st.none() | TEXT,
    direct=st.booleans(),
    support=SCORE,
    page=st.none() | st.integers(1, 9),
    prefix=TEXT,
    suffix=TEXT,
    sha256=TEXT,
    role=st.none() | TEXT,
    form=st.sampled_from([None, "direct", "reported", "paraphrased"]),
    cue=st.none() | TEXT,
)
SENTENCES = st.builds(
    AnswerSentence,
    text=TEXT,
    citations=st.lists(st.integers(1, 9)).map(tuple),
    support=SCORE,
    verdict=st.sampled_from(["supported", "partial", "unsupported"]),
)
PASSAGES = st.builds(
    ScoredPassage,
    text=TEXT,
    start=st.integers(0, 999),
    end=st.integers(0, 999),
    article_id=TEXT,
    title=TEXT,
    heading=st.none() | TEXT,
    score=SCORE,
    dense_rank=RANK,
    lexical_rank=RANK,
)
ANSWERS = st.builds(
    Answer,
    question=TEXT,
    text=TEXT,
    abstained=st.booleans(),
    reason=st.none() | TEXT,
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    sentences=st.lists(SENTENCES, max_size=3).map(tuple),
    passages=st.lists(PASSAGES, max_size=3).map(tuple),
    confidence=SCORE,
    generator=TEXT,
    fallback=st.none() | TEXT,
    timings=st.dictionaries(st.sampled_from(["retrieve", "total"]), st.floats(0, 9)),
    kind=st.sampled_from(KINDS),
    suggestions=st.lists(TEXT, max_size=2).map(tuple),
    metadata=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    remark=st.none() | TEXT,
)
WHOLE = st.builds(
    lambda whole, parts: replace(whole, parts=tuple(parts)), ANSWERS, st.lists(ANSWERS, max_size=2)
)

EXAMPLE = Answer(
    question="Who is Ann Lee?",
    text="Ann Lee is a vet [1].",
    abstained=False,
    reason=None,
    citations=(Citation(1, "Ann Lee is a vet.", 10, 27, "abc", "Vets of Leeds", "Bo Ray", True, 1.0),),
    sentences=(AnswerSentence("Ann Lee is a vet.", (1,), 1.0, "supported"),),
    passages=(ScoredPassage("Ann Lee is a vet.", 10, 27, "abc", "Vets of Leeds", None, 0.9, 1, None),),
    confidence=0.9,
    generator="quote",
)


@given(WHOLE)
def test_an_answer_survives_the_way_through_json(answer: Answer) -> None:
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


def test_another_schema_is_refused() -> None:
    with pytest.raises(BylineError, match="schema 1 to 4, got 99"):
        Answer.from_dict({**EXAMPLE.to_dict(), "schema": 99})


def test_an_answer_of_the_first_schema_loads_with_defaults_for_what_it_lacks() -> None:
    new = {"kind", "parts", "suggestions", "metadata", "remark"}
    old = {key: value for key, value in EXAMPLE.to_dict().items() if key not in new} | {"schema": 1}
    old["citations"] = [
        {key: value for key, value in row.items() if key not in ("page", "prefix", "suffix", "sha256")}
        for row in old["citations"]
    ]
    assert Answer.from_dict(old) == EXAMPLE


def test_an_answer_of_the_second_schema_loads_without_its_articles_hash() -> None:
    old = EXAMPLE.to_dict() | {"schema": 2}
    del old["citations"][0]["sha256"]
    assert Answer.from_dict(old) == EXAMPLE


def test_an_answer_of_the_third_schema_loads_without_role_form_and_cue() -> None:
    old = EXAMPLE.to_dict() | {"schema": 3}
    for name in ("role", "form", "cue"):
        del old["citations"][0][name]
    assert Answer.from_dict(old) == EXAMPLE


def test_printing_shows_what_the_speaker_is() -> None:
    said = replace(EXAMPLE, citations=(replace(EXAMPLE.citations[0], role="a farrier"),))
    assert "[1] Vets of Leeds (Bo Ray, a farrier)" in str(said)


def test_a_missing_field_is_named() -> None:
    data = EXAMPLE.to_dict()
    del data["citations"]
    with pytest.raises(BylineError, match="citations"):
        Answer.from_dict(data)


def test_printing_breaks_long_lines() -> None:
    why = "The language model 'tiny' cannot be reached at its address. The answer is by quotes. " * 3
    shown = str(replace(EXAMPLE, text="Ann Lee is a vet. " * 20, asked="Who is Ann? " * 20, fallback=why))
    assert max(map(len, shown.splitlines())) <= 96
    assert " ".join(why.split()) in " ".join(shown.split())


def test_printing_shows_the_answer_and_its_numbered_sources() -> None:
    shown = str(EXAMPLE)
    assert shown.startswith("Ann Lee is a vet [1].")
    assert "[1] Vets of Leeds (Bo Ray)" in shown
    assert shown.rstrip().endswith("Ann Lee is a vet.")
