"""What a generator may draw on: the passages that were read, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from index import Sentence
from rag.answer import Kind, ScoredPassage

from .missing import Missing


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """Code points `[start, end)` of a sentence that may answer by themselves; `score` is the probability,
    0 to 1, of this range among all of the sentence.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a passage that was read; `relevance` is the probability, 0 to 1, that it answers.

    `number` counts the article's sentences from 0. `previous` is the sentence before it in the same
    paragraph, None at a paragraph's start. `short` is the likeliest short answer in the sentence, None where
    none was looked for. `prefix` and `suffix` are the characters of the article around it, `sha256`, `outlet`
    and `published` are the article's.
    """

    article_id: str
    title: str
    number: int
    sentence: Sentence
    relevance: float
    previous: Sentence | None
    short: ShortAnswer | None = None
    prefix: str = ""
    suffix: str = ""
    sha256: str = ""
    outlet: str | None = None
    published: str | None = None

    @property
    def place(self) -> tuple[str, int]:
        """Sorts sentences into their articles' order."""
        return self.article_id, self.sentence.start


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question as it was searched for, the passages read, best first, and their sentences in order.

    `answerable` is the fitted probability, 0 to 1, that these passages answer the question.
    `missing` is what no article asked about holds of the question. `kind` is what the question asks for.
    """

    question: str
    passages: tuple[ScoredPassage, ...]
    sentences: tuple[EvidenceSentence, ...]
    answerable: float
    missing: Missing = field(default_factory=Missing)
    kind: Kind = "fact"

    @property
    def best(self) -> EvidenceSentence | None:
        """The sentence that answers best, the earlier of two alike; None where nothing was read."""
        return min(self.sentences, key=lambda one: (-one.relevance, one.place), default=None)


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence that a generator proposes, without markers.

    `sources` are the sentences that it was made from, where the generator knows; the verifier aligns
    the draft itself where this is empty, and checks it in either case. `naming` is the slice of its one
    source that the draft consists of where it only names somebody and states nothing, so that no word left
    out can turn it; "" for all other drafts. `note` is that of `AnswerSentence`.
    """

    text: str
    sources: tuple[EvidenceSentence, ...] = ()
    naming: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a reply as it comes in, which nobody has checked; only to show that work goes on."""

    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The generator's own word that the passages do not answer."""


Drafted = Draft | Fragment | Refusal


class Generator(Protocol):
    """Drafts an answer, a sentence at a time; what becomes of the drafts is the verifier's decision."""

    @property
    def name(self) -> str:
        """As it stands in `Answer.generator`: `quote`, or `llm:<model>`."""
        ...

    def draft(self, evidence: Evidence) -> Iterator[Drafted]:
        """Sentences that answer the evidence's question, in the order in which they should stand.

        :raises EndpointError: if a language model cannot be used, or says nothing usable.
        """
        ...
