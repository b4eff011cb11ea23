"""`python -m rag.doors.help`: writes what `--help` says of every command into docs/command-line.md.

A test fails where the page is not up to date.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from importlib import import_module
from pathlib import Path

from rag.command import PARTS

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
BEGIN, END = "<!-- help: written by `python -m rag.doors.help` -->", "<!-- end of help -->"
COLUMNS = "88"
_SUB_COMMAND = re.compile(r"^    ([a-z][a-z-]*)(?: |$)", re.M)


def helps() -> Iterator[tuple[str, str]]:
    """Each command, such as `byline index add`, and what its --help says."""
    for name in PARTS:
        yield from _below(name)


def _below(name: str, *sub: str) -> Iterator[tuple[str, str]]:
    """A command and those under it."""
    text = _help(name, *sub)
    yield " ".join(("byline", name, *sub)), text
    if "COMMAND" in text.partition("\n\n")[0]:
        for further in _SUB_COMMAND.findall(text):
            yield from _below(name, *sub, further)


def written(page: str) -> str:
    """The page's text with the help of today between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    each = "\n".join(f"### `{name}`\n\n```text\n{text.rstrip()}\n```\n" for name, text in helps())
    return f"{before}{BEGIN}\n\n{each}\n{END}{after}"


def _help(name: str, *sub: str) -> str:
    out, before = io.StringIO(), os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = COLUMNS  # argparse breaks its lines by it
    try:
        with redirect_stdout(out), suppress(SystemExit):
            import_module(PARTS[name]).main([*sub, "--help"], prog=f"byline {name}")
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return out.getvalue()


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), encoding="utf-8")
