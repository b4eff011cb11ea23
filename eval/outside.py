"""Answers of other systems as ours, so that any of them can be measured: `answer_from`, in an adapter.

def ask(question: str) -> Answer:
    text, chunks = my_rag(question)
    return answer_from(question, text, [Source(c.article, c.title, c.text, c.start, c.end) for c in chunks])
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import Article
from index.sentences import spans
from rag import Answer, AnswerSentence, Citation, ScoredPassage
from rag.errors import BylineError

log = logging.getLogger(__name__)

_NUMBER = r"(?:sources?\s*|\^)?\d{1,3}"  # four digits are a year that an editor put in brackets
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|;|&|and|[-–—])\s*{_NUMBER})*"
_MARKER = re.compile(
    rf"\s*(?:\[\s*{_NUMBERS}\s*\]|【\s*{_NUMBERS}\s*】|\(\s*(?=source){_NUMBERS}\s*\))", re.IGNORECASE
)
_RANGE = re.compile(r"(\d+)(?:\s*[-–—]\s*(?:sources?\s*)?(\d+))?", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•#]+|\d{1,2}[.)])\s+")
_LETTER = re.compile(r"[^\W_]")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")

_SOURCE = (
    r"(?:(?:sources?|texts?|contexts?|article|passages?|documents?|excerpts?|snippets?|information|materials?)"
    r"(?! \d)(?: (?:provided|given|above|itself|also))?)"
)
_DETAIL = r"(?:\w+ ){0,2}(?:information|mention|context|details?|evidence)"
_REFUSALS = re.compile(
    "|".join(
        (
            r"^\W*empty response\W*$",
            rf"\b{_SOURCE} (?:does|do|did)(?: not|n['’]t) (?:\w+ ){{0,2}}(?:mention|say|state|specify|"
            r"contain|provide|include|answer|address|explain|discuss|indicate|reveal|give|offer|identify|cover|"
            r"describe)\b",
            rf"\b{_SOURCE} (?:contains?|provides?|gives?|includes?|offers?|makes?|has|have) no {_DETAIL}\b",
            rf"\bthere(?: is|['’]s| was) (?:no|not any) {_DETAIL}\b",
            rf"\bnone of the (?:\w+ )?{_SOURCE}\b",
            rf"\b(?:not|n['’]t) (?:\w+ )?(?:enough|sufficient) {_DETAIL}\b",
            rf"\binsufficient {_DETAIL}\b",
            r"\b(?:cannot|can not|can['’]t) be (?:determined|answered|inferred|found)\b",
            r"\b(?:not|n['’]t) (?:\w+ly )?(?:mentioned|provided|stated|specified|given|addressed|discussed|"
            rf"included|answered|covered|found|available) (?:in|by|from) (?:\w+ ){{0,4}}{_SOURCE}\b",
            r"\bI (?:do not|don['’]t) know\b",
            rf"\b(?:I|we) (?:(?:do not|don['’]t) have (?:any )?|(?:have|found|find|see) no ){_DETAIL}\b",
            r"\b(?:I|we) (?:cannot|can not|can['’]t|could not|couldn['’]t) (?:\w+ly )?(?:answer|determine|"
            r"find|provide)\b",
            r"\b(?:I|we)(?: am|['’]m| are|['’]re| was| were) (?:unable|not able) to (?:answer|determine|find|"
            r"provide)\b",
        )
    ),
    re.IGNORECASE,
)
"""Ways in which English-speaking models say that their sources do not answer; none is of any article."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a system says it used: number 1 of its markers is the first, and so on.

    `text` without labels, and `[start, end)` where it stands in the article, in code points, exactly as the
    system says; None: it does not say. Wrong offsets are to stay wrong: `quote integrity` measures them.
    """

    article_id: str
    title: str
    text: str
    start: int | None = None
    end: int | None = None


def answer_from(
    question: str,
    text: str,
    sources: Sequence[Source] = (),
    *,
    articles: Iterable[Article] = (),
    confidence: float | None = None,
    generator: str = "outside",
    seconds: float | None = None,
) -> Answer:
    """An outside system's reply as an `Answer`.

    Markers such as `[1]`, `[1][2]`, `[1, 2]`, `[1-3]`, `[Source 1]` and `(Source 1)` belong to the sentence
    that they stand in or after; those that open a line, to the sentence that follows. Those that point to
    no source are dropped: a sentence with no others is uncited. Cited sources become citations under their
    own numbers, all sources become passages, best first. `text` stays as it came, only stripped. The answer
    abstains where `refuses(text)`. No support is claimed: each `support` is 0.0 and each `verdict`
    "unsupported" until a judge says otherwise.

    :param sources: in the order of the markers. One without offsets is looked up in its article: its first
        occurrence counts, and one that is not there word for word is left out, as if it had not been named.
    :param articles: what sources without offsets are looked up in.
    :param confidence: 0 to 1, that there is an answer; None, where the system says nothing: 1.0 where it
        answers and 0.0 where it declines.
    :param generator: who wrote it.
    :param seconds: what it took, for `timings["total"]`; None: not known.
    :raises BylineError: if a source has no offsets and its article is not among `articles`, or the
        confidence is not between 0 and 1.
    """
    if confidence is not None and not 0 <= confidence <= 1:
        raise BylineError(f"confidence must lie between 0 and 1, got {confidence}")
    placed = _placed(sources, {article.id: article for article in articles})
    declined = refuses(text)
    sentences = () if declined else tuple(_sentences(text, set(placed)))
    cited = {number for sentence in sentences for number in sentence.citations}
    return Answer(
        question=question,
        text=text.strip() or "No answer.",
        abstained=declined,
        reason=_reason(text) if declined else None,
        citations=tuple(_citation(n, placed[n]) for n in sorted(cited)),
        sentences=sentences,
        passages=tuple(_passage(rank, placed[n]) for rank, n in enumerate(sorted(placed), 1)),
        confidence=float(not declined) if confidence is None else float(confidence),
        generator=generator,
        timings={} if seconds is None else {"total": seconds},
    )


def refuses(text: str) -> bool:
    """Whether a reply declines to answer: it holds no sentence, or every sentence of it says so.

    Told by generic English phrases ("does not mention", "no information", "cannot be determined", "not
    provided in the text", llama-index's "Empty Response"). One such sentence among others is part of an
    answer, and so is what stands in quotation marks. A refusal in other words, or in another language, is
    taken for an answer.
    """
    return all(_REFUSALS.search(_QUOTED.sub("…", s.text)) for s in _sentences(text, set()))


@dataclass(frozen=True, slots=True)
class _Place:
    source: Source
    start: int
    end: int


def _placed(sources: Sequence[Source], articles: dict[str, Article]) -> dict[int, _Place]:
    """The sources that stand somewhere, by their numbers."""
    placed = {}
    for number, source in enumerate(sources, 1):
        if source.start is not None and source.end is not None:
            placed[number] = _Place(source, source.start, source.end)
        elif source.article_id not in articles:
            raise BylineError(
                f"source {number} has no offsets, and its article {source.article_id!r} is not given: "
                "pass start and end, or the article in `articles`"
            )
        elif source.text and (at := articles[source.article_id].text.find(source.text)) >= 0:
            placed[number] = _Place(source, at, at + len(source.text))
        else:
            log.warning("source %d is not in article %s word for word: left out", number, source.article_id)
    return placed


def _sentences(text: str, known: set[int]) -> Iterator[AnswerSentence]:
    """The sentences of a reply without their markers; what holds no letter or figure is none."""
    texts: list[str] = []
    numbers: list[set[int]] = []
    for line in text.splitlines():
        bare, markers = _unmarked(_BULLET.sub("", line))
        found = [(start, end) for start, end in spans(bare) if _LETTER.search(bare[start:end])]
        first = len(texts)
        texts += [bare[start:end] for start, end in found]
        numbers += [set() for _ in found]
        for at, named in markers:
            before = sum(start < at for start, _ in found)
            owner = first + max(0, before - 1) if found else len(texts) - 1
            if owner >= 0:
                numbers[owner] |= named & known
    for sentence, named in zip(texts, numbers, strict=True):
        yield AnswerSentence(sentence, tuple(sorted(named)), 0.0, "unsupported")


def _unmarked(line: str) -> tuple[str, list[tuple[int, set[int]]]]:
    """A line without its markers, and where in it each of them stood, with its numbers."""
    bare, at, markers = "", 0, []
    for match in _MARKER.finditer(line):
        bare += line[at : match.start()]
        at = match.end()
        markers.append((len(bare), _numbers(match.group())))
        if bare and line[at : at + 1].isalnum():
            bare += " "
    return bare + line[at:], markers


def _numbers(marker: str) -> set[int]:
    ends = ((int(first), int(last or first)) for first, last in _RANGE.findall(marker))
    return {number for first, last in ends for number in range(first, last + 1)}


def _reason(text: str) -> str:
    said = " ".join(text.split())
    return f"The system declined: {said}" if _LETTER.search(said) else "The system returned no sentence."


def _citation(number: int, place: _Place) -> Citation:
    source = place.source
    return Citation(
        number, source.text, place.start, place.end, source.article_id, source.title, None, False, 0.0
    )


def _passage(rank: int, place: _Place) -> ScoredPassage:
    """The score only orders them: an outside score has no scale that we know."""
    s = place.source
    return ScoredPassage(s.text, place.start, place.end, s.article_id, s.title, None, 1 / rank, None, None)
