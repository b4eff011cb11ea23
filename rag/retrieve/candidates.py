"""Sentences of the passages that were read, each with what speaks for it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from index import Passage, Sentence
from rag.words import FUZZY, terms, words

from .fusion import SentenceFeatures, log_odds
from .reader import Reading

_ASKS_SPEECH = re.compile(
    r"\b(?:says?|said|tells?|told|thinks?|believes?|claims?|noted?|stated?|wrote|writes?|according|opinion|"
    r"views?|comment\w*|explain\w*|describe\w*|report\w*|confirm\w*|announce\w*|mention\w*|insist\w*|argue\w*)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A passage as it is read: sentences `first` to `last` of its article, from `low` on for context."""

    passage: Passage
    everything: tuple[Sentence, ...]
    first: int
    last: int
    low: int

    @classmethod
    def of(cls, passage: Passage, everything: tuple[Sentence, ...]) -> Block:
        """Find a passage's sentences; the one before it is shown too if it stands under the same heading."""
        inside = [i for i, s in enumerate(everything) if passage.start <= s.start < passage.end]
        first, last = inside[0], inside[-1]
        shown = first > 0 and everything[first - 1].heading == passage.heading
        return cls(passage, everything, first, last, first - 1 if shown else first)

    @property
    def texts(self) -> list[str]:
        """All of its sentences."""
        return self.texts_without(())

    def texts_without(self, numbers: Collection[int]) -> list[str]:
        """What the reader is shown: "" in the place of the sentences with these numbers."""
        shown = range(self.low, self.last + 1)
        return ["" if number in numbers else self.everything[number].text for number in shown]

    def previous(self, number: int) -> Sentence | None:
        """The sentence before number `number` in the same paragraph, None at a paragraph's start."""
        if not number or self.everything[number - 1].paragraph != self.everything[number].paragraph:
            return None
        return self.everything[number - 1]


class Rarity:
    """How much a question's terms weigh: log(1 + n / df) over the sentences that were read."""

    def __init__(self, question: str, sentences: Sequence[str]) -> None:
        held = [set(terms(text)) for text in sentences]
        self._weights = {
            term: math.log(1 + len(held) / max(1, sum(term in one for one in held)))
            for term in set(terms(question))
        }

    def share(self, text: str) -> float:
        """Share, 0 to 1, of the question's weight that a text holds; 0 for a question without terms."""
        whole = sum(self._weights.values())
        held = set(terms(text))
        return sum(weight for term, weight in self._weights.items() if term in held) / whole if whole else 0.0


def features(
    question: str, block: Block, number: int, reading: Reading, similarity: float, rarity: Rarity
) -> SentenceFeatures:
    """What speaks for sentence `number` of a block's article."""
    sentence = block.everything[number]
    before = block.previous(number)
    around = (sentence.heading, sentence.speaker, before.text if before else None, sentence.text)
    return SentenceFeatures(
        read=log_odds(reading.sentences[number - block.low]),
        passage=log_odds(reading.answerable),
        similarity=similarity,
        context=rarity.share(" ".join(filter(None, around))),
        said=said(question, sentence, block.everything),
    )


def said(question: str, sentence: Sentence, everything: Sequence[Sentence]) -> float:
    """1 if the question asks what somebody said and the sentence is theirs, -1 if somebody else's, else 0."""
    if not _ASKS_SPEECH.search(question):
        return 0.0
    asked = [word for word in words(question) if len(word) > 3]
    if sentence.speaker and _named(sentence.speaker, asked):
        return 1.0
    others = {s.speaker for s in everything if s.speaker}
    return -1.0 if any(_named(speaker, asked) for speaker in others) else 0.0


def _named(speaker: str, asked: Sequence[str]) -> bool:
    parts = [part for part in words(speaker) if len(part) > 3]
    return any(fuzz.ratio(part, word) >= FUZZY for part in parts for word in asked)
