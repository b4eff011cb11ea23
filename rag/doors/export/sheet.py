"""A conversation as a table, a row for each citation, that a spreadsheet opens right and never runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from rag.answer import Answer, Citation

from .conversation import Conversation
from .said import clean

COLUMNS = (
    "turn", "question", "kind", "abstained", "answer", "confidence", "number", "quote", "speaker", "role",
    "form", "cue", "direct", "support", "title", "author", "outlet", "published", "url", "page", "start",
    "end", "prefix", "suffix", "article_id", "sha256",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell begins with that Excel, LibreOffice or Google Sheets calculates
(https://owasp.org/www-community/attacks/CSV_Injection); the wide forms count in East Asian editions."""


def render(conversation: Conversation) -> bytes:
    """RFC 4180 in UTF-8, with the byte-order mark without which Excel takes it for Windows-1252.

    A text that would be taken for a formula has an apostrophe before it. An answer without citations has one
    row, with nothing in the citation's columns.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for turn, answer in enumerate(conversation.answers, 1):
        writer.writerows(_rows(conversation, turn, answer))
    return out.getvalue().encode("utf-8-sig")


def _rows(conversation: Conversation, turn: int, answer: Answer) -> Iterator[list[str | int | float]]:
    asked = [turn, answer.question, answer.kind, answer.abstained, answer.text, round(answer.confidence, 4)]
    for citation in answer.citations:
        cells = [*asked, *_cited(conversation, citation)]
        yield [_safe(cell) for cell in cells]
    if not answer.citations:
        yield [_safe(cell) for cell in [*asked, *([None] * (len(COLUMNS) - len(asked)))]]


def _cited(conversation: Conversation, c: Citation) -> list[object]:
    source = conversation.source(c)
    return [
        c.number, c.quote, c.speaker, c.role, c.form, c.cue, c.direct, round(c.support, 4), source.title,
        source.author, source.outlet, source.published, source.url, c.page, c.start, c.end, c.prefix,
        c.suffix, c.article_id, c.sha256,
    ]  # fmt: skip


def _safe(cell: object) -> str | int | float:
    """A number as it is, None as an empty cell, and text that no spreadsheet takes for a formula."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        return cell
    text = clean(str(cell)) if cell is not None else ""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
