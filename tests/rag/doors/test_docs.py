"""What the pages of the doors show is run as it stands there, against a real server where there is one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library
from rag import Engine
from rag.doors import mcp_command
from rag.doors.http import Rights, create
from rag.doors.http.app import PATHS
from rag.doors.http.trouble import KINDS, STATUSES
from tests.rag.doors.conftest import listening
from tests.rag.doors.test_mcp import TOOLS, environment
from tests.test_readme import blocks as fenced

DOCS = Path(__file__).parents[3] / "docs"
USUAL = "http://127.0.0.1:7860"


def blocks(page: str, language: str) -> list[str]:
    return fenced(language, DOCS / page)


@pytest.fixture
def served(library: Library) -> Iterator[str]:
    """The shipped article behind an API that may be written to."""
    library.add_shipped()
    with listening(create(Engine(library=library), Rights(write=True))) as url:
        yield url


def test_the_api_is_used_as_its_page_shows(
    served: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asking, chatting = blocks("http.md", "python")
    exec(asking.replace(USUAL, served), {})
    assert capsys.readouterr().out == "An expert at the Valdai Club [1].\n"
    exec(chatting.replace(USUAL, served), {})
    assert "[1] Russia may raise the issue" in capsys.readouterr().out
    if not shutil.which("curl"):
        pytest.skip("no curl for the page's shell lines")
    shown = ""
    for block in blocks("http.md", "sh"):
        done = subprocess.run(
            ["sh", "-e", "-c", block.replace(USUAL, served)], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        shown += done.stdout
    assert "event: answer" in shown
    titles = [one["title"] for one in json.loads(shown[shown.rindex('{"articles"') :])["articles"]]
    assert "A giraffe" in titles
    assert len(titles) == 3


def test_the_api_page_shows_the_errors_and_addresses_that_there_are(engine: Engine) -> None:
    page = (DOCS / "http.md").read_text(encoding="utf-8")
    assert all(f"{path}" in page for path in PATHS)
    sources = [
        path.read_text(encoding="utf-8") for path in Path(create.__code__.co_filename).parent.glob("*.py")
    ]
    codes = {code for text in sources for code in re.findall(r'Trouble\(\s*\d+,\s*"(\w+)"', text)}
    codes |= {*STATUSES.values(), *(code for _, code in KINDS.values())}
    assert len(codes) >= 10
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_the_mcp_server_is_used_as_its_page_shows(tmp_path: Path) -> None:
    [program] = blocks("mcp.md", "python")
    command = tmp_path / "bin" / "byline"  # as the package installs it
    command.parent.mkdir()
    start = f"#!{sys.executable}\nimport sys\nfrom rag.command import main\nsys.exit(main())\n"
    command.write_text(start, encoding="utf-8")
    command.chmod(0o755)
    variables = environment(tmp_path / "store")
    variables["PATH"] = f"{command.parent}{os.pathsep}{variables['PATH']}"
    # the client hands on little of its environment, as real ones do: the checkout comes by the working folder
    for package in ("index", "rag", "eval"):
        (command.parent / package).symlink_to(DOCS.parent / package)
    variables["HOME"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("An expert at the Valdai Club [1].")


def test_the_mcp_page_names_the_tools_and_options_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    page = (DOCS / "mcp.md").read_text(encoding="utf-8")
    assert {name for name in TOOLS if f"`{name}(" not in page} == set()
    [started] = blocks("mcp.md", "json")
    assert json.loads(started)["mcpServers"]["byline"]["args"] == ["mcp"]
    [line] = blocks("mcp.md", "sh")
    with pytest.raises(SystemExit):
        mcp_command.main(["--help"])
    help_text = capsys.readouterr().out
    assert set(re.findall(r"--[a-z]+", line)) <= set(re.findall(r"--[a-z]+", help_text))


def test_the_pipeline_is_built_as_its_page_shows(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rag.Engine", lambda: engine)
    shown: list[str] = []
    names: dict[str, object] = {}  # one for the whole page, which is read from its start
    for block in blocks("llama-index.md", "python"):
        exec(block, names)
        shown.append(capsys.readouterr().out)
    query, retrieved, built, checked, given = shown
    assert query.startswith("An expert at the Valdai Club [1].\nRussia may raise")
    assert len(retrieved.splitlines()) == 3
    assert built == ""
    assert "supported" in checked
    assert given.startswith("The zoo bought a giraffe in May [1].")
    assert given.endswith("['supported', 'unsupported']\n")
