"""Answers of other systems as ours, so that any of them can be measured: `answer_from`, in an adapter.

def ask(question: str) -> Answer:
    text, chunks = my_rag(question)
    return answer_from(question, text, [Source(c.article, c.title, c.text, c.start, c.end) for c in chunks])
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import Article
from index.sentences import spans
from rag import Answer, AnswerSentence, Citation, ScoredPassage
from rag.errors import BylineError

log = logging.getLogger(__name__)

_LABEL = r"(?:(?:sources?|doc(?:ument)?s?|citations?|ref(?:erence)?s?|passages?|chunks?)[\s:._#-]*|[\^#])?"
_PLACE = r"\s*,?\s*(?:pp?\.?|pages?|paras?\.?|lines?|§)\s*\d+(?:\s*[-–—]\s*\d+)?"
_NUMBER = rf"{_LABEL}\d{{1,3}}(?:{_PLACE})?"  # four digits are a year that an editor put in brackets
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|;|&|and|[-–—])\s*{_NUMBER})*"
_LINK = r"(?:\([^()\s]*[#/:.][^()\s]*\))?"
_NO_UNIT = r"(?<!\d)(?<!\b[a-z])(?<!\b[kcdm]m)(?<!\b(?:ft|mi|mc))"
_RAISED = rf"{_NO_UNIT}[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*"
_MARKER = re.compile(
    rf"\s*(?:\[\s*\[\s*{_NUMBERS}\s*\]{_LINK}\s*\]|\[\s*{_NUMBERS}\s*\]|【\s*{_NUMBERS}\s*】|"
    rf"\(\s*(?=source){_NUMBERS}\s*\)|{_RAISED}){_LINK}",
    re.IGNORECASE,
)
_ASIDE = re.compile(rf"{_PLACE}|(?<=\])\([^()]*\)", re.IGNORECASE)
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RANGE = re.compile(rf"(\d+)(?:\s*[-–—]\s*{_LABEL}(\d+))?", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•#]+|\d{1,2}[.)])\s+")
_LETTER = re.compile(r"[^\W_]")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")

_SOURCE = (
    r"(?:(?:sources?|texts?|contexts?|article|passages?|documents?|excerpts?|snippets?|information|materials?)"
    r"(?! \d)(?: (?:provided|given|above|itself|also))?)"
)
_IN = rf"(?:in|from|within|by) (?:\w+ ){{0,4}}{_SOURCE}"
_DETAIL = r"(?:\w+ ){0,2}(?:information|mention|context|details?)"
_NOT_BE = r"\b(?:cannot|can not|can['’]t) be"
_WHILE = r"(?:while|whereas|(?:even |al)?though)"
_CONCEDED = re.compile(rf"^\W*(?:\w+, )?{_WHILE}\b[^,]*,\s*(?=\w)|,\s*{_WHILE}\b.*$", re.IGNORECASE)
_REFUSALS = re.compile(
    "|".join(
        (
            r"^\W*(?:empty response|n/?a|(?:it is )?unknown|no answer|"
            r"not (?:applicable|available|found|given|known|mentioned|provided|specified|stated))\W*$",
            r"^\W*(?:it|this|that|(?:the|this|that) (?:answer|information))(?: is| was|['’]s)(?: not|n['’]t) "
            rf"(?:in|part of) (?:\w+ ){{0,3}}{_SOURCE}\W*$",
            rf"^\W*(?:\w+ ){{0,3}}{_SOURCE} (?:is|are|remains?) silent (?:on|about|regarding)\b[^,;]*$",
            rf"\b{_SOURCE} (?:does|do|did)(?: not|n['’]t) (?:\w+ ){{0,2}}(?:mention|say|state|specify|"
            r"contain|provide|include|answer|address|explain|discuss|indicate|reveal|give|offer|identify|cover|"
            r"describe)\b",
            rf"\b{_SOURCE} (?:contains?|provides?|gives?|includes?|offers?|makes?|has|have) no "
            rf"(?:{_DETAIL}|(?:\w+ )?evidence)\b",
            rf"\b(?:no|enough|insufficient) (?:\w+ )?evidence (?:\w+ ){{0,8}}{_IN}\b",
            rf"\bthere(?: is|['’]s| was) (?:no|not any) {_DETAIL}\b",
            rf"\bnone of the (?:\w+ )?{_SOURCE}\b",
            rf"\b(?:not|n['’]t) (?:\w+ )?(?:enough|sufficient) {_DETAIL}\b",
            rf"\binsufficient {_DETAIL}\b",
            rf"{_NOT_BE} (?:determined|answered|inferred)\b",
            rf"{_NOT_BE} found (?:\w+ ){{0,2}}{_IN}\b",
            rf"\b(?:answers?|{_DETAIL})\b[^,;]*{_NOT_BE} found\W*$",
            r"\b(?:not|n['’]t) (?:\w+ly )?(?:mentioned|provided|stated|specified|given|addressed|discussed|"
            rf"included|answered|covered|found|available) {_IN}\b",
            r"\bI (?:do not|don['’]t) know\b(?! of\b)",
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

    Markers such as `[1]`, `[1][2]`, `[1, 2]`, `[1-3]`, `[[1]]`, `[1](#a)`, `[1, p. 3]`, `[doc1]`, `¹` and
    `(Source 1)` belong to the sentence that they stand in or after; those that open a line, to the sentence
    that follows. `¹²` is source 12 where there is one, else 1 and 2. Markers that point to no source are
    dropped: a sentence with no others is uncited. Cited sources become citations under their own numbers,
    all sources become passages, best first. `text` stays as it came, only stripped. The answer abstains
    where `refuses` says so. No support is claimed: each `support` is 0.0 and each `verdict` "unsupported"
    until a judge says otherwise.

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
    declined = refuses(text, placed)
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


def refuses(text: str, known: Collection[int] = ()) -> bool:
    """Whether a reply declines to answer: it holds no sentence, or every sentence of it says so.

    Told by generic English phrases ("does not mention", "no information", "cannot be determined", "not
    provided in the text", "N/A", llama-index's "Empty Response"). One such sentence among others is part of
    an answer, and so is one that cites, what stands in quotation marks, and "while the text does not say X,
    ...". A refusal in other words, or in another language, is taken for an answer.

    :param known: numbers of the sources; a sentence with a marker of one of them is no refusal.
    """
    return all(not s.citations and _declines(s.text) for s in _sentences(text, set(known)))


def _declines(sentence: str) -> bool:
    return bool(_REFUSALS.search(_CONCEDED.sub("", _QUOTED.sub("…", sentence))))


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
        bare, markers = _unmarked(_BULLET.sub("", line), known)
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


def _unmarked(line: str, known: set[int]) -> tuple[str, list[tuple[int, set[int]]]]:
    """A line without its markers, and where in it each of them stood, with its numbers."""
    bare, at, markers = "", 0, []
    for match in _MARKER.finditer(line):
        bare += line[at : match.start()]
        at = match.end()
        markers.append((len(bare), _numbers(match.group(), known)))
        if bare and line[at : at + 1].isalnum():
            bare += " "
    return bare + line[at:], markers


def _numbers(marker: str, known: set[int]) -> set[int]:
    level = _ASIDE.sub("", marker).strip().translate(_LEVEL)
    if level.isdigit() and int(level) not in known:  # raised figures, run together
        return {int(figure) for figure in level}
    ends = (sorted((int(first), int(last or first))) for first, last in _RANGE.findall(level))
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
