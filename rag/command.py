"""The installed command: `byline ask|index|eval|serve|verify|mcp|doctor`, each a module with a `main`."""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = {
    "ask": "rag.__main__",
    "index": "index.__main__",
    "eval": "eval.__main__",
    "serve": "app",
    "verify": "rag.doors.verify.__main__",
    "mcp": "rag.doors.mcp_command",
    "doctor": "rag.doctor.__main__",
}
"""Modules with a `main(argv, prog)`, by name: they are above this package, or load more than it needs."""


def main(argv: list[str] | None = None) -> int:
    """Hand the arguments to a part; returns its exit code, or 2 where there is no such part."""
    name, *rest = (sys.argv[1:] if argv is None else argv) or [""]
    usage = f"usage: byline {{{','.join(PARTS)}}} …    (each with --help)"
    if name in ("-h", "--help"):
        print(usage)  # noqa: T201
        return 0
    if name not in PARTS:
        what = f"unknown command {name!r}" if name else "no command"
        print(f"byline: {what}: expected one of {', '.join(PARTS)}\n{usage}", file=sys.stderr)  # noqa: T201
        return 2
    return int(import_module(PARTS[name]).main(rest, prog=f"byline {name}"))
