"""Every page of docs/ is run as it stands, and shows the commands' help as it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rag.doors.export import FORMATS
from rag.doors.help import PAGE, helps, written
from tests.docs.pages import ROOT, Block, agrees, blocks, commands

PAGES = sorted((ROOT / "docs").glob("*.md"))
DOORS = ("command-line", "exports", "python", "verify")


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_runs_as_it_stands(page: Path, tmp_path: Path) -> None:
    if not [block for block in blocks(page.read_text("utf-8")) if block.why is None]:
        pytest.skip("nothing on it is to be run")
    done = subprocess.run(
        [sys.executable, "-m", "tests.docs.pages", str(page)],
        cwd=_folder(tmp_path),
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=1800,
    )
    advice = "a block that cannot be run needs a line `<!-- not run: why -->` before it"
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\n({advice})"


def _folder(tmp_path: Path) -> Path:
    """The empty folder that a page runs in."""
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def _environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own, and `byline` and `python` on the path, of this environment and this checkout."""
    programs = tmp_path / "bin"
    programs.mkdir()
    byline = "-c 'import sys; from rag.command import main; sys.exit(main())' "
    for name, start in (("byline", byline), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {start}"$@"\n')
        (programs / name).chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BYLINE_")}
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(tmp_path))
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return kept | homes | {"PYTHONPATH": str(ROOT), "PATH": path}


def test_every_door_has_a_page_with_examples() -> None:
    for name in DOORS:
        page = ROOT / "docs" / f"{name}.md"
        assert [block for block in blocks(page.read_text("utf-8")) if block.why is None], name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_block_that_is_not_run_says_why(page: Path) -> None:
    for block in blocks(page.read_text("utf-8")):
        assert block.why is None or len(block.why.split()) >= 3, block


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_the_help_on_the_page_is_the_commands() -> None:
    def words(text: str) -> list[str]:  # how lines break differs between versions of Python
        return text.split()

    page = PAGE.read_text("utf-8")
    assert words(page) == words(written(page)), "run `python -m rag.doors.help`"


def test_every_command_and_sub_command_is_there() -> None:
    names = [name for name, _ in helps()]
    assert {"byline ask", "byline index add", "byline eval run", "byline serve", "byline verify"} <= set(
        names
    )
    for name, text in helps():
        assert text.startswith(f"usage: {name}"), name


def test_every_format_has_its_row() -> None:
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    for one in FORMATS:
        assert f"| `{one.endings[0]}` | `{one.name}` |" in page


def test_blocks_are_found_with_what_is_said_of_them() -> None:
    text = (
        "```python\na\n```\n\n<!-- not run: needs a key -->\n```console\n$ b\n```\n\ntext\n\n```sh\nc\n```\n"
    )
    assert list(blocks(text)) == [
        Block(1, "python", "a\n", None),
        Block(6, "console", "$ b\n", "needs a key"),
    ]


def test_commands_are_parted_from_their_output() -> None:
    code = "$ cat <<'.'\n> a\n> \n> .\na\n$ true\n$ echo b\nb\n"
    assert list(commands(code)) == [("cat <<'.'\na\n\n.", "a"), ("true", ""), ("echo b", "b")]


@pytest.mark.parametrize(
    ("shown", "output", "same"),
    [
        ("a b", "a  \n b\n", True),
        ("a … d", "a b c d", True),
        ("a …", "a\n\nb c", True),
        ("a ...", "a (b) [c]", True),
        ("[1] a.", "[1] a.", True),
        ("[1] a.", "1 ab", False),
        ("a", "a b", False),
        ("a … d", "a b c", False),
    ],
)
def test_outputs_are_compared_loosely(shown: str, output: str, same: bool) -> None:
    assert agrees(shown, output) is same
