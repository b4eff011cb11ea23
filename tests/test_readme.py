"""What the README shows is run as it stands there."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGTERM

import pytest

from eval.summary import measures

ROOT = Path(__file__).parents[1]
README, EVAL_README = ROOT / "README.md", ROOT / "eval" / "README.md"


def blocks(language: str, page: Path = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.S)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own, and this environment's programs where `.venv/bin` is not in the checkout."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BYLINE_")}
    return {**kept, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}


EACH_ALONE = "import sys\nfor snippet in sys.argv[1:]:\n    exec(snippet, {})\n    print('-----')"


def test_python_snippets_run(environment: dict[str, str], tmp_path: Path) -> None:
    """Each in a namespace of its own, all in one process, which takes seconds to start."""
    (tmp_path / "index").symlink_to(ROOT / "index")
    done = subprocess.run(
        [sys.executable, "-c", EACH_ALONE, *blocks("python")],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    by_default, of_its_own, _ = done.stdout.split("-----\n")
    assert "Valdai Club" in by_default
    assert of_its_own.startswith("True")


@pytest.mark.slow
def test_an_outside_system_is_measured_as_the_evaluators_page_shows(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (snippet,) = blocks("python", EVAL_README)
    (tmp_path / "index").symlink_to(ROOT / "index")
    done = subprocess.run(
        [sys.executable, "-c", snippet], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "quote integrity 1.0" in done.stdout


def test_the_evaluators_page_names_every_measure_with_what_it_says_of_itself() -> None:
    page = EVAL_README.read_text(encoding="utf-8")
    for measure in measures(()):
        assert f"| {measure.name} | " in page
        assert measure.about in page


def test_the_evaluators_page_names_real_commands() -> None:
    (block,) = blocks("sh", EVAL_README)
    lines = [line.split("#")[0].split() for line in block.splitlines() if line.startswith("byline eval")]
    assert len(lines) >= 5
    for _, _, name, *rest in lines:
        known = _options(name)
        assert {word for word in rest if word.startswith("--")} <= known, name


def test_command_lines_run(environment: dict[str, str]) -> None:
    lines = [
        line for block in blocks("sh") for line in block.splitlines() if line.startswith(".venv/bin/python")
    ]
    assert lines
    for line in lines:
        command = line.replace(".venv/bin/python", f'"{sys.executable}"')
        done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout.strip()


def test_make_run_opens_the_page(environment: dict[str, str]) -> None:
    assert "make run " in blocks("sh")[0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(["make", "run", f"PORT={port}"], environment) as process:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 180
        while not _answers(url):
            assert process.poll() is None, "make run ended"
            assert time.monotonic() < deadline, "no page after three minutes"
            time.sleep(0.2)


def test_make_test_runs_tests(environment: dict[str, str]) -> None:
    assert "make test " in blocks("sh")[0]
    done = subprocess.run(
        ["make", "test", "TESTS=tests/index/test_article.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def _options(name: str) -> set[str]:
    """The options of a sub-command of `byline eval`."""
    done = subprocess.run(
        [sys.executable, "-m", "eval", name, "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"--[a-z-]+", done.stdout))


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, SIGTERM)
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, OSError):
        return False
