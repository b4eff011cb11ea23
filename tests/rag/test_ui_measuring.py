"""The evaluation's page without a browser: which sets may be run, by whom, and what is shown of a run."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.compare import compare
from eval.report.numbers import shown
from eval.runs import Journal
from eval.summary import summarise
from index import Settings
from rag.errors import BylineError
from rag.ui.measuring import run, sets
from rag.ui.measuring.changes import render_changes
from rag.ui.measuring.failing import link, render_failing
from rag.ui.measuring.figures import render_figures
from rag.ui.measuring.handlers import Measuring, may_run
from rag.ui.measuring.kept import folder_of, kept, runs_folder
from rag.ui.measuring.progress import render_progress
from rag.ui.measuring.run import Runner, State
from tests.eval.building import abstention, answer, asked, failure, question, unanswerable
from tests.eval.building import run as made_of

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"))


def line(**changes) -> str:
    fields = {"id": "q1", "article": "shipped", "question": "Who?", "kind": "fact", "answerable": None}
    return json.dumps({**fields, **changes})


def test_the_shipped_sets_are_offered_with_their_sizes(settings: Settings):
    found = {one.path.name: one.count for one in sets.known(settings)}
    assert found == {"article.jsonl": 218, "reports.jsonl": 483}


def test_without_eval_nothing_is_offered(settings: Settings, monkeypatch):
    monkeypatch.setattr(sets, "find_spec", lambda name: None)
    assert sets.folder() is None
    assert sets.known(settings) == ()
    monkeypatch.setattr(run, "find_spec", lambda name: None)
    with pytest.raises(BylineError, match="eval is not installed"):
        Runner(settings).start(Path("a.jsonl"), Path("out"), "A set")


def test_an_uploaded_set_is_kept(tmp_path: Path):
    text = "\n".join([line(), line(id="q2", article="library#a1")])
    found = sets.taken(text, "mine.jsonl", tmp_path / "run" / "set.jsonl", {"a1"})
    assert (found.count, found.path.read_text()) == (2, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not json", "mine.jsonl:1: line: Invalid JSON"),
        ("", "no question in mine.jsonl"),
        (line(article="/etc/hosts.txt"), "is about '/etc/hosts.txt'"),
        (line(article="../../secret.txt"), "expected 'shipped', or 'library#ID'"),
        (line(article="library#somebody-elses"), "is about 'library#somebody-elses'"),
        (line(article="a1"), "is about 'a1'"),
        (line(article="squad.json#Title"), "is about 'squad.json#Title'"),
        ("x" * (sets.MAX_CHARS + 1), "expected 2,000,000 at most"),
    ],
)
def test_an_uploaded_set_is_refused_and_reads_no_file(tmp_path: Path, text: str, why: str):
    at = tmp_path / "run" / "set.jsonl"
    with pytest.raises(BylineError) as caught:
        sets.taken(text, "mine.jsonl", at, {"a1"})
    assert why in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert not at.parent.exists()


@pytest.mark.parametrize(
    ("username", "host", "headers", "may"),
    [
        (None, "127.0.0.1", {}, True),
        (None, "::1", {"Host": "[::1]:7860", "Origin": "http://[::1]:7860"}, True),
        (None, "127.0.0.1", {"Host": "localhost:7860", "Origin": "http://localhost:7860"}, True),
        (None, "10.0.0.7", {}, False),
        ("ada", "10.0.0.7", {}, True),
        (None, "testclient.example", {}, False),
        (None, "127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, False),
        (None, "127.0.0.1", {"Host": "news.example"}, False),
        (None, "127.0.0.1", {"Host": "127.0.0.1:7860", "Origin": "https://news.example"}, False),
        (None, "127.0.0.1", {"Host": "["}, False),
        (None, "127.0.0.1", {"Host": "127.news.example"}, False),
    ],
)
def test_a_run_is_for_who_is_signed_in_or_local(username, host, headers, may):
    assert may_run(asking(username, host, headers)) is may


def asking(username: str | None, host: str, headers: dict[str, str]) -> SimpleNamespace:
    """A request as Gradio gives it."""
    return SimpleNamespace(username=username, client=SimpleNamespace(host=host), headers=headers)


def test_a_request_from_nowhere_may_run_nothing():
    assert not may_run(SimpleNamespace(username=None, client=None, headers={}))


def test_how_a_run_stands_is_told_to_those_who_may_run_it(settings: Settings, monkeypatch, tmp_path):
    Command(monkeypatch, tmp_path, "import sys; print('no /srv/room', file=sys.stderr); sys.exit(2)")
    does = Measuring(SimpleNamespace(library=None, settings=settings))
    does._runner.start(Path("a.jsonl"), tmp_path / "out", "Ada's own set")
    until(does._runner, "failed")
    assert "/srv/room" in does.tick(asking(None, "127.0.0.1", {}))[0]
    assert does.tick(asking(None, "10.0.0.7", {}))[0] == ""


class Command:
    """`python -m eval` as a small program of our own."""

    def __init__(self, monkeypatch, folder: Path, code: str) -> None:
        package = folder / "home" / "eval"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(code)
        spec = SimpleNamespace(origin=str(package / "__init__.py"))
        monkeypatch.setattr(run, "find_spec", lambda name: spec)


WRITES = """
import json, os, pathlib, sys, time
out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
(out / "manifest.json").write_text(json.dumps({"count": 3, "k": os.environ["BYLINE_K"], "all": sys.argv}))
with (out / "results.jsonl").open("w") as lines:
    for place in range(3):
        lines.write("{}\\n")
        lines.flush()
        time.sleep(WAIT)
