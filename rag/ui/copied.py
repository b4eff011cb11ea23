"""An `Answer` in, plain text out, to be pasted elsewhere: what it says, and the quotes behind its numbers."""

from __future__ import annotations

from rag.answer import Answer
from rag.doors.export.said import Section, clean, clean_line, sections, voice


def copied(answer: Answer) -> str:
    """The question, the answer with its numbers, and a line for each quote with who said it and where."""
    lines = [clean_line(answer.question), ""]
    for section in sections(answer):
        lines += [clean_line(section.question)] if section.question else []
        lines += [*_told(section), ""]
    for one in answer.citations:
        page = f", page {one.page}" if one.page is not None else ""
        where = f"{clean_line(voice(one))}. {clean_line(one.title) or 'Untitled'}{page}"
        lines.append(f"[{one.number}] “{clean_line(one.quote)}” — {where}")
    return clean("\n".join(lines)).strip()


def _told(section: Section) -> list[str]:
    told = []
    for pieces in section.lines:
        line = ""
        for piece in pieces:
            marks = "".join(f" [{number}]" for number in piece.numbers)
            line += piece.text.rstrip() + marks if marks else piece.text
        told.append(f"- {line.strip()}" if section.listed else line.strip())
    return told
