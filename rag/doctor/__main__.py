"""`python -m rag.doctor`: what works of Byline's settings, store, models and language model.

Exit codes: 0 all is well, 1 a check failed, 2 wrong use or wrong settings.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict

from index import Settings
from index.arguments import Parser, command

from . import Check, examine


def main(argv: list[str] | None = None, prog: str = "python -m rag.doctor") -> int:
    """Print every check, as it is made, and return the exit code."""
    return command(lambda: _run(_parser(prog).parse_args(argv)), argv)


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = Parser(
        prog=prog, description="Check the settings, the store, the models and the language model."
    )
    parser.add_argument("--json", action="store_true", help="print the checks as JSON")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _run(args: argparse.Namespace) -> int:
    checks = examine(Settings())
    done = list(checks) if args.json else _print(checks)
    well = all(check.ok for check in done)
    if args.json:
        rows = {"ok": well, "checks": [asdict(check) for check in done]}
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    return 0 if well else 1


def _print(checks: Iterable[Check]) -> list[Check]:
    done = []
    for check in checks:
        line = f"{'ok' if check.ok else 'problem':<8} {check.name:<10} {check.says}"
        print("".join(c if c.isprintable() else "�" for c in line), flush=True)
        done.append(check)
    return done


if __name__ == "__main__":
    sys.exit(main())
