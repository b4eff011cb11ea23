"""Whether questions that come at once are better run as one batch: the networks alone, both ways."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from index.onnx_model import OnnxModel
from rag.nets.network import feeds
from rag.retrieve.reader import Reader

from ..times import Measured, seconds

TOGETHER = 8
"""Questions that come at once."""
PASSAGE = 200
"""Tokens of a passage as the reader sees it, with the question."""


def batches(model: OnnxModel, reader: Reader, questions: Sequence[str], runs: int) -> list[Measured]:
    """Eight questions at once: embedded each by a thread of its own or in one batch, and a passage each read
    as the product does, one by one on as many threads as there are processors, or in one batch on all.

    A batch's reading is another one than the product's: the scale of int8 activations depends on what else is
    in the batch.
    """
    asked = [questions[i % len(questions)] for i in range(TOGETHER)]
    network = reader._network
    session = network._open()[0]
    head = network.head(asked[0])
    draw = np.random.default_rng(0)
    bodies = [list(map(int, draw.integers(1000, 20_000, PASSAGE - len(head) - 1))) for _ in asked]
    one_by_one = [feeds(head, body) for body in bodies]
    at_once = {key: np.concatenate([feed[key] for feed in one_by_one]) for key in one_by_one[0]}
    with ThreadPoolExecutor(TOGETHER) as many, ThreadPoolExecutor(os.cpu_count() or 1) as few:
        ways: dict[tuple[str, str], Callable[[], object]] = {
            ("embed 8 questions", "a thread each"): lambda: list(
                many.map(lambda q: model.encode([q]), asked)
            ),
            ("embed 8 questions", "one batch"): lambda: model.encode(asked),
            ("read 8 passages", "one by one"): lambda: list(
                few.map(lambda feed: session.run(["logits"], feed), one_by_one)
            ),
            ("read 8 passages", "one batch"): lambda: session.run(["logits"], at_once),
        }
        for work in ways.values():
            work()
        taken: dict[tuple[str, str], list[float]] = {key: [] for key in ways}
        for _ in range(runs):  # in turn, so that what else the machine does is shared
            for key, work in ways.items():
                taken[key].append(seconds(work))
    return [Measured(what, who, tuple(values)) for (what, who), values in taken.items()]
