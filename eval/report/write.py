"""Leaves a run's report in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.errors import BylineError

from ..runs import Run
from ..summary import Summary
from .junit import render_junit
from .markdown import render_markdown
from .page import render_page


def write_report(
    folder: Path, run: Run, summary: Summary, others: Sequence[Summary] = ()
) -> tuple[Path, ...]:
    """Write `report.html`, `report.md` and `junit.xml`, over whatever has these names.

    :param folder: made if it is not there.
    :param others: summaries of other systems, which the tables show beside it.
    :return: the three paths, in that order.
    :raises BylineError: if the folder cannot be written.
    """
    contents = {
        "report.html": render_page(run, summary, others),
        "report.md": render_markdown(run, summary, others),
        "junit.xml": render_junit(run, summary),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in contents.items():
            (folder / name).write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise BylineError(f"the report cannot be written to {folder}: {error.strerror}") from error
    return tuple(folder / name for name in contents)
