"""A conversation as a Word document: the answers with raised markers, and their quotes as a numbered list."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rag.answer import Answer

from .conversation import Conversation
from .said import Section, clean, clean_line, origin, place, sections, voice

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def render(conversation: Conversation) -> bytes:
    """A .docx file of the styles that every Word has."""
    import docx

    document: Document = docx.Document()
    about = document.core_properties
    about.author, about.title, about.comments = "Byline", "Answers by Byline", ""
    about.created = about.modified = conversation.made.replace(tzinfo=None)
    document.add_heading("Answers by Byline", 0)
    made = conversation.made.date().isoformat()
    document.add_paragraph(f"Written on {made}. Every quote is the article’s, word for word.")
    for turn, answer in enumerate(conversation.answers, 1):
        document.add_heading(clean_line(answer.question) or "An empty question", 1)
        _add_turn(document, conversation, turn, answer)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_turn(document: Document, conversation: Conversation, turn: int, answer: Answer) -> None:
    for section in sections(answer):
        if section.question:
            document.add_heading(clean_line(section.question), 2)
        _add_section(document, conversation, turn, section)
    for note in answer.notes:
        document.add_paragraph().add_run(clean(note)).italic = True
    for citation in answer.citations:
        source = conversation.source(citation)
        line = document.add_paragraph()
        line.add_run(f"[{conversation.label(turn, citation.number)}] ").bold = True
        line.add_run(f"“{clean(citation.quote)}”")
        line.add_run(f" — {clean_line(voice(citation))}. ")
        line.add_run(clean_line(source.title) or "Untitled").italic = True
        for part in (*origin(source), place(citation)):
            line.add_run(f", {clean_line(part)}")
        line.add_run(".")
        if source.url or citation.sha256:
            small = document.add_paragraph(style="Caption")
            digest = f"SHA-256 {citation.sha256}" if citation.sha256 else ""
            small.add_run(clean("  ".join(filter(None, (source.url, digest)))))


def _add_section(document: Document, conversation: Conversation, turn: int, section: Section) -> None:
    for pieces in section.lines:
        line: Paragraph = document.add_paragraph(style="List Bullet" if section.listed else None)
        for piece in pieces:
            line.add_run(clean(piece.text))
            for number in piece.numbers:
                line.add_run(f"[{conversation.label(turn, number)}]").font.superscript = True
