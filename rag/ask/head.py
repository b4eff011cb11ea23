"""A text and its vector in, what it asks for out: a kind, and whether it leans on the turn before.

The head is linear, over the vector that dense search needs anyway, hashed counts (`features.py`), and where
its questions end (`parts.py`). Its card
is `rag/weights/ask/README.md`; `python -m eval.train.ask` trains it for any encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answer import KINDS, Kind
from rag.errors import ModelError

from .features import PLACES, hashed
from .parts import CUTS, cuts

FOLDER = Path(__file__).parents[1] / "weights" / "ask"
LEAST_SURE = 0.5
"""Probability, 0 to 1, under which a text is taken for a question after a fact, as most questions are."""
OF_THE_WHOLE: frozenset[Kind] = frozenset({"about", "people", "metadata", "chat"})
"""Kinds that ask of the article as a whole, or nothing of it. The reader is not asked then, so that it takes
more to be sure; and they stand by themselves whatever was said before.
"""
LEAST_SURE_OF_THE_WHOLE = 0.75
"""The same probability for these; chat has its own, fitted one."""
VECTOR_SCALE = 1.5
HASHED_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Guess:
    """What a text seems to ask for.

    `sure` is the calibrated probability, 0 to 1, of `kind` among all kinds; `leans` that it cannot be
    understood without the turn before; `several` that it asks more than one question; `chances` has every
    kind's, in the order of `rag.answer.KINDS`.
    """

    kind: Kind
    sure: float
    leans: float
    several: float
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained head: `matrix` of shape (inputs, kinds + 2), `bias` of shape (kinds + 2,).

    `temperature` divides the kinds' log-odds (Guo et al. 2017, https://arxiv.org/abs/1706.04599); `chat` is
    the least probability at which a text counts as no question.
    """

    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    chat: float


class AskHead:
    """Guesses what is asked; cheap to make, and shared by threads.

    :param embed_model: the library's; for one that no head was trained for, the text alone is looked at.
    """

    def __init__(self, embed_model: str, folder: Path = FOLDER) -> None:
        name = embed_model if (folder / f"{file_name(embed_model)}.npz").is_file() else "text"
        self._by_vector = name != "text"
        self._weights = load(folder / f"{file_name(name)}.npz")

    def guess(self, text: str, vector: NDArray[np.float32]) -> Guess:
        """What a text asks for.

        :param vector: its unit vector by the library's model; shape (dimensions,).
        """
        row = inputs(text, vector if self._by_vector else None)
        return decided(row @ self._weights.matrix + self._weights.bias, self._weights)


def inputs(text: str, vector: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """What the head weighs: the vector where there is one, counts, and the boundaries of its questions; shape
    (dimensions + 2 * PLACES + CUTS,), or (2 * PLACES + CUTS,).
    """
    row = np.concatenate([HASHED_SCALE * hashed(text), cuts(text)])
    return row if vector is None else np.concatenate([VECTOR_SCALE * vector, row])


def decided(logits: NDArray[np.float32], weights: Weights) -> Guess:
    """The guess that a head's outputs come to."""
    scaled = logits[: len(KINDS)].astype(np.float64) / weights.temperature
    chances = np.exp(scaled - np.logaddexp.reduce(scaled))
    leans, several = (float(1 / (1 + np.exp(-x))) for x in logits[len(KINDS) :].astype(np.float64))
    least = dict.fromkeys(OF_THE_WHOLE, LEAST_SURE_OF_THE_WHOLE) | {"chat": weights.chat}
    asked = [i for i, kind in enumerate(KINDS) if chances[i] >= least.get(kind, 0.0)]
    best = max(asked, key=lambda i: chances[i])
    if chances[best] < LEAST_SURE:
        best = KINDS.index("fact")
    return Guess(KINDS[best], float(chances[best]), leans, several, tuple(map(float, chances)))


def file_name(embed_model: str) -> str:
    """The file, without its ending, of the head for an embedding model."""
    return embed_model.rsplit("/", 1)[-1]


@cache
def load(path: Path) -> Weights:
    """Read a trained head.

    :raises ModelError: if the file is missing, or of another form than this code's.
    """
    try:
        with np.load(path) as stored:
            matrix = stored["matrix"].astype(np.float32) * stored["scale"]
            found = Weights(matrix, stored["bias"], float(stored["temperature"]), float(stored["chat"]))
            kinds, laid_out = tuple(map(str, stored["kinds"])), tuple(map(int, stored["counts"]))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the weights {path} cannot be read ({error!r}): install Byline again") from error
    if kinds != KINDS or laid_out != (PLACES, CUTS):
        raise ModelError(f"the weights {path} are for the kinds {kinds}: run `python -m eval.train.ask`")
    return found
