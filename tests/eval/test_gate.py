"""Floors and ceilings."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.baselines.sentences import LexicalOnly
from eval.compare import compare
from eval.corpus import stock
from eval.gate import GATES, Fallen, fallen, load_gates, unsure
from eval.judge import default_judge
from eval.load import load_sets
from eval.records import Judgement, SentenceSupport
from eval.run import run as ask_all
from eval.runs import Run
from eval.summary import Summary, summarise
from eval.system import Byline, System
from index import Library
from rag import Engine
from rag.errors import BylineError
from rag.retrieve.reader import Reader, Reading
from tests.eval.building import about, answer, asked, question, run

ROOT = Path(__file__).parents[2]
SET = Path("eval/sets/article.jsonl")
NO = Judgement(0.0, "unsupported")
UNSUPPORTED = SentenceSupport("It rained.", (1,), NO, (NO,), (NO,), NO)


def summary(*records) -> Summary:
    return summarise(run(*records), resamples=200)


def some_right(right: int, of: int = 100) -> Run:
    """The first questions answered well, the others with another sentence."""
    wrong = answer("It rained.", (47, 57))
    return run(*(asked(question(f"q{n:03}"), answer() if n < right else wrong) for n in range(of)))


def gates(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gates.toml"
    path.write_text(text)
    return path


def fell(found: tuple[Fallen, ...]) -> list[str]:
    return [one.name for one in found]


def test_a_figure_falls_where_its_whole_interval_is_beyond_the_floor() -> None:
    """Wald's interval of 50 of 100 is 0.5 +- 0.098: 0.6 is outside, 0.55 is not."""
    half = summarise(some_right(50))
    (one,) = fallen(half, {"correct": 0.65, "quote integrity": 1.0})
    assert re.fullmatch(
        r"correct: 0\.500, expected 0\.65 \(off by 0\.150; its interval ends at 0\.(59|60)\d\)", str(one)
    )
    assert unsure(half, {"correct": 0.65}) == ()
    assert fallen(half, {"correct": 0.55}) == fallen(half, {"correct": 0.5}) == ()
    (line,) = unsure(half, {"correct": 0.55, "quote integrity": 1.0})
    assert line.startswith("correct: 0.500 instead of 0.55 may be chance (0.4")
    assert unsure(half, {"correct": 0.5}) == ()


def test_lower_is_better_has_a_ceiling() -> None:
    slow = summary(*(asked(question(f"q{n}"), seconds=0.5 + n / 100) for n in range(20)))
    assert fallen(slow, {"seconds": 0.58}) == ()
    assert unsure(slow, {"seconds": 0.58}) != ()
    assert unsure(slow, {"seconds": 0.7}) == ()
    assert fell(fallen(slow, {"seconds": 0.3})) == ["seconds"]


@pytest.mark.parametrize(("measure", "best"), [("correct", 1.0), ("unsupported", 0.0)])
def test_one_question_breaks_what_must_hold_for_all(measure: str, best: float) -> None:
    """Its interval reaches the bound, which would excuse any other floor."""
    bad = asked(question("q0"), answer("It rained.", (47, 57)), supports=(UNSUPPORTED,))
    good = [asked(question(f"q{n}")) for n in range(1, 60)]
    assert fallen(summary(*good), {measure: best}) == ()
    (one,) = fallen(summary(bad, *good), {measure: best})
    assert one.why == "no question may miss it"
    loosened = best - 0.001 if best else 0.001
    assert fallen(summary(bad, *good), {measure: loosened}) == ()


def test_without_an_interval_the_figure_itself_counts() -> None:
    one = summary(asked(question("q1"), answer("It rained.", (47, 57))))
    assert one.figure("correct").interval is None
    assert fell(fallen(one, {"correct": 0.1})) == ["correct"]


def test_a_paired_loss_falls_that_the_interval_alone_would_excuse() -> None:
    before, after = some_right(75), some_right(67)
    floors = {"correct": 0.75}
    assert fallen(summarise(after), floors) == ()
    (one,) = fallen(summarise(after), floors, compare(before, after))
    assert str(one).startswith("correct: 0.670, expected 0.75 (off by 0.080; paired with the kept run -0.1")
    assert fallen(summarise(before), floors, compare(after, before)) == ()
    assert fallen(summarise(after), {"quote integrity": 1.0}, compare(before, after)) == ()


def test_what_is_not_measured_does_not_pass() -> None:
    (one,) = fallen(summarise(some_right(50)), {"abstention recall": 0.1})
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


class Shuffled(Reader):
    """The shipped reader with its scores of a passage's sentences in a random order."""

    def read(self, question: str, passages: Sequence[Sequence[str]]) -> tuple[Reading, ...]:
        return tuple(
            replace(
                reading, sentences=tuple(random.Random(n).sample(reading.sentences, len(reading.sentences)))
            )
            for n, reading in enumerate(super().read(question, passages))
        )


def of_the_article(system: System, library: Library, per_article: int | None = None) -> Summary:
    questions = load_sets([ROOT / SET], per_article)
    articles = stock(library, questions, None)
    judge = default_judge(library.embedder)
    return summarise(ask_all(system, questions, articles, judge, about()))


def test_a_system_that_only_searches_falls(shipped_library: Library) -> None:
    worse = of_the_article(LexicalOnly(shipped_library), shipped_library)
    assert {"correct", "recall@1", "abstention F1"} <= set(
        fell(fallen(worse, load_gates(GATES, (str(SET),))))
    )


@pytest.mark.slow
def test_a_reader_that_was_made_worse_falls_and_the_shipped_one_does_not(
    shipped_library: Library, shipped_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = load_gates(GATES, (str(SET),))
    assert fallen(of_the_article(Byline(shipped_engine), shipped_library, 80), floors) == ()
    monkeypatch.setattr("rag.engine.Reader", Shuffled)
    worse = of_the_article(Byline(Engine(library=shipped_library)), shipped_library, 80)
    assert {"correct", "recall@1"} <= set(fell(fallen(worse, floors)))
