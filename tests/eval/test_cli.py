"""`python -m eval` from the outside, over a few questions of the shipped set."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.load import load_sets
from eval.runs import load_run

SETS = Path(__file__).parents[2] / "eval" / "sets"
KINDS = ("fact", "keyword", "unanswerable", "list")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two questions of each of four kinds."""
    folder = tmp_path_factory.mktemp("small")
    rows = [json.loads(line) for line in (SETS / "article.jsonl").read_text().splitlines()]
    chosen = [row for kind in KINDS for row in [r for r in rows if r["kind"] == kind][:2]]
    (folder / "small.jsonl").write_text("".join(json.dumps(row) + "\n" for row in chosen))
    return folder / "small.jsonl"


@pytest.fixture(scope="module")
def made(small: Path, _no_user_data: None) -> Path:
    """A run of that set, with two baselines beside it."""
    out = small.parent / "run"
    assert main(["run", str(small), "--out", str(out), "--baselines", "bm25,dense"]) == 0
    return out


def test_a_run_leaves_its_answers_manifest_and_reports(made: Path, small: Path) -> None:
    run = load_run(made)
    assert [asked.question for asked in run.asked] == list(load_sets([small]))
    assert run.manifest.system == "quote"
    assert all(asked.whole is not False for asked in run.asked)
    for name in ("report.html", "report.md", "junit.xml", "results.jsonl", "manifest.json"):
        assert (made / name).stat().st_size > 200
    assert load_run(made / "baselines" / "bm25").manifest.system == "bm25"


def test_it_goes_on_without_asking_again_and_starts_over_when_told(
    made: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, first = (made / "results.jsonl").read_bytes(), load_run(made)
    assert main(["run", str(small), "--out", str(made)]) == 0
    assert (made / "results.jsonl").read_bytes() == before
    assert main(["run", str(small), "--out", str(made), "--judge", "overlap"]) == 2
    assert "holds another run (its judge differ)" in capsys.readouterr().err
    assert main(["run", str(small), "--out", str(made), "--restart"]) == 0
    assert (made / "results.jsonl").read_bytes() != before, "seconds differ from run to run"
    for one, other in zip(first.asked, load_run(made).asked, strict=True):  # and nothing else does
        assert one.reply
        assert other.reply
        assert one.reply.answer.text == other.reply.answer.text
        assert one.reply.ranked == other.reply.ranked
        assert one.supports == other.supports


def test_runs_are_compared(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(made), str(made / "baselines" / "bm25")]) == 0
    out = capsys.readouterr().out
    assert "8 questions in both; a: quote, b: bm25" in out
    assert "abstention recall" in out


def test_the_report_is_made_anew_with_the_baselines(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (made / "report.html").unlink()
    assert main(["report", str(made)]) == 0
    assert (made / "report.html").exists()
    assert "bm25" in capsys.readouterr().out


@pytest.mark.slow
def test_baselines_of_other_questions_do_not_stand_beside(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = tmp_path / "small.jsonl"
    fewer.write_text("".join(small.read_text().splitlines(keepends=True)[:2]))
    out = str(tmp_path / "run")
    assert main(["run", str(small), "--out", out, "--baselines", "bm25"]) == 0
    assert main(["run", str(fewer), "--out", out, "--restart"]) == 0
    capsys.readouterr()
    assert main(["report", out]) == 0
    assert "left out, because asked other questions: 1 baseline" in capsys.readouterr().out


def test_a_run_is_judged_anew(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rejudge", str(made), "--judge", "overlap", "--out", str(tmp_path / "new")]) == 0
    old, new = load_run(made), load_run(tmp_path / "new")
    assert new.manifest.judge == "overlap"
    assert [one.reply for one in new.asked] == [one.reply for one in old.asked]
    assert main(["rejudge", str(made), "--judge", "overlap", "--out", str(made)]) == 2
    assert "holds a run already" in capsys.readouterr().err


@pytest.mark.parametrize("layout", ["csv", "ragas"])
def test_a_run_is_exported(made: Path, tmp_path: Path, layout: str) -> None:
    path = tmp_path / "out"
    assert main(["export", str(made), "--format", layout, "--out", str(path)]) == 0
    with path.open(newline="") as lines:
        rows = list(csv.DictReader(lines)) if layout == "csv" else [json.loads(line) for line in lines]
    assert len(rows) == 8


def test_a_gate_that_is_kept_and_one_that_is_not(
    made: Path, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, broken = tmp_path / "kept.toml", tmp_path / "broken.toml"
    kept.write_text('[every]\n"quote integrity" = 1.0\n[small]\n"recall@5" = 0.1\n')
    broken.write_text('[every]\n"quote integrity" = 1.0\n"abstention recall" = 1.01\n')
    again = ["run", str(small), "--out", str(made), "--gate"]  # of answers that are there
    assert main([*again, str(kept), "--against", str(made)]) == 0
    assert "gate: 2 floors kept" in capsys.readouterr().out
    assert main([*again, str(broken)]) == 1
    assert "gate: abstention recall:" in capsys.readouterr().out


def test_a_loss_against_a_kept_run_breaks_the_gate(
    made: Path, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kept run is the same, only quicker; its floor alone would be kept."""
    floors = tmp_path / "floors.toml"
    floors.write_text('[every]\n"seconds" = 100\n')
    kept = shutil.copytree(made, tmp_path / "kept")
    rows = [json.loads(line) for line in (kept / "results.jsonl").read_text().splitlines()]
    for row in rows:
        row["seconds"] = row["seconds"] / 1000
    (kept / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    again = ["run", str(small), "--out", str(made), "--gate", str(floors)]
    assert main([*again, "--against", str(kept)]) == 1
    assert "gate: seconds:" in (out := capsys.readouterr().out)
    assert "paired with the kept run" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run"], "required: SET"),
        (["run", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["run", "{set}", "--baselines", "bm52"], "did you mean 'bm25'"),
        (["run", "{set}", "--gate", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["run", "{set}", "--judge", "llm"], "--llm-base-url"),
        (["run", "{set}", "--against", "nowhere"], "add --gate"),
        (["run", "{set}", "--per-article", "0"], "--per-article"),
        (
            ["run", "{set}", "--local-llm", "--llm-base-url", "http://x/v1", "--llm-model", "m"],
            "its own server",
        ),
        (["run", "{set}", "--out", "{set}/run"], "cannot be made"),
        (["compare", "nowhere", "nowhere"], "holds no run"),
        (["report", "nowhere"], "holds no run"),
        (["judge", "nowhere.jsonl"], "nowhere.jsonl"),
        ([], "COMMAND"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: list[str], message: str, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([argument.replace("{set}", str(small)) for argument in arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


@pytest.mark.slow
def test_a_local_llm_writes_as_long_as_the_run(small: Path, tmp_path: Path, small_model: Path) -> None:
    fewer = tmp_path / "small.jsonl"
    fewer.write_text("".join(small.read_text().splitlines(keepends=True)[:1]))
    assert main(["run", str(fewer), "--out", str(tmp_path / "run"), "--local-llm"]) == 0
    run = load_run(tmp_path / "run")
    assert run.manifest.system.startswith("llm:SmolLM2")
    assert run.asked[0].answer
