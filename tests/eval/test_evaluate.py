"""`evaluate` with Byline itself, and with an outside system through the adapter that the docs show."""

from pathlib import Path

import pytest

from eval import Source, answer_from, evaluate, load_run
from eval.judge import OverlapJudge
from eval.load import load_sets
from index import Library
from rag import Answer, BylineError, Engine

SETS = Path(__file__).parents[2] / "eval" / "sets"
QUESTIONS = load_sets([SETS / "article.jsonl"])[:6]


def test_any_function_that_answers_is_measured(shipped_engine: Engine) -> None:
    run, summary = evaluate(shipped_engine.query, QUESTIONS, name="mine")
    assert [asked.question for asked in run.asked] == list(QUESTIONS)
    assert summary.system == "mine"
    assert summary.figure("quote integrity").value == 1.0
    assert 0 < (summary.figure("correct").value or 0) <= 1


def test_an_outside_system_is_measured_through_an_adapter(shipped_library: Library) -> None:
    (article,) = shipped_library.articles()
    place = article.text.index("Izvestia")

    def ask(question: str) -> Answer:
        text = "This was stated to Izvestia [1]. The moon is made of cheese [1]."
        said = Source(
            article.id, article.title, article.text[place - 20 : place + 40], place - 20, place + 40
        )
        return answer_from(question, text, [said])

    run, summary = evaluate(ask, QUESTIONS[:2], judge=OverlapJudge())
    assert summary.figure("quote integrity").value == 1.0
    assert summary.figure("faithfulness").value == 0.5
    assert [support.text for support in run.asked[0].supports][1] == "The moon is made of cheese."


def test_a_failing_function_is_counted_and_a_run_is_kept(tmp_path: Path) -> None:
    def ask(question: str) -> Answer:
        raise BylineError("no connection")

    run, summary = evaluate(ask, QUESTIONS[:3], out=tmp_path / "run")
    assert load_run(tmp_path / "run") == run
    assert [asked.error for asked in run.asked] == ["BylineError: no connection"] * 3
    assert summary.figure("correct").value == 0.0
    with pytest.raises(BylineError, match="holds a finished run"):
        evaluate(ask, QUESTIONS[:3], out=tmp_path / "run")
    assert evaluate(ask, QUESTIONS[:3], out=tmp_path / "run", restart=True)[1].questions == 3


def test_what_cannot_be_one_set_is_refused() -> None:
    def ask(question: str) -> Answer:
        return answer_from(question, "x")

    with pytest.raises(BylineError, match="no question"):
        evaluate(ask, [])
    with pytest.raises(BylineError, match="stands twice"):
        evaluate(ask, [QUESTIONS[0], QUESTIONS[0]])
    with pytest.raises(BylineError, match="no article is given for the questions' 'shipped'"):
        evaluate(ask, QUESTIONS, articles={})


def test_the_shipped_set_is_the_default_and_a_path_may_be_text(tmp_path: Path) -> None:
    with pytest.raises(BylineError, match="cannot be read"):
        evaluate(lambda question: answer_from(question, "x"), str(tmp_path / "none.jsonl"))
