"""Texts of our own, with what is asked about them."""

import json
from pathlib import Path

from eval.train.own import OWN, read_own
from eval.train.written import UNANSWERABLE

TEXT = ["Ann Reed sold the mill in May.", "Bo Lind paid 300 euros for it."]


def test_a_question_points_to_its_words(tmp_path: Path):
    asked = [
        {"question": "How much did Bo Lind pay?", "kind": "fact", "sentences": [1], "answer": "300 euros"},
        {"question": "How much did Ann Reed pay?", "kind": "bent", "sentences": [1]},
    ]
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"register": "local", "sentences": TEXT, "questions": asked}) + "\n")
    right, bent = read_own(path)
    assert right.span is not None
    assert TEXT[right.span.sentence][right.span.start : right.span.end] == "300 euros"
    assert (bent.gold, bent.anchor) == (frozenset(), 1)
    assert right.document is bent.document


def test_every_shipped_answer_is_a_slice_of_its_sentence():
    for line in OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for asked in row["questions"]:
            sentence = row["sentences"][asked["sentences"][0]]
            answer = asked.get("answer", "")
            assert answer in ("", "yes", "no") or answer in sentence, (asked, sentence)
            assert max(asked["sentences"]) < len(row["sentences"]), asked
            assert not (answer and asked["kind"] in UNANSWERABLE), asked


def test_a_text_holds_both_what_it_answers_and_what_it_does_not():
    sides: dict[str, set[bool]] = {}
    for item in read_own():
        sides.setdefault(item.document.name, set()).add(bool(item.gold))
    assert all(found == {True, False} for found in sides.values())
