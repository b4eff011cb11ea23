"""An answer in, what it says out, in pieces that every format puts together in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.answer import Answer, AnswerSentence, Citation
from rag.dateline import shown_day
from rag.marking import around_markers

from .conversation import Source

_LISTS = frozenset({"about", "people"})
"""Kinds whose sentences stand one below the other, as on the page."""
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF), "\ufffd")
_UNPRINTABLE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and the numbers of the citations whose markers follow it."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The answer to one question: its lines, each of pieces in order.

    `question` is None unless it is one of several that were asked in one; `listed`: the lines are a list.
    """

    question: str | None
    lines: tuple[tuple[Piece, ...], ...]
    listed: bool = False


def sections(answer: Answer) -> tuple[Section, ...]:
    """What an answer says: a section for each question asked in one, or a single one."""
    if answer.parts:
        return tuple(_section(part, _opening(part.question.strip())) for part in answer.parts)
    return (_section(answer, None),)


def _section(answer: Answer, question: str | None) -> Section:
    if answer.abstained or not answer.sentences:
        return Section(question, ((Piece(answer.text),),))
    known = {citation.number for citation in answer.citations}
    told = [tuple(_pieces(one, known)) for one in answer.sentences]
    if answer.kind == "metadata":  # some of its sentences rest on no quote and are in the text only
        return Section(question, (tuple(_with_markers(answer.text, told)),))
    if answer.kind in _LISTS and len(told) > 1:
        return Section(question, tuple(told), listed=True)
    joined: list[Piece] = []
    for pieces in told:
        joined += [Piece(" "), *pieces] if joined else pieces
    return Section(question, (tuple(joined),))


def _pieces(sentence: AnswerSentence, known: set[int]) -> Iterator[Piece]:
    numbers = tuple(number for number in sentence.citations if number in known)
    before, after = around_markers(sentence.text.strip())
    if sentence.note:
        after = f" ({sentence.note}){after}"
    if sentence.verdict != "supported":
        after += " (only partly supported)" if sentence.verdict == "partial" else " (not supported)"
    yield Piece(before, numbers)
    yield Piece(after)


def _with_markers(text: str, told: list[tuple[Piece, ...]]) -> Iterator[Piece]:
    """The text in pieces: those of its sentences that have markers, and what stands between them."""
    for pieces in told:
        marks = "".join(f"[{number}]" for number in pieces[0].numbers)
        before, found, text = text.partition(f"{pieces[0].text} {marks}{pieces[1].text}")
        if not found:
            text = before
            continue
        yield from (Piece(before), *pieces)
    yield Piece(text)


def voice(citation: Citation) -> str:
    """Whose words a quote is: "Ann Lee, quoted", "Ann Lee, as reported", or the article's own."""
    if citation.speaker is None:
        return "The article itself"
    return f"{_opening(citation.speaker)}, {way(citation)}"


def way(citation: Citation) -> str:
    """How a speaker's words stand in a quote."""
    return "quoted" if citation.direct else "as reported"


def _opening(text: str) -> str:
    """A text as it begins a line."""
    return text[:1].upper() + text[1:]


def place(citation: Citation) -> str:
    """Where a quote stands: its page, where there are pages, and its code points."""
    page = "" if citation.page is None else f"page {citation.page}, "
    return f"{page}characters {citation.start} to {citation.end}"


def origin(source: Source) -> tuple[str, ...]:
    """Outlet, author and date of an article, as far as they are known."""
    return tuple(filter(None, (source.outlet, source.author, shown_day(source.published))))


def clean(text: str) -> str:
    """The text, with U+FFFD for each character that is none to XML: controls and halves of characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNPRINTABLE)


def clean_line(text: str) -> str:
    """`clean`, on one line."""
    return " ".join(clean(text).split())
