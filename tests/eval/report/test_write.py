from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.report import write_report
from rag.errors import BylineError
from tests.eval.building import failure, run
from tests.eval.report.making import mixed, summed


def test_three_files_lie_in_the_folder(tmp_path: Path) -> None:
    made = run(*mixed())
    paths = write_report(tmp_path / "new" / "run", made, summed(made))
    assert [path.name for path in paths] == ["report.html", "report.md", "junit.xml"]
    assert paths[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert all(path.read_text(encoding="utf-8").endswith("\n") for path in paths)


def test_half_a_character_does_not_stop_the_report(tmp_path: Path) -> None:
    made = run(replace(failure(), error="\ud83e\x00 broke"))
    for path in write_report(tmp_path, made, summed(made)):
        assert "broke" in path.read_text(encoding="utf-8")


def test_they_are_written_anew(tmp_path: Path) -> None:
    made = run(*mixed())
    first = [path.read_bytes() for path in write_report(tmp_path, made, summed(made))]
    assert [path.read_bytes() for path in write_report(tmp_path, made, summed(made))] == first


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    made = run(*mixed())
    with pytest.raises(BylineError, match=r"cannot be written to .*file"):
        write_report(tmp_path / "file", made, summed(made))
