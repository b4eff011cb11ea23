"""The generator that asks a language model: evidence in, its sentences out, one by one as they come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

from rag.errors import EndpointError
from rag.retrieve.evidence import Draft, Drafted, Evidence, Fragment, Refusal
from rag.words import terms, words

from .call_error import CallError
from .endpoint import Endpoint
from .gate import Gate
from .message import Message
from .prompt import REPLY_TOKENS, messages, shown
from .sentences import SentenceStream
from .tidy import is_data, refuses, tidied

MAX_SENTENCES = 6
"""Sentences after which no more of a reply is read."""
MAX_REPEATS = 2
"""Sentences said before, after which a reply only repeats itself."""
ECHO = 4
"""Most words of a sentence that may be no more than an echo of the question."""
_SNIFFED = 24
"""Characters that show whether a reply is prose."""


class LlmWriter:
    """Drafts by a language model; nothing that it writes is taken for true, or for a citation.

    :param endpoint: where it answers.
    :param seconds: that a whole answer may take, waiting for its turn and all.
    :param gate: who else uses the model; None: nobody.
    """

    def __init__(self, endpoint: Endpoint, seconds: float, gate: Gate | None = None) -> None:
        self.endpoint = endpoint
        self.seconds = seconds
        self.gate = gate or Gate(1, 0)

    @property
    def name(self) -> str:
        """`llm:` and the model."""
        return f"llm:{self.endpoint.model}"

    def draft(self, evidence: Evidence) -> Iterator[Drafted]:
        """Its sentences, tidied; see `Generator.draft`."""
        end = time.monotonic() + self.seconds
        with self.gate.turn(self.seconds):
            context = self.endpoint.context(max(0.1, end - time.monotonic()))
            most: int | None = None
            while True:
                asked = messages(evidence, context - min(self.endpoint.habits.room, context // 2), most)
                try:
                    yield from self._drafted(evidence.question, asked, end)
                    return
                except EndpointError as error:
                    fewer = shown(asked) // 2
                    if not fewer or not _may_fit(error, most is None):
                        raise
                    most = fewer

    def _drafted(self, question: str, asked: tuple[Message, ...], end: float) -> Iterator[Drafted]:
        if not asked:
            raise EndpointError(
                f"Not one passage fits into the window of {self.endpoint.model!r} (llm_context)."
            )
        reply = _Reply(self.endpoint.model, question)
        seconds = max(0.1, end - time.monotonic())
        with closing(self.endpoint.stream(asked, seconds, REPLY_TOKENS)) as pieces:
            for piece in pieces:
                if piece.text:
                    yield Fragment(piece.text)
                yield from reply.add(piece.text, piece.cut)
                if reply.is_over:
                    return
        yield from reply.end()


def _may_fit(error: EndpointError, is_first: bool) -> bool:
    """Whether fewer passages may do where so many did not; LM Studio is silent where they do not fit."""
    kind = error.__cause__.kind if isinstance(error.__cause__, CallError) else ""
    return kind == "overflow" or (kind == "empty" and is_first)


class _Reply:
    """What has come of a reply so far."""

    def __init__(self, model: str, question: str) -> None:
        self._model = model
        self._asked = set(terms(question))
        self._stream = SentenceStream()
        self._start = ""
        self._cut = False
        self._said: set[str] = set()
        self._drafts = 0
        self._repeats = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more of it is worth waiting for."""
        return self._drafts >= MAX_SENTENCES or self._repeats >= MAX_REPEATS

    def add(self, text: str, cut: bool) -> Iterator[Drafted]:
        self._cut |= cut
        if len(self._start.strip()) < _SNIFFED:
            self._start += text
            if is_data(self._start):
                raise EndpointError(f"The language model {self._model!r} answered in data, not in sentences.")
        yield from self._drafted(self._stream.add(text))
        if self._stream.runs_on:
            if self._drafts:
                self._repeats = MAX_REPEATS
            else:
                raise EndpointError(
                    f"The language model {self._model!r} runs on without an end of a sentence."
                )

    def end(self) -> Iterator[Drafted]:
        yield from self._drafted(self._stream.end(self._cut))
        if not self._said:
            raise EndpointError(
                f"The language model {self._model!r} replied with nothing that is a sentence."
            )

    def _echoes(self, text: str) -> bool:
        """Whether a few words say nothing beyond the question's own: "Ann Lee." to "Who is Ann Lee?"."""
        return len(words(text)) <= ECHO and set(terms(text)) <= self._asked

    def _drafted(self, sentences: list[str]) -> Iterator[Drafted]:
        for sentence in sentences:
            if self.is_over:
                return
            key = " ".join(words(sentence))
            if key in self._said:
                self._repeats += 1
            elif refuses(sentence):
                self._said.add(key)
                yield Refusal()
            elif (text := tidied(sentence)) and not self._echoes(text):
                self._said.add(key)
                self._drafts += 1
                yield Draft(text)
