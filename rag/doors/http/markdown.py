"""An answer as a chat program's message, in Markdown that shows an article's words and obeys none of them;
and the messages of a chat as the turns that they were.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Answer, Citation
from rag.compose import CHAT, CHAT_MANY

SOURCES = "**Sources**"
MAX_TURNS = 20
_MARKER = re.compile(r"\[(\d+)\]")
_ACTIVE = re.compile(r"[\\`*_\[\]<&]")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<&])")
_SOURCE = re.compile(r"^\[(\d+)\] (?:(.+?) · )?", re.M)


@dataclass(frozen=True, slots=True)
class Marker:
    """A citation's marker in a message, its characters `[start, end)`."""

    start: int
    end: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Written:
    """A message, and the markers in its answer; those before the sources are none."""

    text: str
    markers: tuple[Marker, ...]


def written(answer: Answer) -> Written:
    """The answer with its markers, what is to be known of it, and its sources with their quotes."""
    cited = {citation.number: citation for citation in answer.citations}
    text, markers = "", []
    at = 0
    for found in _MARKER.finditer(answer.text):
        if (citation := cited.get(int(found[1]))) is None:
            continue
        text += escape(answer.text[at : found.start()])
        markers.append(Marker(len(text), len(text) + len(found[0]), citation))
        text += found[0]
        at = found.end()
    blocks = [text + escape(answer.text[at:])]
    if answer.suggestions:
        asked = "\n".join(f"- {escape(question)}" for question in answer.suggestions)
        blocks += [f"What can be asked instead:\n\n{asked}"]
    blocks += [f"({escape(note)})" for note in answer.notes]
    if cited:
        blocks += [SOURCES, *map(_source, answer.citations)]
    return Written("\n\n".join(blocks), tuple(markers))


def _source(citation: Citation) -> str:
    who = f"{_flat(citation.speaker)} · " if citation.speaker else ""
    page = f", page {citation.page}" if citation.page else ""
    return f"[{citation.number}] {who}{_flat(citation.title)}{page}: “{_flat(citation.quote)}”"


def _flat(text: str) -> str:
    return escape(" ".join(text.split()))


def escape(text: str) -> str:
    """Text as Markdown that shows exactly this text: no link, picture, code or tag comes of it."""
    return _ACTIVE.sub(r"\\\g<0>", text)


def unescape(text: str) -> str:
    """The inverse of `escape`."""
    return _ESCAPED.sub(r"\1", text)


def turns(messages: Sequence[tuple[str, str]]) -> tuple[tuple[str, Answer], ...]:
    """The questions of a chat with the answers that they got, oldest first; those without one are left out.

    :param messages: (role, text) of all but the last one, in order.
    """
    found: list[tuple[str, Answer]] = []
    question: str | None = None
    for role, text in messages:
        if role == "user":
            question = text
        elif role == "assistant" and question is not None:
            found.append((question, _remembered(question, text)))
            question = None
    return tuple(found[-MAX_TURNS:])


def _remembered(question: str, message: str) -> Answer:
    """What a follow-up needs of an answer, as far as its message tells: its text, and who was quoted."""
    said, _, sources = message.partition(f"\n\n{SOURCES}\n\n")
    citations = tuple(
        Citation(int(row[1]), "", 0, 0, "", "", unescape(row[2]) if row[2] else None, False, 0.0)
        for row in _SOURCE.finditer(sources)
    )
    text = unescape(said)
    return Answer(
        question=question,
        text=text,
        abstained=not citations,
        reason=None,
        citations=citations,
        sentences=(),
        passages=(),
        confidence=0.0,
        generator="quote",
        kind="chat" if text.startswith((CHAT, CHAT_MANY)) else "fact",
    )
