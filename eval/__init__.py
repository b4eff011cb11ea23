"""Question sets in, figures out.

`python -m eval run SET` asks a set and measures the answers; `evaluate` does so with any function. Start at
`run.py`: questions -> system -> answer -> judge -> records -> `metrics/` -> `summary.py` -> `report/`.
`baselines/` are what to beat, `bench/` times Byline, and `train/` makes our small models.
"""

from .evaluate import evaluate
from .outside import Source, answer_from
from .questions import Question
from .records import Asked, Judgement, Reply
from .runs import Run, load_run
from .summary import Figure, Summary, summarise

__all__ = [
    "Asked",
    "Figure",
    "Judgement",
    "Question",
    "Reply",
    "Run",
    "Source",
    "Summary",
    "answer_from",
    "evaluate",
    "load_run",
    "summarise",
]
