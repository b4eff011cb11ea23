"""From what was read to the probability that the question is answered at all.

A logistic regression over a few scores (Platt scaling with several inputs; Platt, 1999). Its weights are
fitted by `python -m eval.train.calibrate` and kept in `weights/answerable.json`.
"""

from __future__ import annotations

import json
import math
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from .errors import ModelError

WEIGHTS = Path(__file__).parent / "weights" / "answerable.json"
_EDGE = 1e-4
"""Probabilities are kept this far from 0 and 1, so that their log-odds are finite."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the decision goes by, each 0 to 1 (`similarity` -1 to 1).

    `sentence`, `passage` and `span`: the reader's best sentence, passage and span over all passages read.
    `similarity`: the best cosine of a passage. `covered`: share of the question's terms that the best
    passage holds. `unknown`: 0, 0.5 or 1 for none, one, or more names or numbers that no article holds.
    """

    sentence: float
    passage: float
    span: float
    similarity: float
    covered: float
    unknown: float

    def vector(self) -> tuple[float, ...]:
        """The regression's inputs: the reader's probabilities as log-odds, the rest as they are."""
        return (*map(_log_odds, (self.sentence, self.passage, self.span)), *astuple(self)[3:])


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights in the order of `Features`, the intercept, and the probability under which to abstain."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, features: Features) -> float:
        """The probability, 0 to 1, that the question is answered."""
        odds = self.bias + sum(w * x for w, x in zip(self.weights, features.vector(), strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Calibration:
        """Read fitted weights.

        :raises ModelError: if the file is missing or not of this form.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            weights = tuple(float(data["weights"][field.name]) for field in fields(Features))
            return cls(weights, float(data["bias"]), float(data["threshold"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"calibration {path} cannot be read ({error!r}): install Byline again"
            ) from error


def _log_odds(p: float) -> float:
    p = min(1 - _EDGE, max(_EDGE, p))
    return math.log(p / (1 - p))
