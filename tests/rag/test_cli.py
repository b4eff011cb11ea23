"""`python -m rag` as a user types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag import Answer, Engine
from rag.__main__ import main


@pytest.fixture
def asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The command line over the engine that the other tests use."""
    monkeypatch.setattr("rag.__main__.Engine", lambda: engine)
    return engine


def test_a_question_prints_the_answer_and_its_sources(
    asked: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["Who is Andrei Kortunov?"]) == 0
    shown = capsys.readouterr().out
    assert "[1]." in shown
    assert "\n[1] NATO:" in shown


def test_json_is_the_whole_answer(asked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["Who is Andrei Kortunov?", "--json", "--k", "3"]) == 0
    answer = Answer.from_dict(json.loads(capsys.readouterr().out))
    assert not answer.abstained
    assert len(answer.passages) == 3


def test_an_abstention_is_not_an_error(asked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["What does Grushko earn?"]) == 0
    assert "The article does not say." in capsys.readouterr().out


def test_a_chat_ends_with_an_empty_line(
    asked: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["Who is Andrei Kortunov?", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    assert main([]) == 0
    assert "Valdai Club [1]." in capsys.readouterr().out


def test_an_answer_and_a_chat_are_written_to_files(
    asked: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    assert main(["Who is Andrei Kortunov?", "--export", "a.md", "--export", "a.json"]) == 0
    assert "Valdai Club[^1]." in Path("a.md").read_text("utf-8")
    lines = iter(["/export", "Who is Andrei Kortunov?", "/export a.xyz", "/export  b c.json ", "tl;dr", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    assert main(["--export", "whole.json"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("byline: /export FILE writes down what was asked before it (.md, ")
    assert told[1].startswith("byline: 'a.xyz' names no export format")
    assert told[2:] == ["wrote b c.json"]
    assert len(json.loads(Path("b c.json").read_text("utf-8"))["answers"]) == 1
    assert len(json.loads(Path("whole.json").read_text("utf-8"))["answers"]) == 2


def test_a_format_that_there_is_not_is_told_before_the_question_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rag.__main__.Engine", lambda: pytest.fail("an engine was made"))
    assert main(["Who?", "--export", "a.xyz"]) == 2
    assert "'a.xyz' names no export format" in capsys.readouterr().err


def test_an_unknown_article_is_one_line_and_exit_code_2(
    asked: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["Who?", "--article", "nope"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("byline: no article 'nope'")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("BYLINE_STOER", "x", "did you mean 'BYLINE_STORE'"),
        ("BYLINE_K", "many", "setting 'k'"),
        ("BYLINE_STORE", __file__, "is a file"),
    ],
)
def test_wrong_settings_are_one_line_and_exit_code_2(variable: str, value: str, message: str) -> None:
    done = run("-m", "rag", "Who?", **{variable: value})
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" in run("-m", "rag", "Who?", "--debug", **{variable: value}).stderr


def test_importing_rag_loads_no_model_and_makes_no_folder(tmp_path: Path) -> None:
    code = (
        "import sys, rag; heavy = {'torch', 'chromadb', 'llama_index', 'gradio', 'sentence_transformers', "
        "'onnxruntime'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = run("-c", code, HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "data"))
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        (["--help"], 0, "ask,index,eval,serve,verify,mcp,doctor"),
        ([], 2, "no command"),
        (["fly"], 2, "unknown command 'fly'"),
        (["ask", "--help"], 0, "usage: byline ask"),
        (["index", "--help"], 0, "usage: byline index"),
        (["eval", "--help"], 0, "usage: byline eval"),
        (["serve", "--help"], 0, "usage: byline serve"),
        (["mcp", "--help"], 0, "usage: byline mcp"),
        (["verify", "--help"], 0, "usage: byline verify"),
        (["doctor", "--help"], 0, "usage: byline doctor"),
        (["index", "show", "nope"], 2, "no article"),
    ],
)
def test_the_installed_command_leads_to_each_part(
    arguments: list[str], code: int, shown: str, tmp_path: Path
) -> None:
    byline = ["-c", "import sys; from rag.command import main; sys.exit(main())"]
    done = run(*byline, *arguments, BYLINE_STORE=str(tmp_path / "store"))
    assert done.returncode == code
    assert shown in done.stdout + done.stderr


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), **variables}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True)
