"""One question of a run in, what the page shows of it out; plain text, escaped by the template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answer import Answer, Citation
from rag.marking import END_MARK

from ..metrics import MEASURES
from ..metrics.confidence import confidence_of
from ..metrics.gold import cites_gold
from ..questions import Gold
from ..records import Asked, Judgement, Span, SupportVerdict
from .numbers import shown
from .outcome import Outcome, complaint, golds_cited, keys_found, outcome

_AROUND = 140
"""Most code points of the passage that are shown on each side of a quote."""
_NEAREST = 2
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of an answer: its text up to the end mark, that mark, its markers, and its verdicts.

    `support` is None where the judge gave no usable verdict. `notes` say what the judge found wrong.
    """

    body: str
    end: str
    citations: tuple[int, ...]
    verdict: SupportVerdict
    support: float | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A cited quote between what stands around it in the passage that was read, if that is known."""

    number: int
    before: str
    quote: str
    after: str
    voice: str
    gold: bool


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A gold quote: whether it is cited, and the rank of the first retrieved span on it.

    `rank` is None where none is, or where the system does not say what it retrieved.
    """

    quote: str
    cited: bool
    rank: int | None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An answer key, its alternatives in one text, and whether the answer holds it."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """All that the page shows of one question; `number` counts from 1 and makes its address."""

    number: int
    outcome: Outcome
    complaint: str
    asked: Asked
    answer: Answer | None
    sentences: tuple[SentenceRow, ...]
    quotes: tuple[QuoteRow, ...]
    golds: tuple[GoldRow, ...]
    keys: tuple[KeyRow, ...]
    nearest: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    scores: tuple[tuple[str, str], ...]


def question_row(number: int, asked: Asked) -> QuestionRow:
    """What the page shows of one question."""
    answer = asked.answer
    return QuestionRow(
        number=number,
        outcome=outcome(asked),
        complaint=complaint(asked),
        asked=asked,
        answer=answer,
        sentences=_sentences(asked),
        quotes=tuple(_quote(c, answer, asked) for c in answer.citations) if answer else (),
        golds=tuple(
            GoldRow(gold.quote, cited, _rank(asked, gold))
            for gold, cited in zip(asked.golds, golds_cited(asked), strict=True)
        ),
        keys=_keys(asked),
        nearest=_nearest(answer),
        facts=_facts(asked),
        scores=_scores(asked),
    )


def _sentences(asked: Asked) -> tuple[SentenceRow, ...]:
    """As the judge of the run saw them; where it did not, with the system's own verdicts."""
    if asked.supports:
        return tuple(_sentence(s.text, s.citations, s.cited) for s in asked.supports)
    answer = asked.answer
    if answer is None or answer.abstained:
        return ()
    return tuple(_sentence(s.text, s.citations, Judgement(s.support, s.verdict)) for s in answer.sentences)


def _sentence(text: str, citations: tuple[int, ...], judged: Judgement) -> SentenceRow:
    text = text.rstrip()
    mark = END_MARK.search(text)
    cut = mark.start() if mark else len(text)
    notes = [str(problem) for problem in judged.problems] + ([judged.why] if judged.why else [])
    return SentenceRow(text[:cut], text[cut:], citations, judged.verdict, judged.support, tuple(notes))


def _quote(citation: Citation, answer: Answer, asked: Asked) -> QuoteRow:
    before, after = "", ""
    for passage in answer.passages:
        start, end = citation.start - passage.start, citation.end - passage.start
        if passage.article_id == citation.article_id and passage.text[max(0, start) : end] == citation.quote:
            before, after = _tail(passage.text[:start]), _head(passage.text[end:])
            break
    span = Span(citation.article_id, citation.start, citation.end)
    gold = cites_gold([span], asked.golds, asked.article_id, need_all=False)
    return QuoteRow(citation.number, before, citation.quote, after, _voice(citation), gold)


def _tail(text: str) -> str:
    flat = _SPACES.sub(" ", text)
    return flat if len(flat) <= _AROUND else f"… {flat[-_AROUND:].partition(' ')[2]}"


def _head(text: str) -> str:
    flat = _SPACES.sub(" ", text)
    return flat if len(flat) <= _AROUND else f"{flat[:_AROUND].rpartition(' ')[0]} …"


def _voice(citation: Citation) -> str:
    if citation.speaker is None:
        return "The article itself"
    return f"{citation.speaker}, quoted" if citation.direct else f"{citation.speaker}, as reported"


def _rank(asked: Asked, gold: Gold) -> int | None:
    ranked = asked.reply.retrieved if asked.reply else ()
    here = ((span.article_id == asked.article_id and gold.overlaps(span.start, span.end)) for span in ranked)
    return next((rank for rank, found in enumerate(here, 1) if found), None)


def _keys(asked: Asked) -> tuple[KeyRow, ...]:
    pairs = zip(asked.question.keys, keys_found(asked), strict=True)
    return tuple(KeyRow(" or ".join(key), found) for key, found in pairs)


def _nearest(answer: Answer | None) -> tuple[str, ...]:
    """What an abstention read first."""
    passages = answer.passages[:_NEAREST] if answer and answer.abstained else ()
    return tuple(_head(passage.text) for passage in passages)


def _facts(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Name and value of what is said in a line under the answer."""
    facts = []
    answer, reply, confidence = asked.answer, asked.reply, confidence_of(asked)
    if confidence is not None:
        facts.append(("confidence", f"{confidence:.2f}"))
    facts.append(("seconds", f"{asked.seconds:.3f}"))
    if reply and reply.tokens:
        facts.append(("tokens", f"{reply.tokens.prompt} read, {reply.tokens.completion} written"))
    if asked.whole is not None:
        facts.append(("quotes", "exact" if asked.whole else "not the article's words"))
    if answer:
        facts.append(("generator", answer.generator))
        facts += [("asked as", answer.asked)] if answer.asked else []
        facts += [("fallback", answer.fallback)] if answer.fallback else []
        if answer.reason and answer.reason not in answer.text:
            facts.append(("reason", answer.reason))
    return tuple(facts)


def _scores(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Name and value by each measure that asks something of the question."""
    scored = ((measure.name, measure.score(asked).value) for measure in MEASURES)
    return tuple((name, shown(value)) for name, value in scored if value is not None)
