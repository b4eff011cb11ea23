"""Cross-encoders of the model hub, or of a folder, in the place of our own models.

They run by sentence-transformers, and are loaded where they are made; no code of a model's own is run.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embed import no_progress_bar
from rag.errors import ModelError

ENTAILMENT = "entailment"
_JUDGES = ("ForSequenceClassification", "ForCausalLM")
"""Ends of the names of architectures that judge a pair; to another one a head of random numbers is put."""

log = logging.getLogger(__name__)


class CrossEncoder:
    """One model that sees two texts at once; shared by threads.

    :param name: A folder, or a name on the model hub, which is asked only for what is not here yet.
    :param setting: The setting that names it, for messages.
    :param device: Where it runs, as in the settings.
    :raises ModelError: If it cannot be loaded, or does not judge pairs of texts.
    """

    def __init__(self, name: str, setting: str, device: str = "cpu") -> None:
        self.name = name
        self.setting = setting
        self._model = _load(name, setting, None if device == "auto" else device)
        self._lock = threading.Lock()

    @property
    def labels(self) -> list[str]:
        """What its outputs stand for, in lower case; one for each output."""
        outputs = int(self._model.num_labels)
        named = self._model.config.id2label
        return [str(named.get(number, number)).lower() for number in range(outputs)]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Each pair's outputs as probabilities: a sigmoid of one, a softmax of several.

        :return: Shape (pairs, outputs).
        """
        import torch

        outputs = len(self.labels)
        if not pairs:
            return np.empty((0, outputs))
        with self._lock:  # the tokenizer's truncation state is not safe to share
            activation = torch.nn.Sigmoid() if outputs == 1 else torch.nn.Softmax(dim=-1)
            found = self._model.predict(list(pairs), activation_fn=activation, show_progress_bar=False)
        return np.asarray(found, dtype=np.float64).reshape(len(pairs), outputs)


class HubSupporter:
    """A `rag.verify.support.Supporter`: an NLI model, for which the quotes are the premise and the statement
    is the hypothesis, or a model of one output.

    :raises ModelError: If the model has several outputs, but none for entailment.
    """

    def __init__(self, model: CrossEncoder) -> None:
        labels = model.labels
        if len(labels) > 1 and ENTAILMENT not in labels:
            raise ModelError(
                f"{model.setting} {model.name!r} has the labels {labels}: expected an NLI model, "
                f"with {ENTAILMENT!r} among them, or a model of one output"
            )
        self._model = model
        self._column = labels.index(ENTAILMENT) if len(labels) > 1 else 0

    def supports(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> tuple[float, ...]:
        """P(entailment), or the one output, 0 to 1, for each statement and its quotes."""
        posed = [(" ".join(quotes), statement) for statement, quotes in pairs]
        return tuple(self._model.probabilities(posed)[:, self._column].tolist())


class HubReranker:
    """Scores sentences for a question by a model of one output, such as those trained on MS MARCO.

    :raises ModelError: If the model has several outputs.
    """

    def __init__(self, model: CrossEncoder) -> None:
        if len(model.labels) > 1:
            raise ModelError(
                f"{model.setting} {model.name!r} has {len(model.labels)} outputs: expected a relevance model "
                "of one, such as 'cross-encoder/ms-marco-MiniLM-L6-v2'"
            )
        self._model = model

    def scores(self, question: str, sentences: Sequence[str]) -> tuple[float, ...]:
        """How likely each sentence answers the question, 0 to 1, in their order."""
        return tuple(self._model.probabilities([(question, text) for text in sentences])[:, 0].tolist())


def _load(name: str, setting: str, device: str | None) -> Any:
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder as Loaded

    log.info("loading %s %s", setting, name)
    try:
        with no_progress_bar():
            try:
                model = Loaded(name, device=device, local_files_only=True)
            except OSError:  # not here: ask the hub
                model = Loaded(name, device=device)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"{setting} {name!r} cannot be loaded ({type(error).__name__}): expected 'built-in', a folder, "
            "or a name on the model hub; without a network, download the model elsewhere and name its folder"
        ) from error
    architecture = (getattr(model.config, "architectures", None) or ["none"])[0]
    if len(model) == 1 and not architecture.endswith(_JUDGES):
        raise ModelError(
            f"{setting} {name!r} is no cross-encoder (its architecture is {architecture}): expected a model "
            "that was trained to judge pairs of texts"
        )
    return model
