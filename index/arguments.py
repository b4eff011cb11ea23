"""What every command line of Byline shares: one parser, and one way to end."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn

from .errors import BylineError, SettingsError

INTERRUPTED = 130
"""Exit code of a command that was interrupted, as shells have it."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, like every other error.

    :raises SettingsError: instead of printing the usage and leaving the process.
    """

    def error(self, message: str) -> NoReturn:
        """Raise for wrong arguments."""
        raise SettingsError(f"{message} (see `{self.prog} --help`)")


def command(work: Callable[[], int], argv: Sequence[str] | None) -> int:
    """Do a command's work; a `BylineError` becomes one line on stderr, after its traceback with `--debug`.

    :param argv: the command's arguments; None: those of the process.
    :return: the work's exit code; 2 after an error, 130 after Ctrl-C.
    """
    try:
        return work()
    except BylineError as error:
        if "--debug" in (sys.argv if argv is None else argv):
            traceback.print_exc()
        print(f"byline: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        print("byline: interrupted", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
