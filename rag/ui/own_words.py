"""A sentence of an answer and its quote in, whether they are the same words out, so that they stand once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rag.answer import Answer, AnswerSentence, Citation
from rag.words import words

_CREDIT = re.compile(r"^\W*according to [^,:]{2,80}[,:]\s+", re.I)


def own_words(answer: Answer) -> tuple[tuple[AnswerSentence, Citation | None], ...]:
    """The sentences of an answer, each with the quote whose own words it is; None where it says more or less.

    What a language model wrote reads as one text, and stays one: none of its sentences counts.
    """
    known = {citation.number: citation for citation in answer.citations}
    quoted = not answer.generator.startswith("llm:")
    return tuple((one, _same(one, known) if quoted else None) for one in answer.sentences)


def _same(sentence: AnswerSentence, known: dict[int, Citation]) -> Citation | None:
    if len(sentence.citations) != 1 or sentence.verdict != "supported":
        return None
    quote = known.get(sentence.citations[0])
    if quote is None:
        return None
    held = {tuple(words(one)) for one in _bare(quote.quote, quote.speaker)}
    return quote if _any_of(held, _bare(sentence.text, quote.speaker)) else None


def _any_of(held: Collection[tuple[str, ...]], texts: Iterator[str]) -> bool:
    return any(tuple(words(text)) in held for text in texts)


def _bare(text: str, speaker: str | None) -> Iterator[str]:
    """A text as it stands, and without the lead that says whose it is: "According to …," or "Ann Lee:"."""
    yield text
    if speaker and text.startswith(f"{speaker}:"):
        yield text[len(speaker) + 1 :]
    if credit := _CREDIT.match(text):
        yield text[credit.end() :]
