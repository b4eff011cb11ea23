"""The argument parser of every command line of Byline."""

from __future__ import annotations

import argparse
from typing import NoReturn

from .errors import SettingsError


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, like every other error.

    :raises SettingsError: instead of printing the usage and leaving the process.
    """

    def error(self, message: str) -> NoReturn:
        """Raise for wrong arguments."""
        raise SettingsError(f"{message} (see `{self.prog} --help`)")
