"""A model file that llama.cpp runs on this machine, for real."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from index import Settings
from rag import Engine
from rag.errors import ModelError, SettingsError
from rag.write.llm import Message, endpoint_of
from rag.write.llm.local import LocalEndpoint

ROOT = Path(__file__).parents[4]
PATIENCE = 600.0
"""Seconds: the machine may be busy."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> Settings:
    """Over a model that runs for all tests of this module."""
    store = tmp_path_factory.mktemp("local") / "store"
    small = {"llm_context": 2048, "llm_parallel": 1, "k": 4}
    return Settings(store=str(store), llm_path=str(small_model), llm_timeout=PATIENCE, **small)


def test_an_engine_answers_by_the_file(settings: Settings) -> None:
    engine = Engine(settings)
    events = list(engine.stream("What does Donald Trump want?"))
    assert any(event.kind == "token" for event in events)
    answer = events[-1].answer
    assert not answer.abstained
    assert answer.generator == f"llm:{Path(settings.llm_path).stem}" or answer.fallback
    for citation in answer.citations:
        text = engine.library.get(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_it_is_loaded_once(settings: Settings) -> None:
    first, second = endpoint_of(settings), endpoint_of(settings)
    assert first.base_url == second.base_url
    assert first.context(1) == 2048
    rows = httpx.get(f"{first.base_url}/models").json()["data"]
    assert [row["id"] for row in rows] == [first.model] == [Path(settings.llm_path).stem]


def test_engines_at_once_load_it_once(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(endpoint_of, [settings] * 4))
    assert len({endpoint.base_url for endpoint in found}) == 1


def test_a_model_that_was_killed_is_started_again_at_the_next_question(settings: Settings) -> None:
    endpoint = local(settings)
    before = endpoint.child.pid
    assert before
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    asked = [Message("user", "Say hello.")]
    assert "".join(piece.text for piece in endpoint.stream(asked, PATIENCE, 4))
    assert endpoint.child.pid not in (None, before)
    assert endpoint_of(settings).base_url == endpoint.base_url


def test_an_engine_whose_model_cannot_be_started_again_answers_by_quotes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine(settings)
    child = local(settings).child
    child.stop()
    monkeypatch.setattr(child, "path", Path("/nowhere/gone.gguf"))
    answer = engine.query("What does Donald Trump want?")
    assert answer.generator == "quote"
    assert answer.fallback
    assert "is not running again: the log says why" in answer.fallback
    assert "nowhere" not in answer.fallback
    assert "/nowhere/gone.gguf cannot be read" in caplog.text


def local(settings: Settings) -> LocalEndpoint:
    endpoint = endpoint_of(settings)
    assert isinstance(endpoint, LocalEndpoint)
    return endpoint


def test_a_file_that_is_no_model_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "notes.gguf").write_text("These are notes.")
    with pytest.raises(ModelError, match="expected a GGUF file"):
        Engine(Settings(llm_path=str(tmp_path / "notes.gguf")))


def test_a_file_and_an_endpoint_are_too_many(small_model: Path) -> None:
    with pytest.raises(SettingsError, match="llm_path and llm_base_url are both set"):
        Engine(Settings(llm_path=str(small_model), llm_base_url="http://127.0.0.1:1/v1"))


def test_quotes_need_no_model() -> None:
    Engine(Settings(llm_path="nowhere.gguf", generator="quote"))


def script(model: Path, ending: str) -> list[str]:
    code = (
        # a job in the background is started deaf to Ctrl-C, and so would this be
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from index import Settings; from rag.write.llm import Endpoint, Message, endpoint_of; import time\n"
        f"e = endpoint_of(Settings(llm_path={str(model)!r}, llm_context=512, llm_parallel=1))\n"
        "print(e.base_url, flush=True)\n"
        "pieces = e.stream([Message('user', 'Count to a hundred.')], 600, 100)\n"
        f"next(pieces)\n{ending}"
    )
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("ending", "code"), [("", 0), ("raise SystemExit(3)", 3), ("1 / 0", 1)], ids=["end", "exit", "error"]
)
def test_a_process_ends_at_once_and_the_model_with_it(ending: str, code: int, small_model: Path) -> None:
    """In the middle of a reply, too."""
    done = subprocess.run(
        script(small_model, ending), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == code, done.stderr
    assert done.stderr.count("Traceback") == (ending == "1 / 0")
    assert not answers(done.stdout.strip())


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_model_ends_with_a_process_that_is_killed(how: signal.Signals, small_model: Path) -> None:
    with subprocess.Popen(
        script(small_model, "time.sleep(600)"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("the system does not list a process's children")
        (child,) = children.read_text().split()
        watch = os.pidfd_open(int(child))
        process.send_signal(how)
        try:
            process.wait(30)
        finally:
            process.kill()
    try:
        ended = select.poll()  # not `select`, which takes no descriptor above 1023
        ended.register(watch, select.POLLIN)
        assert ended.poll(30_000), "the model still runs"
    finally:
        os.close(watch)
    assert not answers(url)


def answers(url: str) -> bool:
    assert url.startswith("http://127.0.0.1:")
    try:
        return httpx.get(f"{url}/models", timeout=5).is_success
    except httpx.HTTPError:
        return False
