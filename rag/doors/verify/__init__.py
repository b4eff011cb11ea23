"""An answer and articles in, a finding for each citation out, without the library that the answer came from.

`answers` reads the file, `check` compares a citation with the articles, `near` finds words that are not where
they should be; `__main__` is the command. Start at `check.py`.
"""

from .answers import read_answers
from .check import Finding, State, verify

__all__ = ["Finding", "State", "read_answers", "verify"]
