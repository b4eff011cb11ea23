"""A folder of weights and token ids in, logits out: what the reader and the verifier have in common."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError

from .saturation import products_saturate


class Network:
    """A BERT that sees two texts at once, with outputs for every token; opened at its first use, and shared
    by threads.

    :param folder: Holds `model.onnx`, `tokenizer.json` and `config.json`.
    :param job: What it is to the user, such as "reader", for messages.
    :param threads: Threads of one run; None leaves the choice to onnxruntime.
    """

    def __init__(self, folder: Path, job: str, threads: int | None = None) -> None:
        self.folder = folder
        self._job = job
        self._threads = threads
        self._lock = threading.Lock()
        self._opened: tuple[Any, Any, dict[str, Any]] | None = None

    @property
    def tokenizer(self) -> Any:
        """The tokenizer, which neither pads nor cuts.

        :raises ModelError: If the weights are missing or are not the ones that the config names.
        """
        return self._open()[1]

    @property
    def config(self) -> dict[str, Any]:
        """What `config.json` holds; raises as `tokenizer` does."""
        return self._open()[2]

    def head(self, text: str) -> list[int]:
        """`[CLS] text [SEP]` as token ids, the text cut to the config's `max_question` tokens."""
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids[: self.config["max_question"]]
        return [self.tokenizer.token_to_id("[CLS]"), *ids, self.tokenizer.token_to_id("[SEP]")]

    def run(self, head: Sequence[int], body: Sequence[int]) -> NDArray[np.float64]:
        """Run `head body [SEP]`, alone: with int8 activations the scale, and so the result, would otherwise
        depend on what else is in the batch.

        :param head: As `head` gives it.
        :param body: Token ids of the second text, which with `head` leave room for one token.
        :return: Logits of every token; shape (tokens, outputs).
        """
        logits: NDArray[np.float64] = (
            self._open()[0].run(["logits"], feeds(head, body))[0][0].astype(np.float64)
        )
        return logits

    def _open(self) -> tuple[Any, Any, dict[str, Any]]:
        with self._lock:
            if self._opened is None:
                self._opened = _open(self.folder, self._job, self._threads)
            return self._opened


def feeds(head: Sequence[int], body: Sequence[int]) -> dict[str, NDArray[np.int64]]:
    """The inputs of one run, by name; see `Network.run`."""
    ids = np.array([[*head, *body, head[-1]]], dtype=np.int64)
    types = (np.arange(ids.size)[None] >= len(head)).astype(np.int64)
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": np.ones_like(ids)}


def session_options(threads: int | None, exact: bool = True) -> Any:
    """How a network is run, so that it says the same on every processor.

    :param threads: as in `Network`.
    :param exact: False leaves out what makes it so: for measurements, and for weights of at most 7 bits.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3
    # Has onnxruntime shift the weights to unsigned bytes, whose products are exact: the integers are then the
    # same everywhere. It costs a third of the time, so only where it is needed.
    if exact and products_saturate():
        options.add_session_config_entry("session.x64quantprecision", "1")
    return options


def _open(folder: Path, job: str, threads: int | None) -> tuple[Any, Any, dict[str, Any]]:
    """:return: Session, tokenizer and config, once the weights are known to be the expected ones."""
    import onnxruntime
    from tokenizers import Tokenizer

    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        model = (folder / "model.onnx").read_bytes()
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        expected = config["model_sha256"]
    except (OSError, ValueError, KeyError) as e:
        raise ModelError(f"the {job}'s weights in {folder} are incomplete ({e!r}); reinstall Byline") from e
    found = hashlib.sha256(model).hexdigest()
    if found != expected:
        raise ModelError(
            f"{folder / 'model.onnx'} has sha256 {found[:12]}…, but config.json names {expected[:12]}…; "
            "reinstall Byline"
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    options = session_options(threads, exact=config.get("weight_bits", 8) > 7)  # 7 cannot saturate
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session, tokenizer, config
