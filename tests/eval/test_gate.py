"""Floors and ceilings."""

from pathlib import Path

import pytest

from eval.gate import GATES, fallen, load_gates
from eval.summary import Summary, summarise
from rag.errors import BylineError
from tests.eval.building import answer, asked, question, run


def summary(*records) -> Summary:
    return summarise(run(*records), resamples=20)


def gates(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gates.toml"
    path.write_text(text)
    return path


HALF = summary(asked(question("q1")), asked(question("q2"), answer("It rained.", (47, 57))))


def test_what_fell_is_said_with_how_far() -> None:
    (one,) = fallen(HALF, {"correct": 0.6, "quote integrity": 1.0})
    assert str(one) == "correct: 0.500, expected 0.6 (off by 0.100)"
    assert fallen(HALF, {"correct": 0.5}) == ()


def test_lower_is_better_has_a_ceiling() -> None:
    assert fallen(HALF, {"seconds": 0.2}) == ()
    assert [one.name for one in fallen(HALF, {"seconds": 0.05})] == ["seconds"]


def test_what_is_not_measured_does_not_pass() -> None:
    (one,) = fallen(HALF, {"abstention recall": 0.1})
    assert str(one) == "abstention recall: not measured, expected 0.1"


def test_a_sets_own_table_comes_over_the_one_for_every_set(tmp_path: Path) -> None:
    path = gates(tmp_path, '[every]\n"quote integrity" = 1.0\ncorrect = 0.1\n[article]\ncorrect = 0.6\n')
    assert load_gates(path, ("eval/sets/article.jsonl",)) == {"quote integrity": 1.0, "correct": 0.6}
    assert load_gates(path, ("other.jsonl",)) == {"quote integrity": 1.0, "correct": 0.1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[every]\ncorect = 1\n", "corect.*correct"),
        ("correct = 1\n", r"expected tables such as \[every\]"),
        ('[every]\ncorrect = "high"\n', "expected a number"),
        ("[every]\ncorrect = nan\n", "expected a number"),
        ("[every]\nanswered = 0.5\n", "neither more nor less"),
        ("[every\n", "cannot be read"),
        ("[other]\ncorrect = 1\n", "holds no floor"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BylineError, match=message):
        load_gates(gates(tmp_path, text), ("set.jsonl",))


def test_the_shipped_file_asks_for_whole_quotes() -> None:
    assert load_gates(GATES, ("eval/sets/article.jsonl",))["quote integrity"] == 1.0
