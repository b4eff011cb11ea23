"""Question and passages in, readings out: which sentences answer, whether the passage does, and where.

The model is ours: a cross-encoder that sees the question and a passage at once, so that a sentence is
judged with its neighbours in view. Its card is `rag/weights/reader/README.md`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.nets.network import Network

FOLDER = Path(__file__).parents[1] / "weights" / "reader"
MAX_ANSWER_TOKENS = 30


@dataclass(frozen=True)
class Span:
    """The likeliest answer in a passage: code points `[start, end)` of its sentence number `sentence`.

    `score` is the probability of this span among all spans of the passage and "no answer"; for a sentence's
    own span, among all spans of that sentence.
    """

    sentence: int
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Reading:
    """What a passage holds for a question.

    `answerable` is the calibrated probability that the passage answers, `sentences` that of each of its
    sentences, in order. `span` is None only where the passage has no words; where "no answer" is likelier
    than the span, its score is low. `spans` holds each sentence's own span, in order, None for one without
    words.
    """

    answerable: float
    sentences: tuple[float, ...]
    span: Span | None
    spans: tuple[Span | None, ...] = ()


@dataclass(frozen=True)
class Raw:
    """The model's outputs before calibration, as log-odds; `margin` is the span's against "no answer"."""

    whole: float
    sentences: tuple[float, ...]
    margin: float
    span: Span | None
    spans: tuple[Span | None, ...] = ()

    @property
    def features(self) -> tuple[float, float, float]:
        """What the passage's calibration weighs: its own score, its best sentence's, the span's margin."""
        return self.whole, max(self.sentences, default=self.whole), self.margin


@dataclass(frozen=True)
class _Window:
    """A run of sentences, from number `first` on, that fits the model's input."""

    first: int
    ids: tuple[tuple[int, ...], ...]
    offsets: tuple[tuple[tuple[int, int], ...], ...]


class Reader:
    """Loaded at its first use, and shared by threads.

    :param folder: Holds `model.onnx`, `tokenizer.json` and `config.json`; None for the shipped ones.
    :param threads: Passages that are read at once, each on a thread of its own, which is faster than one
        after the other on all threads; None: as many as there are processors.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        self._network = Network(folder or FOLDER, "reader", threads=1)
        self._at_once = threads or os.cpu_count() or 1

    def read(self, question: str, passages: Sequence[Sequence[str]]) -> tuple[Reading, ...]:
        """Read each passage for an answer, on its own: its reading does not depend on the others.

        :param passages: Each one as the texts of its sentences; an empty one reads as not answering.
        :return: One reading for each passage, in their order.
        :raises ModelError: If the weights are missing or are not the ones that the config names.
        """
        return tuple(self.calibrated(raw) for raw in self.raw(question, passages))

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is one piece of the model's vocabulary, as common words are."""
        return self._network.tokenizer.token_to_id(word) is not None

    def raw(self, question: str, passages: Sequence[Sequence[str]]) -> tuple[Raw, ...]:
        """`read` before calibration, for the calibration itself and for measurements."""
        if not passages:
            return ()
        head = self._network.head(question)
        room = self._network.config["max_tokens"] - len(head) - 1
        windows = [
            (number, window)
            for number, passage in enumerate(passages)
            for window in _windows(self._network.tokenizer, passage, room)
        ]

        def decoded(place: tuple[int, _Window]) -> Raw:
            number, window = place
            logits = self._network.run(head, [token for sentence in window.ids for token in sentence])
            return _decode(logits, len(head), window, passages[number])

        parts: list[list[tuple[_Window, Raw]]] = [[] for _ in passages]
        with ThreadPoolExecutor(self._at_once) as pool:
            for (number, window), raw in zip(windows, pool.map(decoded, windows), strict=True):
                parts[number].append((window, raw))
        return tuple(_merged(part, len(passage)) for part, passage in zip(parts, passages, strict=True))

    def calibrated(self, raw: Raw) -> Reading:
        """Temperature scaling (Guo et al. 2017, https://arxiv.org/abs/1706.04599) of the sentences, and a
        logistic regression on the passage's three scores (Platt 1999).
        """
        if not raw.sentences:
            return Reading(0.0, (), None)
        config = self._network.config
        weights = config["passage_weights"]
        odds = config["passage_bias"] + sum(w * x for w, x in zip(weights, raw.features, strict=True))
        scale, bias = config["sentence_temperature"], config["sentence_bias"]
        sentences = tuple(_sigmoid(score / scale + bias) for score in raw.sentences)
        return Reading(_sigmoid(odds), sentences, raw.span, raw.spans)


