"""Raw text in, blocks out: one for each paragraph, hard-wrapped or not."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from .document import Block

WRAP_CHARS = 45, 120
"""Least and greatest width of text that is taken as hard-wrapped for the places of its breaks alone."""
NARROW_CHARS = 20
"""Least width of text that was broken, where lines go on in lower case."""
SHORT_CHARS = 25
"""A line as short as this is a heading or an item rather than half a sentence."""
BULLET = re.compile(r"^(?:[-*•·›»>▪●○‣◦]\s+|\(?\d{1,2}[.)]\s+(?=[^\W\d_]))")
SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")

SENTENCE_END_MARK = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
LABEL = re.compile(r"^(?:[QA]|[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}):\s|^\d{1,2}[:.]\d\d\b")
"""Who speaks in a transcript, or the time in a ticker."""
# soft hyphens, zero-width spaces, marks of direction and of byte order, tags; joiners stay: they shape words
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_PLAIN = {"Cc": " ", "Cs": "\ufffd"}
"""What control characters and lone surrogates, by their Unicode category, are replaced with."""
_MARKDOWN_HEADING = re.compile(r"^(?P<marks>(?:#{1,6}\s+)+)")


def blocks(raw: str) -> tuple[Block, ...]:
    """Paragraphs and Markdown headings of a text, one paragraph a line or parted by blank lines."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    parted = [[flat(line) for line in part.split("\n")] for part in re.split(r"\n[^\S\n]*\n", visible(text))]
    parted = [[line for line in part if line] for part in parted]
    width = _wrap_width(parted)
    lines = [line for part in parted for line in (_unwrapped(part, width) if width else _continued(part))]
    return tuple(block for block in map(_block, lines) if block.text)


def visible(text: str) -> str:
    """Composed letters without what cannot be seen; line feeds stay."""
    plain = "".join(_PLAIN.get(unicodedata.category(c), c) if c != "\n" else c for c in text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", plain))


def flat(text: str) -> str:
    """Without outer or repeated white space."""
    return " ".join(text.split())


def _block(line: str) -> Block:
    match = _MARKDOWN_HEADING.match(line)
    if not match:
        return Block(line, "item" if BULLET.match(line) else "text")
    return Block(line[match.end() :], "heading", len(match.group("marks").split()[0]))


def _wrap_width(parted: list[list[str]]) -> int | None:
    """The column at which the whole text was broken into lines; None if it was not."""
    lengths = [len(line) for part in parted for line in part]
    width = max(lengths, default=0)
    # a line is broken within a paragraph where another follows it and it does not end as a sentence does
    full = [line for part in parted for line in part[:-1] if len(line) >= 0.7 * width]
    broken = sum(not SENTENCE_END.search(line) for line in full)
    if 2 * broken <= len(full):
        return None
    if WRAP_CHARS[0] <= width <= WRAP_CHARS[1]:
        return width
    pairs = [pair for part in parted for pair in pairwise(part)]
    going_on = sum(_goes_on(before, line) for before, line in pairs)
    return width if width >= NARROW_CHARS and 3 * going_on >= len(pairs) > 1 else None


def _goes_on(before: str, line: str) -> bool:
    """Whether a line plainly continues the one before: in lower case, after no sentence's end."""
    return line[:1].islower() and not SENTENCE_END_MARK.search(before) and not BULLET.match(line)


def _continued(part: list[str]) -> list[str]:
    """The lines, each joined to the one before that it plainly continues."""
    joined = part[:1]
    for before, line in pairwise(part):
        if _goes_on(before, line) and len(before) > SHORT_CHARS and not _MARKDOWN_HEADING.match(before):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _unwrapped(part: list[str], width: int) -> list[str]:
    """The lines, each joined to the one before where that had no room for its first word."""
    joined = part[:1]
    for before, line in pairwise(part):
        room = 0.85 * width - len(before) - 1
        apart = BULLET.match(line) or _MARKDOWN_HEADING.match(before) or _MARKDOWN_HEADING.match(line)
        apart = apart or LABEL.match(line)
        if room < len(line.split(" ", 1)[0]) and not apart:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined
