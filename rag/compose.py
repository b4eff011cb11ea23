"""Checked sentences in, `Answer` out: numbering, markers, and what an abstention says."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .answer import Answer, AnswerSentence, Citation
from .events import SentenceEvent
from .retrieve.evidence import Evidence, EvidenceSentence
from .verify.outcome import Outcome
from .verify.verdict import Checked
from .write.metadata import Datum

MAX_QUESTION_CHARS = 2000
UNSUPPORTED = "No sentence that answers it could be supported by the article's words."
CHAT = "I answer questions about the article, in its own words and with the exact quotes."
CHAT_MANY = "I answer questions about your articles, in their own words and with the exact quotes."
NO_QUESTION = "That is no question about the text."
REFUSED = "The language model, too, found no answer in the nearest passages."
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKER = re.compile(r"\[(\d+)\](?=[\[.!?…\"'”’»)\]]|\s*$| \([a-z ]+\)\.)")
"""A marker as `_marked` sets it: before the end of a sentence."""
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

    def told(self, data: Sequence[Datum], missing: Sequence[str], evidence: Evidence) -> Answer:
        """What an article's own data say, at least one field; `missing` names those that they lack."""
        checked = [Checked(one.text, (one.cited,), 1.0, "supported") for one in data if one.cited]
        sentences, citations = _number(checked)
        numbers = {sentence.text: sentence for sentence in sentences}
        text = " ".join(_marked(numbers[one.text]) if one.text in numbers else one.text for one in data)
        if missing:
            text += f" Its {' and '.join(missing)} did not come with it."
        answer = self._answer(evidence, text, sentences=sentences, citations=citations)
        return replace(answer, abstained=False, metadata=tuple((one.field, one.value) for one in data))

    def chat(self, evidence: Evidence) -> Answer:
        """The line for a text that asks nothing of the articles."""
        return self._answer(evidence, CHAT_MANY if self.many else CHAT, reason=NO_QUESTION)

    def joined(self, parts: Sequence[Answer]) -> Answer:
        """One answer of several, at least two: their citations are numbered across them, in article order."""
        cited = sorted((c for part in parts for c in part.citations), key=lambda c: c.support)
        places = {(c.article_id, c.start, c.end): c for c in cited}  # of one quote, the best supported
        numbers = {place: number for number, place in enumerate(sorted(places), 1)}
        told = [_renumbered(part, numbers) for part in parts]
        answered = [part for part in told if not part.abstained]
        sentences = tuple(dict.fromkeys(sentence for part in told for sentence in part.sentences))
        texts = _told_once(told)
        timings: dict[str, float] = {}
        for part in told:
            timings = {key: timings.get(key, 0.0) + value for key, value in part.timings.items()}
        passages = {(p.article_id, p.start, p.end): p for part in told for p in part.passages}
        return Answer(
            question=self.question,
            text=" ".join(texts) if answered else f"{self._says} {told[0].reason or ''}".strip(),
            abstained=not answered,
            reason=None if answered else told[0].reason,
            citations=tuple(replace(places[place], number=number) for place, number in numbers.items()),
            sentences=sentences,
            passages=tuple(passages.values()),
            confidence=min(part.confidence for part in answered or told),
            generator=told[0].generator,
            fallback=next((part.fallback for part in told if part.fallback), None),
            timings=timings,
            dropped=sum(part.dropped for part in told),
            rewritten=sum(part.rewritten for part in told),
            kind=told[0].kind,
            parts=tuple(told),
            metadata=tuple(pair for part in told for pair in part.metadata),
            remark=next((part.remark for part in told if part.remark), None),
        )

    def abstain(self, reason: str, evidence: Evidence) -> Answer:
        """The abstention, for a reason in a sentence."""
        return self._answer(evidence, f"{self._says} {reason}", reason=reason)

    @property
    def _says(self) -> str:
        return "The articles do not say." if self.many else "The article does not say."

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
            kind=evidence.kind,
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
    if evidence.missing.named:
        named = ", ".join(f"“{name}”" for name in evidence.missing.named[:3])
        return f"Nothing there mentions {named}."
    if not evidence.passages:
        return "There is no passage to read."
    if evidence.missing.focus:
        return f"Nothing there is said of any {evidence.missing.focus}."
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
            one.text,
            tuple(sorted(numbers[quote.place] for quote in one.quotes)),
            one.support,
            one.verdict,
            one.note,
        )
        for one in checked
    )
    return sentences, citations


def _citation(number: int, quote: EvidenceSentence, support: float) -> Citation:
    s = quote.sentence
    return Citation(
        number,
        s.text,
        s.start,
        s.end,
        quote.article_id,
        quote.title,
        s.speaker,
        s.direct,
        support,
        s.page,
        prefix=quote.prefix,
        suffix=quote.suffix,
        sha256=quote.sha256,
    )


def _renumbered(part: Answer, numbers: Mapping[tuple[str, int, int], int]) -> Answer:
    """A part's answer with the numbers that its citations have in the whole."""
    new = {c.number: numbers[c.article_id, c.start, c.end] for c in part.citations}
    citations = tuple(replace(c, number=new[c.number]) for c in part.citations)
    sentences = tuple(
        replace(s, citations=tuple(sorted(new[number] for number in s.citations))) for s in part.sentences
    )
    text = _MARKER.sub(lambda match: f"[{new.get(int(match[1]), match[1])}]", part.text)
    return replace(part, citations=citations, sentences=sentences, text=text)


def _told_once(parts: Sequence[Answer]) -> list[str]:
    """What each part says that none before it has said: two questions may have one answer."""
    texts: list[str] = []
    said: set[AnswerSentence] = set()
    for part in parts:
        new = [sentence for sentence in part.sentences if sentence not in said]
        said.update(new)
        if part.abstained:
            texts.append(_left_open(part))
        elif len(new) == len(part.sentences):
            texts.append(part.text)
        elif new:
            texts.append(" ".join(map(_marked, new)))
    return texts


def _left_open(part: Answer) -> str:
    """What a whole answer says of a part that is not answered."""
    return f"“{part.question.rstrip(' ?.!')}?”: {part.text}"


def sentence_event(checked: Sequence[Checked]) -> SentenceEvent:
    """The last of the sentences checked so far, with the citations that are new with it."""
    sentences, citations = _number(checked)
    before = {(c.article_id, c.start) for c in _number(checked[:-1])[1]}
    new = tuple(c for c in citations if (c.article_id, c.start) not in before)
    return SentenceEvent(sentences[-1], new)


def _marked(sentence: AnswerSentence) -> str:
    """The sentence with its markers before its end mark: "… in May [1]."; "… at 5 p.m. [1]."."""
    markers = "".join(f"[{number}]" for number in sentence.citations)
    markers += f" ({sentence.note})" if sentence.note else ""
    before, after = around_markers(sentence.text)
    mark = f"{before} {markers}{after}"
    if sentence.verdict == "partial":
        return f"{mark} (only partly supported)"
    return mark


def around_markers(text: str) -> tuple[str, str]:
    """What of a sentence stands before its markers, and what after them: its end mark."""
    if _INITIALS.search(text):
        return text, "."
    match = END_MARK.search(text)
    at = match.start() if match else len(text)
    return text[:at], text[at:]
