"""Checked sentences in, `Answer` out: numbering, markers, and what an abstention says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .answer import Answer, AnswerSentence, Citation
from .clock import Clock
from .marking import marked, numbered, renumbered
from .retrieve.evidence import Evidence
from .verify.outcome import Outcome
from .verify.verdict import Checked
from .write.metadata import Datum

MAX_QUESTION_CHARS = 2000
UNSUPPORTED = "No sentence that answers it could be supported by the article's words."
CHAT = "I answer questions about the article, in its own words and with the exact quotes."
CHAT_MANY = "I answer questions about your articles, in their own words and with the exact quotes."
NO_QUESTION = "That is no question about the text."
NOTHING_PASSES = "No article of the library is of that outlet, time or language."
REFUSED = "The language model, too, found no answer in the nearest passages."
_WORD = re.compile(r"[^\W\d_]{2,}")
_BROKEN = re.compile("[\ud800-\udfff]")
"""Halves of a character, which no encoding of text can hold."""


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
        sentences, citations = numbered(outcome.checked)
        text = " ".join(marked(sentence) for sentence in sentences)
        answer = self._answer(evidence, text, sentences=sentences, citations=citations)
        return replace(answer, dropped=outcome.dropped, rewritten=outcome.rewritten)

    def told(self, data: Sequence[Datum], missing: Sequence[str], evidence: Evidence) -> Answer:
        """What an article's own data say, at least one field; `missing` names those that they lack."""
        checked = [Checked(one.text, (one.cited,), 1.0, "supported") for one in data if one.cited]
        sentences, citations = numbered(checked)
        numbers = {sentence.text: sentence for sentence in sentences}
        text = " ".join(marked(numbers[one.text]) if one.text in numbers else one.text for one in data)
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
        told = [renumbered(part, numbers) for part in parts]
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
            texts.append(" ".join(map(marked, new)))
    return texts


def _left_open(part: Answer) -> str:
    """What a whole answer says of a part that is not answered."""
    return f"“{part.question.rstrip(' ?.!')}?”: {part.text}"
