"""A page of the docs in, its blocks of code out, and a way to run them as they stand.

`python` blocks share one namespace; of `console` blocks each `$ command` (`> ` goes on) is run, and its
output compared with the lines below it: space does not count, and `…` stands for anything. A page is run
in order, in one empty folder. A block that cannot be run has `<!-- not run: why -->` on a line before it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
LANGUAGES = ("python", "console")
_NOT_RUN = re.compile(r"<!-- not run: (.+?) -->\s*$", re.S)
_ANYTHING = re.compile(r"\s*(?:…|\.\.\.)\s*")


@dataclass(frozen=True)
class Block:
    """Code of a page, `line` counted from 1; `why` is the reason not to run it, None to run it."""

    line: int
    language: str
    code: str
    why: str | None


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page that are run, or say why they are not."""
    before = ""
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "fence" and token.map:
            language = token.info.split()[0] if token.info.strip() else ""
            mark = _NOT_RUN.search(before)
            if language in LANGUAGES or mark:
                yield Block(token.map[0] + 1, language, token.content, mark[1].strip() if mark else None)
        before = token.content if token.type == "html_block" else ""


def commands(code: str) -> Iterator[tuple[str, str]]:
    """The commands of a `console` block, each with the output that it shows; "" where it shows none."""
    for part in re.split(r"^\$ ", code, flags=re.M)[1:]:
        lines = part.splitlines()
        command = [lines.pop(0)]
        while lines and (lines[0].startswith("> ") or lines[0] == ">"):
            command.append(lines.pop(0)[2:])
        yield "\n".join(command), "\n".join(lines).strip()


def agrees(shown: str, output: str) -> bool:
    """Whether an output is the one shown: its words in order, `…` for anything."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in _ANYTHING.split(shown))
    return re.fullmatch(r"\s*" + r".*?".join(f"{part}\\s*" for part in parts), output, re.S) is not None


def run(page: Path) -> None:
    """Run a page's blocks in the working folder.

    :raises SystemExit: naming the line of the first block that fails.
    """
    names: dict[str, Any] = {"__name__": page.stem}
    for block in blocks(page.read_text("utf-8")):
        if block.why is not None:
            continue
        where = f"{page.name}, line {block.line}"
        if block.language == "python":
            exec(compile("\n" * block.line + block.code, str(page), "exec"), names)
            continue
        for command, shown in commands(block.code):
            done = subprocess.run(
                ["bash", "-c", command],
                env=os.environ | {"PYTHONUNBUFFERED": "1"},  # what is printed comes in its order
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            output = done.stdout
            if shown and not agrees(shown, output):
                sys.exit(f"{where}: $ {command}\nshows\n{shown}\nand gave\n{output}")
            if not shown and done.returncode:
                sys.exit(f"{where}: $ {command}\nfailed with {done.returncode}\n{output}")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
