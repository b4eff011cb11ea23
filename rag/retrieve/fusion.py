"""From several weak scores to two probabilities: that a sentence answers, and that anything does.

Both are logistic regressions over a few features (Platt scaling with several inputs; Platt, 1999).
`python -m eval.train.calibrate` fits them and writes `weights/fusion.json`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ModelError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

WEIGHTS = Path(__file__).parents[1] / "weights" / "fusion.json"
_EDGE = 1e-4
"""Probabilities are kept this far from 0 and 1, so that their log-odds are finite."""


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What speaks for one sentence.

    `read` and `passage`: log-odds that the reader gives the sentence and its passage. `similarity`:
    cosine of question and sentence. `context`: share of the question's terms, weighted by rarity, that the
    sentence holds with the one before it, its heading and its speaker.
    `said`: 1 if the question asks what somebody said and the sentence is theirs, -1 if it is somebody
    else's, else 0.
    """

    read: float
    passage: float
    similarity: float
    context: float
    said: float


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """What speaks for there being an answer at all.

    `best`: log-odds of the likeliest sentence. `read` and `passage`: what the reader alone says of it and of
    its passage; similar words make a sentence the likeliest of all without making it an answer. `unknown`: 0,
    0.5 or 1 for none, one, or more names or numbers of the question that no article holds.
    """

    best: float
    read: float
    passage: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted regression; `weights` are in the order of the fields of what it is given, a dataclass."""

    weights: tuple[float, ...]
    bias: float

    def log_odds(self, features: DataclassInstance) -> float:
        """The weighted sum: positive means more likely than not."""
        products = (w * x for w, x in zip(self.weights, astuple(features), strict=True))
        return self.bias + float(sum(products))

    def probability(self, features: DataclassInstance) -> float:
        """The probability, 0 to 1."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.log_odds(features)))))


@dataclass(frozen=True, slots=True)
class Fusion:
    """Both regressions, and the probability of an answer under which to abstain."""

    sentence: Logistic
    answer: Logistic
    threshold: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Fusion:
        """Read fitted weights.

        :raises ModelError: if the file is missing or not of this form.
        """
        fitted, threshold = fitted_weights(path, {"sentence": SentenceFeatures, "answer": AnswerFeatures})
        return cls(fitted["sentence"], fitted["answer"], threshold)


def fitted_weights(path: Path, kinds: Mapping[str, type]) -> tuple[dict[str, Logistic], float]:
    """The regressions that a file holds, by name, and its threshold.

    :param kinds: by the name of each regression, the dataclass that it weighs.
    :raises ModelError: if the file is missing or not of this form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {name: _logistic(data[name], kind) for name, kind in kinds.items()}, float(data["threshold"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"weights {path} cannot be read ({error!r}): install Byline again") from error


def log_odds(p: float) -> float:
    """Log-odds of a probability, which is kept a little from 0 and 1."""
    p = min(1 - _EDGE, max(_EDGE, p))
    return math.log(p / (1 - p))


def _logistic(data: dict[str, float], kind: type) -> Logistic:
    names = [field.name for field in fields(kind)]
    if set(data) != {*names, "bias"}:
        raise KeyError(f"expected the weights {names} and bias, got {sorted(data)}")
    return Logistic(tuple(float(data[name]) for name in names), float(data["bias"]))
