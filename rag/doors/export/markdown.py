"""A conversation as Markdown: the answers, with their quotes as footnotes."""

from __future__ import annotations

import re

from rag.answer import Answer, Citation

from .conversation import Conversation
from .said import Section, clean_line, origin, place, sections, voice

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$^@]|(?<=\bwww)\.|:(?=//))", re.I)
"""What means something to CommonMark or to its usual extensions, links without brackets among them."""
_OPENS_BLOCK = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")
"""What would begin a list, or underline a heading, at the start of a line."""


def render(conversation: Conversation) -> bytes:
    """CommonMark with the footnotes of Pandoc and GitHub, in UTF-8."""
    made = conversation.made.date().isoformat()
    lines = ["# Answers by Byline", "", f"Written on {made}. Every quote is the article’s, word for word."]
    for turn, answer in enumerate(conversation.answers, 1):
        lines += ["", f"## {_escaped(answer.question) or 'An empty question'}", ""]
        lines += _body(conversation, turn, answer)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _body(conversation: Conversation, turn: int, answer: Answer) -> list[str]:
    lines: list[str] = []
    for section in sections(answer):
        if section.question:
            lines += [f"### {_escaped(section.question)}", ""]
        lines += [*_told(section, conversation, turn), ""]
    for note in answer.notes:
        lines += [f"*{_escaped(note)}*", ""]
    for citation in answer.citations:
        lines += [_footnote(conversation, turn, citation), ""]
    return lines[:-1]


def _told(section: Section, conversation: Conversation, turn: int) -> list[str]:
    told = []
    for pieces in section.lines:
        line = "".join(
            _spaced(piece.text) + "".join(f"[^{conversation.label(turn, n)}]" for n in piece.numbers)
            for piece in pieces
        )
        told.append(_OPENS_BLOCK.sub(_backslash, line.strip()))
    return [f"- {line}" for line in told] if section.listed else told


def _footnote(conversation: Conversation, turn: int, citation: Citation) -> str:
    source = conversation.source(citation)
    about = ", ".join(map(_escaped, origin(source)))
    title = f"*{_escaped(source.title)}*" if source.title.strip() else "Untitled"
    address = f" <{source.url}>" if source.url and not re.search(r"[\s<>]", source.url) else ""
    digest = f", SHA-256 `{citation.sha256}`" if re.fullmatch(r"[0-9a-f]{64}", citation.sha256) else ""
    return (
        f"[^{conversation.label(turn, citation.number)}]: “{_escaped(citation.quote)}” "
        f"— {_escaped(voice(citation))}. {title}{', ' if about else ''}{about}, {place(citation)}{digest}."
        f"{address}"
    )


def _escaped(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", clean_line(text))


def _spaced(text: str) -> str:
    """The same, with the space around it."""
    before, after = text[:1].isspace() * " ", text[-1:].isspace() * " "
    return f"{before}{_escaped(text)}{after}" if text.strip() else before


def _backslash(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"
