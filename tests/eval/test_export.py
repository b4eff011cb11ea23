from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.export import NO_ANSWER, ragas_rows, to_csv, to_ragas
from eval.metrics import MEASURES
from eval.records import Reply
from rag.errors import BylineError
from tests.eval.building import answer, asked, failure, question, unanswerable
from tests.eval.report.making import mixed, right

RAGAS_FIELDS = {"user_input", "response", "retrieved_contexts", "reference", "reference_contexts"}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_ragas_sample_holds_question_answer_contexts_and_gold(tmp_path: Path) -> None:
    to_ragas([right()], tmp_path / "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8")) == {
        "user_input": "Who sold the shop?",
        "response": "Ann sold the shop.",  # without its marker
        "retrieved_contexts": ["Ann sold the shop. Bo bought it for 300 euros."],
        "reference": "Ann sold the shop.",
        "reference_contexts": ["Ann sold the shop."],
    }


def test_every_question_is_a_line_of_the_same_fields(tmp_path: Path) -> None:
    to_ragas(mixed(), tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len(mixed())
    assert all(set(row) == RAGAS_FIELDS for row in rows[:-1])
    assert set(rows[-1]) == RAGAS_FIELDS - {"reference"}  # nobody has said what is right


def test_no_answer_and_failures_stay_in() -> None:
    shy, broken = ragas_rows([asked(unanswerable()), failure()])
    assert (shy.reference, shy.reference_contexts) == (NO_ANSWER, [])
    assert broken.response == ""


def test_a_follow_up_brings_what_was_said_before() -> None:
    one = asked(question(kind="follow_up", history=(("Who came?", "Ann."),), question="And then?"))
    assert ragas_rows([one])[0].user_input == "Q: Who came?\nA: Ann.\nQ: And then?"


def test_all_golds_are_the_reference_where_all_are_needed() -> None:
    quotes = ("Ann sold the shop.", "It rained.")
    assert ragas_rows([asked(question(quotes=quotes, any=False))])[0].reference == " ".join(quotes)
    assert ragas_rows([asked(question(quotes=quotes, any=True))])[0].reference == quotes[0]


def test_a_csv_row_has_every_measure_with_its_status(tmp_path: Path) -> None:
    to_csv(mixed(), tmp_path / "out.csv")
    rows = read_csv(tmp_path / "out.csv")
    assert [row["id"] for row in rows] == [one.question.id for one in mixed()]
    for one, row in zip(mixed(), rows, strict=True):
        for measure in MEASURES:
            score = measure.score(one)
            assert row[f"{measure.name} status"] == score.status
            assert row[measure.name] == ("" if score.value is None else str(score.value))


def test_abstained_failed_and_wrong_are_told_apart(tmp_path: Path) -> None:
    to_csv(mixed(), tmp_path / "out.csv")
    rows = {row["id"]: row for row in read_csv(tmp_path / "out.csv")}
    shy = rows["shy"]
    assert (shy["outcome"], shy["abstained"], shy["correct"]) == ("abstained", "true", "")
    assert (rows["wrong"]["outcome"], rows["wrong"]["correct"]) == ("wrong", "0.0")
    assert (rows["broken"]["outcome"], rows["broken"]["error"]) == ("failed", "it broke")
    assert rows["open"]["answerable"] == ""


def test_quotes_commas_and_newlines_come_back(tmp_path: Path) -> None:
    odd = 'She said, "no";\nthen\r\nleft, 🦒'
    to_csv([asked(question(question=odd))], tmp_path / "out.csv")
    assert read_csv(tmp_path / "out.csv")[0]["question"] == odd


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_starts_a_formula(tmp_path: Path, start: str) -> None:
    formula = f"{start}cmd|' /C calc'!A0"
    to_csv([asked(question(question=formula), replace(answer(), text=formula))], tmp_path / "out.csv")
    row = read_csv(tmp_path / "out.csv")[0]
    assert row["question"] == row["answer"] == f"'{formula}"


def test_half_a_character_does_not_stop_the_export(tmp_path: Path) -> None:
    to_csv([replace(failure(), error="\ud83e broke")], tmp_path / "out.csv")
    to_ragas([replace(asked(), reply=Reply(answer("\ud83e broke.")))], tmp_path / "out.jsonl")
    assert read_csv(tmp_path / "out.csv")[0]["error"] == "? broke"
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["response"] == "? broke."


def test_a_file_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(BylineError, match="cannot be written"):
        to_csv([], tmp_path / "file" / "out.csv")
