"""Checked sentences in, numbered quotes and sentences with their markers out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .answer import Answer, AnswerSentence, Citation
from .events import SentenceEvent
from .retrieve.evidence import EvidenceSentence
from .verify.verdict import Checked

_MARKER = re.compile(r"\[(\d+)\](?=[\[.!?…\"'”’»)\]]|\s*$| \([^()]+\)(?:\.|\s*$))")
"""A marker as `marked` sets it: before the end of a sentence."""
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
"""A full stop that belongs to a word, as in "p.m." or "U.S."."""
END_MARK = re.compile(r"[.!?…]*[\"'”’»)\]]*$")


def numbered(checked: Sequence[Checked]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
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
        role=s.role,
        form=s.form,
        cue=s.cue,
        outlet=quote.outlet,
        published=quote.published,
    )


def renumbered(part: Answer, numbers: Mapping[tuple[str, int, int], int]) -> Answer:
    """A part's answer with the numbers that its citations have in the whole."""
    new = {c.number: numbers[c.article_id, c.start, c.end] for c in part.citations}
    citations = tuple(replace(c, number=new[c.number]) for c in part.citations)
    sentences = tuple(
        replace(s, citations=tuple(sorted(new[number] for number in s.citations))) for s in part.sentences
    )
    text = _MARKER.sub(lambda match: f"[{new.get(int(match[1]), match[1])}]", part.text)
    return replace(part, citations=citations, sentences=sentences, text=text)


def sentence_event(checked: Sequence[Checked]) -> SentenceEvent:
    """The last of the sentences checked so far, with the citations that are new with it."""
    sentences, citations = numbered(checked)
    before = {(c.article_id, c.start) for c in numbered(checked[:-1])[1]}
    new = tuple(c for c in citations if (c.article_id, c.start) not in before)
    return SentenceEvent(sentences[-1], new)


def marked(sentence: AnswerSentence) -> str:
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
    match = END_MARK.search(text)
    at = match.start() if match else len(text)
    if _INITIALS.search(text) or _closes_only(text, at):
        return text, "."
    return text[:at], text[at:]


def _closes_only(text: str, at: int) -> bool:
    """Whether the marks at the end of a text, from `at` on, close what was opened in an earlier one."""
    tail = text[at:]
    return ('"' in tail and text.count('"') % 2 == 1) or any(
        closing in tail and opening not in text for opening, closing in (("“", "”"), ("«", "»"))
    )
