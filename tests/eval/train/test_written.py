"""Our own questions: numbers of sentences in, items over other people's texts out."""

import hashlib
import json
from pathlib import Path

import pytest

from eval.questions import resolve
from eval.train.written import SET, held_out_questions, read_statements, read_written
from rag.errors import BylineError

from .conftest import SENTENCES

ROW = {
    "article": "realtimeqa/20260101_gcs.jsonl#https://elm.example/1",
    "count": 3,
    "sha256": hashlib.sha256("\n".join(SENTENCES).encode()).hexdigest()[:16],
    "questions": [
        {
            "question": "How long will mending it last?",
            "kind": "paraphrase",
            "sentences": [1],
            "answer": "three months",
        },
        {"question": "Is the port shut?", "kind": "yes_no", "sentences": [0], "answer": "yes"},
        {"question": "How old is Ann Reed?", "kind": "near", "sentences": [1]},
    ],
    "statements": [{"statement": "The repair will take a year.", "label": "U", "sentences": [1]}],
}


def written(folder: Path, **changes: object) -> Path:
    path = folder / "written.jsonl"
    path.write_text(json.dumps(ROW | changes) + "\n")
    return path


def test_an_answer_is_found_in_its_sentence(data: Path):
    long, shut, old = read_written(data, written(data))
    assert long.document.sentences == SENTENCES  # without the invitation to sign up
    assert long.span is not None
    assert SENTENCES[1][long.span.start : long.span.end] == "three months"
    assert (shut.gold, shut.span) == ({0}, None)
    assert (old.gold, old.anchor) == (frozenset(), 1)


def test_statements_name_the_sentences_they_are_checked_against(data: Path):
    (one,) = read_statements(data, written(data))
    assert (one.text, one.label, one.sentences) == ("The repair will take a year.", "U", (1,))


def test_a_text_that_is_split_otherwise_is_refused(data: Path):
    with pytest.raises(BylineError, match=r"has 3 sentences of digest .* written about 3 of 0000"):
        list(read_written(data, written(data, sha256="0000")))


def test_held_out_questions_resolve_in_their_article(data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("eval.train.written.held_out", lambda name, percent: "dev")
    asked = list(held_out_questions(data, written(data)))
    assert [question.kind for question, _ in asked] == ["paraphrase", "yes_no", "unanswerable"]
    for question, article in asked:
        for gold in resolve(question, article):
            assert any(article.text[a:b] == gold.quote for a, b in gold.places)


def test_the_set_is_whole():
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    kinds = {q["kind"] for row in rows for q in row["questions"]}
    labels = {s["label"] for row in rows for s in row["statements"]}
    answered = {"fact", "paraphrase", "why", "list", "said", "yes_no", "keyword", "multi"}
    assert kinds == answered | {"gist", "wrapped"} | {"near", "false", "off", "command"}
    assert labels == {"S", "P", "U"}
    assert len({row["article"] for row in rows}) == len(rows)
    for row in rows:
        for one in row["questions"] + row["statements"]:
            assert one["sentences"]
            assert all(0 <= number < row["count"] for number in one["sentences"])


def test_the_set_holds_nothing_of_the_shipped_article_and_none_of_the_calibration_set():
    dev = Path(__file__).parents[3] / "eval" / "sets" / "news-dev.jsonl"
    asked = {json.loads(line)["article"].partition("#")[2] for line in dev.read_text().splitlines()}
    ours = {json.loads(line)["article"].partition("#")[2] for line in SET.read_text().splitlines()}
    assert asked
    assert not asked & ours
