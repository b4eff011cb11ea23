"""A run's folder: saved, reloaded, cut off and resumed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval.manifest import manifest
from eval.records import Asked
from eval.runs import MANIFEST, RESULTS, Journal, load_run, restart
from index import Article, Settings
from rag.errors import BylineError
from rag.nets.processor import processor
from tests.eval.building import ARTICLE, Named, about, abstention, asked, failure, question, unanswerable

ROOT = Path(__file__).parents[2]


RECORDS = (asked(question("q1")), asked(unanswerable("q2"), abstention()), failure(question("q3")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    journal = Journal(tmp_path / "run", about(RECORDS))
    for record in RECORDS:
        journal.add(record)
    return tmp_path / "run"


@pytest.mark.parametrize("record", RECORDS, ids=["answered", "abstained", "failed"])
def test_a_record_survives_json(record: Asked) -> None:
    assert Asked.from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_a_run_is_read_as_it_was_written(folder: Path) -> None:
    run = load_run(folder)
    assert run.asked == RECORDS
    assert run.manifest == about(RECORDS)
    assert run.complete


def test_a_line_holds_scores_for_other_readers(folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / RESULTS).read_text().splitlines()]
    assert [row["scores"]["correct"] for row in rows] == [
        {"value": 1.0, "status": "scored"},
        {"value": 1.0, "status": "scored"},
        {"value": None, "status": "failed"},
    ]


@pytest.mark.parametrize("keep", [1, 40, -2])
def test_a_line_that_was_cut_off_is_asked_again(folder: Path, keep: int) -> None:
    lines = (folder / RESULTS).read_bytes().splitlines(keepends=True)
    (folder / RESULTS).write_bytes(b"".join(lines[:2]) + lines[2][:keep])
    assert load_run(folder).asked == RECORDS[:2]
    journal = Journal(folder, about(RECORDS, started="later"))
    assert journal.done == RECORDS[:2]
    journal.add(RECORDS[2])
    assert load_run(folder).asked == RECORDS


def test_damage_elsewhere_is_named(folder: Path) -> None:
    lines = (folder / RESULTS).read_text().splitlines(keepends=True)
    (folder / RESULTS).write_text("".join([lines[0], '{"question": 5}\n', lines[2]]))
    with pytest.raises(BylineError, match=r"results\.jsonl:2 is no line of a run"):
        load_run(folder)


def test_another_run_is_not_mixed_in(folder: Path) -> None:
    with pytest.raises(BylineError, match=r"holds another run \(its judge, seed differ\).*--restart"):
        Journal(folder, about(RECORDS, judge="overlap", seed=3))
    (folder / "report.html").write_text("kept")
    restart(folder)
    assert Journal(folder, about(RECORDS, judge="overlap")).done == ()
    assert (folder / "report.html").read_text() == "kept"


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BylineError, match="holds no run"):
        load_run(tmp_path)
    (tmp_path / MANIFEST).write_text("{}")
    with pytest.raises(BylineError, match="is no manifest"):
        load_run(tmp_path)


def test_the_manifest_says_what_answers_depend_on_and_no_secret() -> None:
    settings = Settings(llm_api_key="sk-secret", auth="me:word", k=5)
    system, judge, articles = Named("quote"), Named("verifier"), {"a": ARTICLE}
    made = manifest(system, judge, ["s.jsonl"], [question()], articles, settings)
    assert made.settings["k"] == "5"
    assert "secret" not in made.model_dump_json()
    assert "me:word" not in made.model_dump_json()
    assert made.packages["chromadb"]
    assert made.processor == processor()
    reader = (ROOT / "rag" / "weights" / "reader" / "model.onnx").read_bytes()
    assert made.models["reader"] == hashlib.sha256(reader).hexdigest()
    other = manifest(system, judge, ["t.jsonl"], [question("q9")], articles, Settings())
    assert made.differences(other) == ("questions", "settings")
    elsewhere = manifest(system, judge, ["s.jsonl"], [question()], {"a": Article("Other text.")}, settings)
    assert made.differences(elsewhere) == ("articles",)


def test_where_a_run_comes_from_does_not_keep_it_from_going_on(folder: Path) -> None:
    moved = about(
        RECORDS, commit="another", sets=("/elsewhere/set.jsonl",), machine="other", processor="other: VNNI"
    )
    assert Journal(folder, moved).done == RECORDS


def test_a_question_that_was_asked_again_counts_once(folder: Path) -> None:
    mended = asked(question("q3"))
    Journal(folder, about(RECORDS)).add(mended)
    assert load_run(folder).asked == (*RECORDS[:2], mended)
    assert load_run(folder).complete


def test_a_folder_that_cannot_be_made_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BylineError, match="cannot be made"):
        Journal(tmp_path / "file" / "run", about())


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_with_nothing_lost_or_doubled(tmp_path: Path) -> None:
    """The real command, killed with SIGKILL in the middle, three times."""
    out, wanted = tmp_path / "run", 14
    lines = (ROOT / "eval" / "sets" / "article.jsonl").read_text().splitlines()[:wanted]
    (tmp_path / "set.jsonl").write_text("\n".join(lines))
    command = [sys.executable, "-m", "eval", "run", "set.jsonl", "--out", "run"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for stop in (2, 6, 9):
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while _lines(out) < stop and process.poll() is None:
            assert time.monotonic() < deadline, "no answers after two minutes"
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert stop <= _lines(out) <= wanted
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    run = load_run(out)
    assert [one.question.id for one in run.asked] == [json.loads(line)["id"] for line in lines]
    assert sum(1 for _ in (out / RESULTS).open()) == wanted
    assert (out / "report.html").exists()


def _lines(folder: Path) -> int:
    try:
        return (folder / RESULTS).read_bytes().count(b"\n")
    except OSError:
        return 0
