"""The gate on ratios, the report's forms, and a whole run of the smallest size."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.baselines import LlamaServer, llama_index, verbatim
from eval.bench import command
from eval.bench.machine import machine
from eval.bench.speed import FULL, Plan, Report, ours, suite, theirs
from eval.bench.speed.plot import plot
from eval.bench.speed.ratios import RATIOS, Ratio, load_ratios, verdict
from eval.bench.speed.show import shown
from eval.bench.times import Measured
from index import Article, Library
from rag.errors import BylineError

TINY = Plan("tiny", 1, 1, 2, 1, (), passages=4, indexings=1, rival_indexings=0, added=1, pages=1)
FASTER = Ratio(("a", "we"), ("a", "they"), 0.5, "we do less")


def report(ours: float, theirs: float | None) -> Report:
    found = [Measured("a", "we", (ours,))]
    if theirs is not None:
        found.append(Measured("a", "they", (theirs,)))
    return Report({}, "made", 1, tuple(found), {"cold, we": {"import": 1.0, "other": 1.0}})


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        (1.0, 2.0, True),  # exactly what it may be
        (1.1, 2.0, False),
        (100.0, 200.0, True),  # a slower machine changes nothing
        (1.0, None, False),  # a gate that measures nothing does not pass
    ],
)
def test_the_gate_keeps_ratios_and_not_times(ours: float, theirs: float | None, kept: bool) -> None:
    lines, holds = verdict(report(ours, theirs), [FASTER])
    assert holds is kept
    assert len(lines) == 1


def test_the_shipped_ratios_can_be_read_and_name_each_pair_once() -> None:
    ratios = load_ratios()
    assert len({(ratio.what, ratio.to) for ratio in ratios}) == len(ratios) >= 5


@pytest.mark.parametrize(
    "text", ["", "[[ratio]]\nwhat = ['a', 'b']\n", RATIOS.read_text().replace("= 0.5", "= -1")]
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.toml").write_text(text)
    with pytest.raises(BylineError, match=r"expected tables as in ratios\.toml"):
        load_ratios(tmp_path / "r.toml")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.0123, "s", "12.3 ms"), (3.456, "s", "3.46 s"), (123.4, "s", "123 s"), (1480.2, "MB", "1480 MB")],
)
def test_figures_have_three_digits(value: float, unit: str, text: str) -> None:
    assert shown(value, unit) == text


def test_a_report_survives_json_and_is_drawn(tmp_path: Path) -> None:
    one = report(1.0, 2.0)
    assert Report.from_json(one.to_json()) == one
    plot(one, tmp_path / "a.svg")
    assert "a: they" in (tmp_path / "a.svg").read_text()


def test_the_machine_says_what_it_is() -> None:
    said = str(machine())
    assert "cores" in said
    assert "load" in said


@pytest.mark.slow
def test_the_command_measures_everything_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("eval.bench.speed.QUICK", TINY)
    monkeypatch.setattr(suite, "HELD", 1)
    assert main(["bench", "--quick", "--no-rivals", "--out", str(tmp_path)]) == 0
    found = json.loads((tmp_path / "speed.json").read_text())
    measured = {(one["what"], one["who"]): one for one in found["measured"]}
    assert {("cold start", "Byline"), ("warm query", "limit"), ("first load of the page", "Byline")} <= set(
        measured
    )
    assert all(value > 0 for one in measured.values() for value in one["values"])
    assert set(found["profiles"]) == {"cold, Byline", "warm, Byline"}
    assert found["machine"]["cores"] >= 1
    printed = capsys.readouterr().out
    assert "| warm query | limit |" in printed
    assert (tmp_path / "speed.svg").stat().st_size > 1000


@pytest.mark.slow
def test_rivals_are_timed_with_a_model_of_a_few_words(
    small_server: LlamaServer, shipped_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (llama_index, verbatim):
        monkeypatch.setattr(module, "MAX_TOKENS", 8)
    (article,) = shipped_library.articles()
    endpoint = replace(small_server.endpoint, context=8192)
    found = list(theirs.warm(FULL.rivals, shipped_library, article, [ours.QUESTION], endpoint))
    assert [one.who for one in found] == ["llama-index citation", "llama-index query", "verbatim-core"]
    assert all(one.median > 0 for one in found)
    assert theirs.index(tmp_path / "pipeline", [Article("The bridge is open.")]) > 0


def test_the_ratios_are_read_before_anything_is_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "tell", lambda line: pytest.fail("it has begun to measure"))
    assert main(["bench", "--gate", str(tmp_path / "none.toml")]) == 2
