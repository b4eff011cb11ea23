"""Checked sentences in, `Answer` out: numbering, markers, and what an abstention says."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .answer import Answer, AnswerSentence, Citation
from .events import SentenceEvent
from .retrieve.evidence import Evidence, EvidenceSentence
from .verify.outcome import Outcome
from .verify.verdict import Checked

MAX_QUESTION_CHARS = 2000
UNSUPPORTED = "No sentence that answers it could be supported by the article's words."
REFUSED = "The language model, too, found no answer in the nearest passages."
_WORD = re.compile(r"[^\W\d_]{2,}")
_BROKEN = re.compile("[\ud800-\udfff]")
"""Halves of a character, which no encoding of text can hold."""
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
"""A full stop that belongs to a word, as in "p.m." or "U.S."."""
END_MARK = re.compile(r"[.!?…]*[\"'”’»)\]]*$")


class Clock:
    """Seconds by part of the chain."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._parts = {"retrieve": 0.0, "generate": 0.0, "verify": 0.0}

    def lap(self, part: str) -> None:
        """Count the time since the last lap to a part."""
        now = time.perf_counter()
        self._parts[part] += now - self._last
        self._last = now

    def timings(self) -> dict[str, float]:
        """Seconds of each part, and of all since the start."""
        return {**self._parts, "total": time.perf_counter() - self._start}


@dataclass(frozen=True, slots=True)
class Composer:
    """What all answers to one question share; `many` says whether several articles were asked."""

    question: str
    generator: str
    fallback: str | None
    many: bool
    clock: Clock

    def answer(self, outcome: Outcome, evidence: Evidence) -> Answer:
        """The answer of checked sentences, at least one."""
        sentences, citations = _number(outcome.checked)
        text = " ".join(_marked(sentence) for sentence in sentences)
        answer = self._answer(evidence, text, sentences=sentences, citations=citations)
        return replace(answer, dropped=outcome.dropped, rewritten=outcome.rewritten)

    def abstain(self, reason: str, evidence: Evidence) -> Answer:
        """The abstention, for a reason in a sentence."""
        says = "The articles do not say." if self.many else "The article does not say."
        return self._answer(evidence, f"{says} {reason}", reason=reason)

    def _answer(
        self,
        evidence: Evidence,
        text: str,
        *,
        reason: str | None = None,
        sentences: tuple[AnswerSentence, ...] = (),
        citations: tuple[Citation, ...] = (),
    ) -> Answer:
        tidy = " ".join(self.question.split())
        return Answer(
            question=self.question,
            text=text,
            abstained=not sentences,
            reason=reason,
            citations=citations,
            sentences=sentences,
            passages=evidence.passages,
            confidence=evidence.answerable,
            generator=self.generator,
            fallback=self.fallback,
            timings=self.clock.timings(),
            asked=evidence.question if evidence.passages and evidence.question != tidy else None,
        )


def unaskable(question: str) -> str | None:
    """Why a text cannot be asked, or None."""
    if not question.strip():
        return "The question is empty."
    if len(question) > MAX_QUESTION_CHARS:
        return f"The question has {len(question):,} characters; Byline reads at most {MAX_QUESTION_CHARS:,}."
    if _BROKEN.search(question):
        return "The question holds characters that are no text."
    if not _WORD.search(question):
        return "The question holds no words."
    return None


def unanswered(evidence: Evidence) -> str:
    """Why evidence does not answer."""
    if evidence.unknown:
        named = ", ".join(f"“{name}”" for name in evidence.unknown[:3])
        return f"Nothing there mentions {named}."
    if not evidence.passages:
        return "There is no passage to read."
    return "The nearest passages do not answer this question."


def _number(checked: Sequence[Checked]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Number the quotes in article order, one citation for each, and refer to them from the sentences."""
    best: dict[tuple[str, int], tuple[EvidenceSentence, float]] = {}
    for one in checked:
        for quote in one.quotes:
            best[quote.place] = (quote, max(one.support, best.get(quote.place, (quote, 0.0))[1]))
    places = sorted(best)
    numbers = {place: number for number, place in enumerate(places, 1)}
    citations = tuple(_citation(numbers[place], *best[place]) for place in places)
    sentences = tuple(
        AnswerSentence(
            one.text, tuple(sorted(numbers[quote.place] for quote in one.quotes)), one.support, one.verdict
        )
        for one in checked
    )
    return sentences, citations


def _citation(number: int, quote: EvidenceSentence, support: float) -> Citation:
    s = quote.sentence
    return Citation(
        number, s.text, s.start, s.end, quote.article_id, quote.title, s.speaker, s.direct, support
    )


def sentence_event(checked: Sequence[Checked]) -> SentenceEvent:
    """The last of the sentences checked so far, with the citations that are new with it."""
    sentences, citations = _number(checked)
    before = {c.start for c in _number(checked[:-1])[1]}
    return SentenceEvent(sentences[-1], tuple(c for c in citations if c.start not in before))


def _marked(sentence: AnswerSentence) -> str:
    """The sentence with its markers before its end mark: "… in May [1]."; "… at 5 p.m. [1]."."""
    markers = "".join(f"[{number}]" for number in sentence.citations)
    match = END_MARK.search(sentence.text)
    at = match.start() if match else len(sentence.text)
    mark = f"{sentence.text[:at]} {markers}{sentence.text[at:]}"
    if _INITIALS.search(sentence.text):
        mark = f"{sentence.text} {markers}."
    if sentence.verdict == "partial":
        return f"{mark} (only partly supported)"
    return mark