"""


def until(runner: Runner, *stages: str) -> State:
    for _ in range(1200):
        state = runner.state()
        if state.stage in stages:
            return state
        time.sleep(0.05)
    raise AssertionError(f"it stays {runner.state()}")


def test_a_run_is_another_process_with_the_pages_settings(settings, monkeypatch, tmp_path):
    Command(monkeypatch, tmp_path, WRITES.replace("WAIT", "0"))
    runner = Runner(settings.model_copy(update={"k": 5}))
    assert runner.state() == State()
    runner.start(Path("a.jsonl"), tmp_path / "out", "A set", per_article=2)
    state = until(runner, "done")
    assert (state.asked, state.count, state.label) == (3, 3, "A set")
    held = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert held["k"] == "5"
    assert held["all"][-2:] == ["--per-article", "2"]


def test_one_at_a_time_and_a_stop_keeps_what_was_asked(settings, monkeypatch, tmp_path):
    Command(monkeypatch, tmp_path, WRITES.replace("WAIT", "60"))
    runner = Runner(settings.model_copy(update={"k": 5}))
    runner.start(Path("a.jsonl"), tmp_path / "out", "A set")
    assert until(runner, "asking").goes_on
    with pytest.raises(BylineError, match="another set is being run"):
        runner.start(Path("b.jsonl"), tmp_path / "other", "Another")
    while not runner.state().asked:
        time.sleep(0.05)
    runner.stop()
    state = runner.state()
    assert (state.stage, state.asked) == ("stopped", 1)
    assert "Stopped after 1 of 3 questions" in render_progress(state)


def test_a_run_that_fails_says_why(settings, monkeypatch, tmp_path):
    Command(
        monkeypatch, tmp_path, "import sys; print('byline: no <room> left', file=sys.stderr); sys.exit(2)"
    )
    runner = Runner(settings)
    runner.start(Path("a.jsonl"), tmp_path / "out", "A set")
    assert "The run failed: no &lt;room&gt; left." in render_progress(until(runner, "failed"))


def test_a_runs_name_is_no_path(settings: Settings):
    folder = runs_folder(settings) / "20261130-152233-article"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"count": 4, "sets": ["x/article.jsonl"], "system": "quote"}')
    assert kept(settings) == ()
    (folder / "results.jsonl").write_text("{}\n{}\n")
    [one] = kept(settings)
    assert one.label == "The shipped article, 30 Nov 15:22: 2 of 4 questions, by quote"
    assert folder_of(settings, one.name) == folder
    assert folder_of(settings, "../runs/20261130-152233-article") is None
    assert folder_of(settings, "/etc") is None


def mixed():
    """Right, wrong, rightly and wrongly abstained, and failed."""
    return (
        asked(question("q1"), answer()),
        asked(question("q2", question=EVIL), answer("It rained.", (44, 53))),
        asked(unanswerable("q3"), abstention()),
        asked(question("q4", history=(("Who?", ""),)), abstention()),
        failure(question("q5")),
    )


def test_the_figures_are_those_of_the_command(tmp_path: Path):
    made = made_of(*mixed())
    journal = Journal(tmp_path / "run", made.manifest)
    for one in made.asked:
        journal.add(one)
    markup = render_figures(tmp_path / "run")
    for figure in summarise(made).figures:
        assert (f">{figure.measure.name}<small>" in markup) is (figure.value is not None)
    correct = summarise(made).figure("correct")
    assert correct.interval
    row = markup.partition(">correct<small>")[2].partition("</tr>")[0]
    assert f"<td>{shown(correct.value)}</td>" in row
    assert f"{shown(correct.interval.low)} to {shown(correct.interval.high)}</td>" in row
    assert f"<td>{correct.count}</td>" in row


def test_a_failing_question_can_be_opened_where_its_article_is():
    markup = render_failing(made_of(*mixed()), {"id-a"})
    assert "Not answered rightly: 3 of 5" in markup
    assert EVIL not in markup
    assert "&lt;script&gt;" in markup
    assert markup.count("Open in the chat") == 2
    assert f'href="./#q={"%3Cscript%3Ealert%281%29%3C%2Fscript%3E"}&amp;article=id-a"' in markup
    assert "leans on the question before it" in markup
    elsewhere = render_failing(made_of(*mixed()), set())
    assert "Open in the chat" not in elsewhere
    assert "not in the library" in elsewhere


def test_a_link_carries_any_question_whole():
    assert link("a&b=c#d é?", "x") == "./#q=a%26b%3Dc%23d%20%C3%A9%3F&article=x"


def test_a_run_without_faults_says_so():
    assert "Every question was answered rightly" in render_failing(
        made_of(asked(question(), answer())), set()
    )


def test_two_runs_are_compared_as_by_the_command():
    ids = [f"q{place}" for place in range(8)]
    bad = made_of(*(asked(question(one, question=EVIL), abstention()) for one in ids))
    good = made_of(*(asked(question(one, question=EVIL), answer()) for one in ids))
    markup = render_changes(bad, good)
    found = compare(bad, good)
    assert len(found.flips) == 8
    assert markup.count("Only B is right") == 8
    better = [one.measure.name for one in found.differences if one.verdict == "better"]
    assert "correct" in better
    assert markup.count("B is better") == len(better)
    assert EVIL not in markup


def test_runs_of_other_questions_are_not_compared():
    with pytest.raises(BylineError, match="share no question"):
        render_changes(made_of(asked(question("a"), answer())), made_of(asked(question("b"), answer())))
