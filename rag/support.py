"""Statement and quotes in, support out: how far what the quotes say bears the statement.

The model is ours: a cross-encoder that sees the statement and its quotes at once. Its card is
`rag/weights/verifier/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .errors import ModelError
from .network import Network

FOLDER = Path(__file__).parent / "weights" / "verifier"
LABELS = ("supported", "partial", "unsupported")


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
        """Support of each statement by its quotes: P(supported) + P(partial) / 2; 0 where there are no words
        to support, or none to support it. A pair's support does not depend on the others.

        :param pairs: Statements, each with its quotes in article order; what is too long of the quotes for
            the model is not seen.
        :return: 0 to 1 for each pair, in their order.
        :raises ModelError: If the weights are missing or are not the ones that the config names.
        """
        return tuple(self._support(statement, quotes) for statement, quotes in pairs)

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
        scaled = self.logits(statement, quotes) / self._network.config["temperature"]
        supported, partial, _ = np.exp(scaled - np.logaddexp.reduce(scaled))
        return float(supported + partial / 2)
