"""The answers of a run, judged anew by another judge."""

from __future__ import annotations

import sys
from dataclasses import replace

from tqdm import tqdm

from .judge.judge import Judge
from .records import Asked
from .runs import Run
from .support import by_read, supports


def rejudge(run: Run, judge: Judge) -> Run:
    """The same run with every answer's support by this judge; nothing is asked of the system again."""
    bar = tqdm(run.asked, desc=judge.name, unit="question", disable=not sys.stderr.isatty())
    return Run(run.manifest.model_copy(update={"judge": judge.name}), tuple(_anew(one, judge) for one in bar))


def _anew(asked: Asked, judge: Judge) -> Asked:
    if asked.reply is None:
        return asked
    drafts = by_read(asked.reply.draft, judge) if asked.reply.draft else ()
    return replace(asked, supports=supports(asked.reply.answer, judge), drafts=drafts)
