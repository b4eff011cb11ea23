"""Sentences of a snapshot, with exact offsets, by syntok and a few rules for news prose.

syntok (https://github.com/fnl/syntok) keeps the offset of every token, so that no text has to be
searched for; the rules mend what news punctuation makes it miss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .article import Article

MAX_CHARS = 1200
"""A longer run without an end mark is cut at a space, so that it can be embedded and cited."""

_WORD = re.compile(r"\w")
_SPACES = re.compile(r"\S+")
_CLOSING_ONLY = re.compile(r"^[\s\"'”’»)\].,!?…]+$")
_TURN = re.compile(r"(?<=[.!?…])[\"”»]?\s+(?=[—–-]\s?[\w\"“«])|(?<=[.!?…][\"”»])\s+(?=[A-ZА-ЯЁ\"“«])")
"""A dash after an end mark opens the next sentence of a quotation; a closed quotation ends one."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_STOP = re.compile(r"[.…](?P<gap>\s+)(?=[A-ZÀ-ÞА-ЯЁ“\"«])")
_MISSED = re.compile(
    r"\s(?:\D?(?:\d+[.:,])*\d+\.|[\w.-]+@[\w.-]+\w\.|\w+(?:\.\w{2,}){1,3}(?:/\w*)*\.|\w+…"
    rf"|{_MONTH}\.)$"
)
"""Ends of sentences that syntok misses: a number, an address, an ellipsis or a month, before a capital."""
TOKEN_CHARS = 60
"""How much of the text before a stop is looked at."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Ste?|Ft|Mt|Pt|Maj|Adm|Jos|Wm|Chas|Geo|Thos|Sr|Jr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Pres|Rev|Hon|vs|No|Nos|"
    r"approx|ca|cf|e\.g|i\.e|etc|Inc|Ltd|Co|Corp))\.$"
)

_HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Ste|Ft|Mt|Pt|Prof|Gen|Maj|Adm|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Rev|Jos|Wm|Chas|Geo|Thos)\.$"
)
_NUMBERED = re.compile(r"\b(?:Sec|Fig|Vol|Ch|Art|Nr|pp?|par)\.$")
"""What a number follows."""
_MONTH_END = re.compile(rf"\b{_MONTH}\.$")
_OPENER = re.compile(
    r"(?:The|A|An|He|She|It|They|We|In|On|At|But|And|This|That|These|Those|There|His|Her|Their|Its|When|While|"
    r"After|Before|However|Meanwhile|If|As|For)\s"
)
"""Words that open a sentence, where an abbreviation before them ends one: 'in the U.S. The president'."""
_GREEK = re.compile(r"[\u0370-\u03ff]")
"""Greek asks its questions with a semicolon."""
_TAG = re.compile(
    r"^(?:[\w'’.-]+\s+){1,6}(?:said|says|asked|asks|told|replied|answered|added|exclaimed|wondered|wrote)\b[^.!?]*\.?$"
)
"""What a quoted question leaves behind: '"Why?" Ann Lee asked.' is one sentence."""


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Sentence spans `[start, end)` of one paragraph, in order, without outer white space.

    Every character that is not white space lies in exactly one span.

    :param text: one paragraph; may be empty or hold any characters.
    """
    edges = _merge(text, list(_cut(text)))
    for start, end in edges:
        yield from _cap(text, start, end)


def paragraphs(article: Article) -> Iterator[tuple[int, int, str | None]]:
    """Paragraphs of an article as `(start, end, heading)`; heading lines themselves are left out."""
    heads = {heading.start: heading for heading in article.headings}
    heading: str | None = None
    for match in re.finditer(r"[^\n]+", article.text):
        start, end = match.span()
        if start in heads:
            heading = article.text[start:end]
        elif match.group().strip():
            yield start, end, heading


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Every place where a sentence may end, as spans that tile the text."""
    from syntok import segmenter

    starts = {0}
    for block in segmenter.analyze(text):
        starts.update(sentence[0].offset for sentence in block)
    for stop in _STOP.finditer(text):
        end = stop.start("gap")
        if _MISSED.search(text[max(end - TOKEN_CHARS, 0) : end].rpartition("\n")[2]):
            starts.add(stop.end())
    starts.update(match.end() for match in _TURN.finditer(text))
    ordered = sorted({*(start for start in starts if start < len(text)), len(text)})
    for start, end in pairwise(ordered):
        body = text[start:end]
        if body.strip():
            yield start + len(body) - len(body.lstrip()), start + len(body.rstrip())


def _merge(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Undo cuts inside a round bracket, after an abbreviation, before a lower-case word or at bare marks."""
    merged: list[tuple[int, int]] = []
    for start, end in cuts:
        if merged and _belongs(text[merged[-1][0] : merged[-1][1]], text[start:end]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _belongs(before: str, after: str) -> bool:
    if _CLOSING_ONLY.match(after) or not _WORD.search(before):
        return True
    if before.endswith(";") and not _GREEK.search(before):  # parts of a sentence, or cells of a table's row
        return True
    if before.count("(") > before.count(")") and ")" in after and len(before) < 400:
        return True
    first = re.sub(r"^[\W_]+", "", after)[:1]
    if first.islower() and not re.match(r"[—–-]", after):
        return True
    if re.search(r"[?!][\"”»]$", before) and _TAG.match(after):
        return True
    if _NUMBERED.search(before) and re.match(r"\d", after):
        return True
    if _MONTH_END.search(before):
        return after[:1].isdigit()
    if not _ABBREVIATION.search(before[-12:]) or not re.match(r"[\w(\"“«]", after):
        return False
    return bool(_HONORIFIC.search(before)) or not _OPENER.match(after)


def _cap(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= MAX_CHARS:
        yield start, end
        return
    at = last = start
    for match in _SPACES.finditer(text, start, end):
        if match.end() - at > MAX_CHARS and last > at:
            yield at, last
            at = match.start()
        while match.end() - at > MAX_CHARS:
            yield at, at + MAX_CHARS
            at += MAX_CHARS
        last = match.end()
    if last > at:
        yield at, last
