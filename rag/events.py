"""What `Engine.stream` gives while it works: passages, tokens and sentences, and last the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .answer import Answer, AnswerSentence, Citation, ScoredPassage
from .retrieve.evidence import Evidence


@dataclass(frozen=True, slots=True)
class PassagesEvent:
    """The passages that were read, best first, and all that the answer may draw on; one for each of several
    questions asked in one.
    """

    passages: tuple[ScoredPassage, ...]
    evidence: Evidence
    kind: Literal["passages"] = "passages"


@dataclass(frozen=True, slots=True)
class TokenEvent:
    """A piece of a draft that is not checked yet; only generators that write piece by piece give it."""

    text: str
    kind: Literal["token"] = "token"


@dataclass(frozen=True, slots=True)
class SentenceEvent:
    """A checked sentence that will stand in the answer, with the citations that are new with it."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]
    kind: Literal["sentence"] = "sentence"


@dataclass(frozen=True, slots=True)
class FallbackEvent:
    """Another generator takes over, for a reason in a sentence: the sentences so far do not stand."""

    reason: str
    kind: Literal["fallback"] = "fallback"


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """The whole answer; always the last event. Its numbers may order the citations anew."""

    answer: Answer
    kind: Literal["answer"] = "answer"


Event = PassagesEvent | TokenEvent | SentenceEvent | FallbackEvent | AnswerEvent
