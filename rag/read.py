"""Question and passages in, readings out: which sentences answer, whether the passage does, and where.

The model is ours: a cross-encoder that sees the question and a passage at once, so that a sentence is
judged with its neighbours in view. Its card is `rag/weights/reader/README.md`.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError

FOLDER = Path(__file__).parent / "weights" / "reader"
MAX_ANSWER_TOKENS = 30


@dataclass(frozen=True)
class Span:
    """The likeliest answer in a passage: code points `[start, end)` of its sentence number `sentence`.

    `score` is the probability of this span among all spans of the passage and "no answer".
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
    than the span, its score is low.
    """

    answerable: float
    sentences: tuple[float, ...]
    span: Span | None


@dataclass(frozen=True)
class Raw:
    """The model's outputs before calibration, as log-odds; `margin` is the span's against "no answer"."""

    whole: float
    sentences: tuple[float, ...]
    margin: float
    span: Span | None

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
    :param threads: Threads of one run of the model; None leaves the choice to onnxruntime.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        self._folder = folder or FOLDER
        self._threads = threads
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any, dict[str, Any]] | None = None

    def read(self, question: str, passages: Sequence[Sequence[str]]) -> tuple[Reading, ...]:
        """Read each passage for an answer, on its own: its reading does not depend on the others.

        :param passages: Each one as the texts of its sentences; an empty one reads as not answering.
        :return: One reading for each passage, in their order.
        :raises ModelError: If the weights are missing or are not the ones that the config names.
        """
        return tuple(self.calibrated(raw) for raw in self.raw(question, passages))

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is one piece of the model's vocabulary, as common words are."""
        return self._load()[1].token_to_id(word) is not None

    def raw(self, question: str, passages: Sequence[Sequence[str]]) -> tuple[Raw, ...]:
        """`read` before calibration, for the calibration itself and for measurements."""
        if not passages:
            return ()
        session, tokenizer, config = self._load()
        asked = tokenizer.encode(question, add_special_tokens=False).ids[: config["max_question"]]
        head = [tokenizer.token_to_id("[CLS]"), *asked, tokenizer.token_to_id("[SEP]")]
        room = config["max_tokens"] - len(head) - 1
        parts: list[list[tuple[_Window, Raw]]] = [[] for _ in passages]
        for number, passage in enumerate(passages):
            for window in _windows(tokenizer, passage, room):
                # One window a run: with int8 activations the scale, and so the result, would otherwise
                # depend on what else is in the batch.
                logits = _run(session, head, window)
                parts[number].append((window, _decode(logits, len(head), window, passage)))
        return tuple(_merged(part, len(passage)) for part, passage in zip(parts, passages, strict=True))

    def calibrated(self, raw: Raw) -> Reading:
        """Temperature scaling (Guo et al. 2017, https://arxiv.org/abs/1706.04599) of the sentences, and a
        logistic regression on the passage's three scores (Platt 1999).
        """
        if not raw.sentences:
            return Reading(0.0, (), None)
        config = self._load()[2]
        weights = config["passage_weights"]
        odds = config["passage_bias"] + sum(w * x for w, x in zip(weights, raw.features, strict=True))
        scale, bias = config["sentence_temperature"], config["sentence_bias"]
        sentences = tuple(_sigmoid(score / scale + bias) for score in raw.sentences)
        return Reading(_sigmoid(odds), sentences, raw.span)

    def _load(self) -> tuple[Any, Any, dict[str, Any]]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _open(self._folder, self._threads)
            return self._loaded


def _open(folder: Path, threads: int | None) -> tuple[Any, Any, dict[str, Any]]:
    """:return: Session, tokenizer and config, once the weights are known to be the expected ones."""
    import onnxruntime
    from tokenizers import Tokenizer

    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        model = (folder / "model.onnx").read_bytes()
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        expected = config["model_sha256"]
    except (OSError, ValueError, KeyError) as e:
        raise ModelError(f"the reader's weights in {folder} are incomplete ({e!r}); reinstall Byline") from e
    found = hashlib.sha256(model).hexdigest()
    if found != expected:
        raise ModelError(
            f"{folder / 'model.onnx'} has sha256 {found[:12]}…, but config.json names {expected[:12]}…; "
            "reinstall Byline"
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session, tokenizer, config


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


def _run(session: Any, head: list[int], window: _Window) -> NDArray[np.float64]:
    """:return: Relevance, start and end logits of every token, shape (tokens, 3)."""
    body = [token for sentence in window.ids for token in sentence]
    ids = np.array([[*head, *body, head[-1]]], dtype=np.int64)
    types = (np.arange(ids.size)[None] >= len(head)).astype(np.int64)
    feeds = {"input_ids": ids, "token_type_ids": types, "attention_mask": np.ones_like(ids)}
    logits: NDArray[np.float64] = session.run(["logits"], feeds)[0][0].astype(np.float64)
    return logits


def _decode(logits: NDArray[np.float64], head: int, window: _Window, passage: Sequence[str]) -> Raw:
    """:param head: Tokens before the first sentence. Span scores as in Devlin et al. 2019, section 4.3."""
    scores, best, at = [], (-np.inf, 0, 0, 0), head
    body = logits[head:-1]
    null = logits[0, 1] + logits[0, 2]
    for index, ids in enumerate(window.ids):
        part = logits[at : at + len(ids)]
        scores.append(float(part[:, 0].mean()) if len(ids) else -10.0)
        at += len(ids)
        if not len(ids):
            continue
        sums = part[:, 1][:, None] + part[:, 2][None, :]
        banned = np.tril(np.ones_like(sums), -1) + np.triu(np.ones_like(sums), MAX_ANSWER_TOKENS)
        sums[banned > 0] = -np.inf
        start, end = np.unravel_index(int(sums.argmax()), sums.shape)
        if sums[start, end] > best[0]:
            best = (sums[start, end], index, int(start), int(end))
    if not len(body):
        return Raw(float(logits[0, 0]), tuple(scores), -10.0, None)
    total = sum(np.logaddexp.reduce(np.append(body[:, column], logits[0, column])) for column in (1, 2))
    sentence = window.first + best[1]
    offsets = window.offsets[best[1]]
    first, last = _whole_words(passage[sentence], offsets[best[2]][0], offsets[best[3]][1])
    span = Span(sentence, first, last, float(np.exp(best[0] - total)))
    return Raw(float(logits[0, 0]), tuple(scores), float(best[0] - null), span)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """:return: The range widened to the ends of the words that it cuts."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _merged(parts: Sequence[tuple[_Window, Raw]], count: int) -> Raw:
    """One reading of a passage that was read in several windows: its best window speaks for it, and a
    sentence in two windows has its better score.
    """
    if not parts:
        return Raw(-10.0, (), -10.0, None)
    scores = [-np.inf] * count
    for window, raw in parts:
        for index, score in enumerate(raw.sentences, window.first):
            scores[index] = max(scores[index], score)
    best = max((raw for _, raw in parts), key=lambda raw: (raw.span is not None, sum(raw.features)))
    return Raw(best.whole, tuple(scores), best.margin, best.span)


def _sigmoid(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))
