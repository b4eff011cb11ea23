"""What a measure is: a name, a direction, and a pure function of one question or of the whole set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..records import Asked

Status = Literal["scored", "not applicable", "abstained", "failed", "unscored"]
Direction = Literal["higher", "lower", "neither"]
Group = Literal["retrieval", "answer", "citation", "faithfulness", "abstention", "cost"]


@dataclass(frozen=True, slots=True)
class Score:
    """One question by one measure.

    `value` is a number exactly where `status` is "scored"; a wrong answer is scored, with the worst value.
    "not applicable": the measure does not ask anything of this question. "abstained": the system declined.
    "failed": it raised an error. "unscored": the judge gave no usable verdict.
    """

    value: float | None
    status: Status = "scored"


NOT_APPLICABLE = Score(None, "not applicable")
ABSTAINED = Score(None, "abstained")
FAILED = Score(None, "failed")
UNSCORED = Score(None, "unscored")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of single questions; a set's figure is the mean.

    `missing` is what an abstention or a failure counts with, so that nobody's mean rises by saying less;
    None leaves them out of the mean, and their number is reported beside it. What is not applicable or
    unscored is always left out. `better` "neither": more is no merit and less is none. `high` None: there is
    no upper bound.
    """

    name: str
    about: str
    group: Group
    better: Direction
    score: Callable[[Asked], Score]
    missing: float | None = None
    low: float = 0.0
    high: float | None = 1.0
    unit: str = ""

    def value(self, score: Score) -> float | None:
        """What a score counts with in the mean; None: not at all."""
        return self.missing if score.status in ("abstained", "failed") else score.value


@dataclass(frozen=True, slots=True)
class SetMeasure:
    """A measure of a whole set that is no mean of single questions, such as an area under a curve.

    `row` takes from a question the numbers that `of` needs, always as many; None: the question has no part
    in it. `of` gets them as an array [questions, numbers] in any order, which must not matter, and gives
    None where the measure is not defined for them, as without a positive case.
    """

    name: str
    about: str
    group: Group
    better: Direction
    row: Callable[[Asked], tuple[float, ...] | None]
    of: Callable[[np.ndarray], float | None]
    low: float = 0.0
    high: float | None = 1.0
    unit: str = ""
