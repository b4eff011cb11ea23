"""A file of the page's thumb-downs as a question set."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.feedback import is_feedback, reported
from eval.questions import Question, load
from rag import Answer, Citation, ScoredPassage
from rag.errors import BylineError
from rag.feedback import Feedback, append

CITED = Citation(1, "It opened.", 0, 10, "cited", "Bridge", None, False, 0.9)
NEAR = ScoredPassage("It opened.", 0, 10, "near", "Bridge", None, 0.5, 1, None)
ANSWER = Answer("When?", "It opened [1].", False, None, (CITED,), (), (NEAR,), 0.7, "quote")
REFUSED = replace(ANSWER, text="The article does not say.", abstained=True, reason="No.", citations=())
NOTHING = replace(REFUSED, passages=())
PRESS = Feedback("When?", (("Which bridge?", "The old one [1]."),), (), ANSWER, "2026-02-09T08:00:00+00:00")
BACK = replace(PRESS, withdrawn=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "feedback.jsonl"


def filled(file: Path, *rows: Feedback) -> Path:
    for row in rows:
        append(file, row)
    return file


def test_a_press_is_a_question_without_gold(file):
    (question,) = reported(filled(file, PRESS))
    assert question == Question(
        id=question.id,
        article="library#cited",
        question="When?",
        kind="reported",
        answerable=None,
        history=(("Which bridge?", "The old one [1]."),),
        rejected="It opened [1].",
    )
    assert question.quotes == ()


def test_a_question_set_may_hold_it(file, tmp_path):
    questions = reported(filled(file, PRESS))
    own = tmp_path / "set.jsonl"
    own.write_text("".join(f"{question.model_dump_json()}\n" for question in questions))
    assert load(own) == questions


def test_an_answer_held_for_right_is_its_own_gold(file):
    question, refused = reported(
        filled(file, replace(PRESS, verdict="right"), replace(PRESS, verdict="right", answer=REFUSED))
    )
    assert (question.kind, question.answerable, question.rejected) == ("reported", True, None)
    assert (question.quotes, question.any) == (("It opened.",), True)
    assert (refused.quotes, refused.answerable) == ((), False)


def test_who_changes_their_mind_is_heard_last(file):
    right = replace(PRESS, verdict="right")
    (question,) = reported(filled(file, PRESS, BACK, right))
    assert question.rejected is None
    assert question.quotes


def test_a_note_is_kept_and_is_no_press(file):
    note = replace(PRESS, note="It opened a year later.")
    (question,) = reported(filled(file, PRESS, note))
    assert question.note == "It opened a year later."
    assert reported(filled(file, BACK)) == ()


def test_lines_of_the_first_schema_still_load(file):
    old = {**PRESS.to_dict(), "schema": 1}
    del old["verdict"], old["note"]
    file.write_text(f"{json.dumps(old)}\n")
    (question,) = reported(file)
    assert question.rejected == "It opened [1]."
    assert question.note is None


@pytest.mark.parametrize(
    ("articles", "answer", "article"),
    [
        (("asked",), ANSWER, "asked"),
        (("asked",), NOTHING, "asked"),
        ((), ANSWER, "cited"),
        (("one", "cited"), ANSWER, "cited"),
        ((), REFUSED, "near"),
    ],
)
def test_the_article_is_the_one_asked_else_the_cited_else_the_nearest(file, articles, answer, article):
    (question,) = reported(filled(file, replace(PRESS, articles=articles, answer=answer)))
    assert question.article == f"library#{article}"


def test_the_id_depends_on_what_was_asked_and_answered_and_on_nothing_else(file):
    same = replace(PRESS, at="2027-01-01", answer=replace(ANSWER, confidence=0.1, timings={"total": 9.0}))
    others = [
        replace(PRESS, question="Where?"),
        replace(PRESS, history=()),
        replace(PRESS, articles=("asked",)),
        replace(PRESS, answer=REFUSED),
    ]
    ids = [question.id for question in reported(filled(file, PRESS, same, *others))]
    assert len(ids) == len(set(ids)) == 5
    assert ids[0] == "reported-28c638c8fd7cd1b4"  # or runs of different versions could not be compared


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ((PRESS, BACK), 0),
        ((PRESS, BACK, PRESS), 1),
        ((PRESS, PRESS, BACK), 1),
        ((PRESS, PRESS, BACK, BACK), 0),
        ((PRESS, replace(PRESS, question="Where?", withdrawn=True)), 1),
        ((), 0),
    ],
)
def test_each_press_can_be_taken_back_once(file, rows, left):
    file.touch()
    assert len(reported(filled(file, *rows))) == left


def changed(**changes) -> str:
    return json.dumps({**PRESS.to_dict(), **changes})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[1]", "expected an object"),
        (changed(schema=3), "expected feedback of schema 1 to 2, got 3"),
        (changed(schema=None), "got None"),
        (changed(mood="cross"), "mood: unexpected"),
        (changed(question=7), "question: input should be a valid string"),
        (changed(withdrawn="yes"), "withdrawn: input should be a valid boolean"),
        (changed(history=[["one"]]), "history.0.1: field required"),
        (changed(answer=None), "expected the fields of an answer"),
        (changed(answer={**ANSWER.to_dict(), "mood": "cross"}), "not the fields of an answer: .*mood"),
        (changed(answer={**ANSWER.to_dict(), "text": 7}), "answer.text: input should be"),
        (changed(answer=NOTHING.to_dict()), "names no article"),
    ],
)
def test_what_is_not_feedback_is_refused_with_its_line(file, line, message):
    filled(file, PRESS)
    file.write_text(f"{file.read_text()}\n{line}\n")
    with pytest.raises(BylineError, match=f"feedback.jsonl:3: .*{message}"):
        reported(file)


def test_a_line_separator_inside_a_question_ends_no_line(file):
    odd = replace(PRESS, question="When\u2028\u0085did it\x0bopen?\r\n")
    (question,) = reported(filled(file, odd))
    assert question.question == odd.question


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(BylineError, match="cannot be read"):
        reported(tmp_path / "missing.jsonl")


def test_feedback_is_told_from_question_sets(file, tmp_path):
    assert is_feedback(filled(file, PRESS))
    file.write_text(f"\n{changed(schema=3)}\n")
    assert is_feedback(file)  # then `reported` says what is wrong with it
    own = Path(__file__).parents[2] / "eval" / "sets" / "article.jsonl"
    assert not is_feedback(own)
    for text in ("", "\n", "{", "[]", '"schema answer"', "1"):
        file.write_text(text)
        assert not is_feedback(file)
    file.write_bytes(b"\xff\xfe")
    assert not is_feedback(file)
    assert not is_feedback(tmp_path / "missing.jsonl")
