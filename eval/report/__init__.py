"""A run and its figures in, three files out: an HTML page, Markdown for a pull request, JUnit XML for CI.

Start at `write.write_report`. `rows` and `outcome` say what is shown of a question, `plots` draws.
"""

from __future__ import annotations

from .write import write_report

__all__ = ["write_report"]