def _windows(tokenizer: Any, passage: Sequence[str], room: int) -> list[_Window]:
    """Cut a passage to runs of whole sentences of at most `room` tokens.

    A run starts with the last sentence of the one before, for context, where there is room for it; only
    a sentence that is too long by itself is cut short.
    """
    if not passage:
        return []
    encoded = tokenizer.encode_batch(list(passage), add_special_tokens=False)
    sizes = [min(len(sentence.ids), room) for sentence in encoded]
    windows, first, done = [], 0, 0
    while done < len(sizes):
        end, used = first, 0
        while end < len(sizes) and used + sizes[end] <= room:
            used += sizes[end]
            end += 1
        if end == done:  # the sentence before left no room for the next one
            first = done
            continue
        cut = encoded[first:end]
        ids = tuple(tuple(sentence.ids[:room]) for sentence in cut)
        windows.append(_Window(first, ids, tuple(tuple(sentence.offsets[:room]) for sentence in cut)))
        done, first = end, end - 1
    return windows


def _decode(logits: NDArray[np.float64], head: int, window: _Window, passage: Sequence[str]) -> Raw:
    """:param head: Tokens before the first sentence. Span scores as in Devlin et al. 2019, section 4.3."""
    scores: list[float] = []
    spans: list[Span | None] = []
    best, span, at = -np.inf, None, head
    body = logits[head:-1]
    null = logits[0, 1] + logits[0, 2]
    for index, ids in enumerate(window.ids):
        part = logits[at : at + len(ids)]
        scores.append(float(part[:, 0].mean()) if len(ids) else -10.0)
        spans.append(None)
        at += len(ids)
        if not len(ids):
            continue
        own, start, end = _best_span(part)
        sentence, offsets = window.first + index, window.offsets[index]
        first, last = _whole_words(passage[sentence], offsets[start][0], offsets[end][1])
        spans[index] = Span(sentence, first, last, float(np.exp(own - _normaliser(part))))
        if own > best:
            best, span = own, spans[index]
    if span is None:
        return Raw(float(logits[0, 0]), tuple(scores), -10.0, None, tuple(spans))
    total = _normaliser(np.concatenate([logits[:1], body]))
    span = replace(span, score=float(np.exp(best - total)))
    return Raw(float(logits[0, 0]), tuple(scores), float(best - null), span, tuple(spans))


def _best_span(part: NDArray[np.float64]) -> tuple[float, int, int]:
    """:return: The likeliest span of a sentence's tokens: its two logits' sum, its first and last token."""
    sums = part[:, 1][:, None] + part[:, 2][None, :]
    banned = np.tril(np.ones_like(sums), -1) + np.triu(np.ones_like(sums), MAX_ANSWER_TOKENS)
    sums[banned > 0] = -np.inf
    start, end = np.unravel_index(int(sums.argmax()), sums.shape)
    return float(sums[start, end]), int(start), int(end)


def _normaliser(part: NDArray[np.float64]) -> float:
    """:return: What a span's sum is less by, as a log-probability: of start and end, each by a softmax."""
    return float(sum(np.logaddexp.reduce(part[:, column]) for column in (1, 2)))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """:return: The range widened to the ends of the words that it cuts."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _merged(parts: Sequence[tuple[_Window, Raw]], count: int) -> Raw:
    """One reading of a passage that was read in several windows: its best window speaks for it, and a
    sentence in two windows has its better score, and the span found with it.
    """
    if not parts:
        return Raw(-10.0, (), -10.0, None)
    scores = [-np.inf] * count
    spans: list[Span | None] = [None] * count
    for window, raw in parts:
        for index, (score, span) in enumerate(zip(raw.sentences, raw.spans, strict=True), window.first):
            if score > scores[index]:
                scores[index], spans[index] = score, span
    best = max((raw for _, raw in parts), key=lambda raw: (raw.span is not None, sum(raw.features)))
    return Raw(best.whole, tuple(scores), best.margin, best.span, tuple(spans))


def _sigmoid(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))
