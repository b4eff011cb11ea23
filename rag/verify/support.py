"""Statement and quotes in, support out: how far what the quotes say bears the statement.

The model is ours: a cross-encoder that sees the statement and its quotes at once. Its card is
`rag/weights/verifier/README.md`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError
from rag.nets.network import Network
from rag.retrieve.fusion import Logistic, log_odds
from rag.words import recall, terms

FOLDER = Path(__file__).parents[1] / "weights" / "verifier"
LABELS = ("supported", "partial", "unsupported")


@dataclass(frozen=True, slots=True)
class Looked:
    """What the support weighs.

    `network`: the network's log-odds of "supported". `best`: share, 0 to 1, of the statement's terms that the
    best of the quotes holds alone. `missing`: log(1 + n) for n terms that none of them holds.
    """

    network: float
    best: float
    missing: float


def looked_at(statement: str, quotes: Sequence[str], logits: NDArray[np.float64]) -> Looked:
    """A statement and its quotes, at least one, with what the network says of them; `logits` as `LABELS`."""
    chances = np.exp(logits - np.logaddexp.reduce(logits))
    lacking = (1 - recall(statement, " ".join(quotes))) * len(terms(statement))
    best = max(recall(statement, quote) for quote in quotes)
    return Looked(log_odds(float(chances[0])), best, math.log1p(lacking))


class Supporter(Protocol):
    """Whoever says how far quotes support a statement; the same pair always has the same support."""

    def supports(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> tuple[float, ...]:
        """Support of each statement by its quotes, 0 to 1, in their order."""
        ...


class Verifier:
    """The built-in supporter: loaded at its first use, and shared by threads.

    :param folder: Holds `model.onnx`, `tokenizer.json` and `config.json`; None for the shipped ones.
    :param threads: Threads of one run of the model; None leaves the choice to onnxruntime.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        self._network = Network(folder or FOLDER, "verifier", threads)

    def supports(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> tuple[float, ...]:
        """Support of each statement by its quotes; 0 where there are no words to support, or none to support
        it. A pair's support does not depend on the others.

        It weighs the network's word with plain counts of the statement's terms in the quotes, for which a
        small network has no good eye. It is no probability: 0.8 is what 15 % of the statements that are not
        supported reach, and 0.5 what 30 % do, in the mean of several sets (`eval.train.blend`).

        :param pairs: Statements, each with its quotes in article order; what is too long of the quotes for
            the model is not seen.
        :return: 0 to 1 for each pair, in their order.
        :raises ModelError: If the weights are missing or are not the ones that the config names.
        """
        return tuple(self._support(statement, quotes) for statement, quotes in pairs)

    @property
    def temperature(self) -> float:
        """What the logits are divided by (Guo et al. 2017, https://arxiv.org/abs/1706.04599)."""
        return float(self._network.config["temperature"])

    def logits(self, statement: str, quotes: Sequence[str]) -> NDArray[np.float64]:
        """The model's outputs before calibration, for the calibration itself; shape (3,), as `LABELS`."""
        config = self._network.config
        if sorted(config["labels"]) != sorted(LABELS):
            raise ModelError(
                f"the verifier in {self._network.folder} has the labels {config['labels']}, expected "
                f"{list(LABELS)}; reinstall Byline"
            )
        head = self._network.head(statement)
        encoded = self._network.tokenizer.encode_batch(list(quotes), add_special_tokens=False)
        body = [token for quote in encoded for token in quote.ids][: config["max_tokens"] - len(head) - 1]
        first = self._network.run(head, body)[0]
        return np.array([first[config["labels"].index(label)] for label in LABELS], dtype=np.float64)

    def _support(self, statement: str, quotes: Sequence[str]) -> float:
        if not statement.strip() or not any(quote.strip() for quote in quotes):
            return 0.0
        scaled = self.logits(statement, quotes) / self.temperature
        blend = self._network.config["blend"]
        weights = Logistic(tuple(blend[field.name] for field in fields(Looked)), blend["bias"])
        return weights.probability(looked_at(statement, quotes, scaled))
