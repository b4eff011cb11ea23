"""Raw text in, `Article` out: page furniture is recognised by its form and leaves the text.

Breadcrumbs, a repeated title, bylines, dates and translation credits become metadata where they say
something; share buttons and the like are dropped. What is left is the snapshot.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .article import Article, Heading

EDGE_LINES = 6
"""How many lines from either end may be furniture that only an edge can hold."""
HEADING_CHARS = 100
FURNITURE_CHARS = 120
WRAP_CHARS = 45
"""Least length of the lines of a hard-wrapped paragraph."""

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|[^\S\n]*\r")
_BULLET = re.compile(r"^(?:[-*•·›»>]\s+)")
_CRUMB_TRAIL = re.compile(r"^[^.!?]{2,40}(?:\s*[>»›/|→]\s*[^.!?>»›|→]{2,120}){1,6}$")
_CREDIT = re.compile(
    r"^\W*(?:this (?:article|text|page) (?:was|has been|is) )?"
    r"(?:(?:auto(?:matically)?|machine)[- ]*)?"
    r"(?:translat(?:ed|ion)\b|перев[её]д|traduit|traduction|übersetz|traducido|traducción|tradotto|翻译)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by|author|text|автор)s?\s*:?\s+(?P<name>\w[\w.'’-]*(?: \w[\w.'’-]*){0,5})$", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    r"^(?:(?:published|updated|posted|last updated)(?: on)?:?\s+)?(?:\w+day,?\s+)?"
    rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
    r"(?:[,T | at]*\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*\(?[A-Z]{0,4}\)?)?$",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"^(?:"
    r"share(?: (?:this|on|via|article|story)\b.*)?|tweet|copy link|print|save|bookmark|subscribe.*|"
    r"sign (?:up|in)\b.*|log ?in|register|menu|search|home|skip to (?:main )?content|advert\w*|"
    r"sponsored(?: content)?|continue reading.*|read (?:more|also|next)\b.*|see also\b.*|"
    r"related(?: (?:articles?|stories|topics|news))?:?|more (?:on this|stories|news)\b.*|"
    r"recommended.*|most (?:read|popular|viewed).*|trending.*|follow us\b.*|"
    r"(?:leave a |\d+ )?comments?(?: \(\d+\))?|previous(?: article)?|next(?: article)?|"
    r"back to top|loading\W*|image caption|listen\b.{0,30}|\d+ min(?:ute)?s? read|"
    r"(?:©|\(c\)|copyright\b).*|all rights reserved\b.*|(?:accept|manage) (?:all )?cookies.*|"
    r"newsletter.*|facebook|twitter|x|whatsapp|telegram|email|linkedin|reddit|"
    r".{0,90}contributed to this (?:report|story|article)|photo:.*|фото:.*|поделиться.*|подпис\w*.*|читайте также.*|реклама"
    r")$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_NO_WORD = re.compile(r"^[\W_]+$")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+")


@dataclass
class _Found:
    """What the furniture said."""

    title: str = ""
    section: str | None = None
    author: str | None = None
    published: str | None = None
    translation: str | None = None
    crumbs: list[str] = field(default_factory=list)


def clean(
    raw: str,
    *,
    title: str = "",
    outlet: str | None = None,
    section: str | None = None,
    author: str | None = None,
    published: str | None = None,
    language: str | None = None,
    translation: str | None = None,
    source: str | None = None,
) -> Article:
    """Turn raw page text into an article.

    Metadata given as arguments wins over what the text's furniture says; None (or the empty title)
    leaves it to the text. Without any title, the name is the start of the first sentence.

    :param raw: plain text, one paragraph a line or paragraphs parted by blank lines.
    :return: the article; its text has one paragraph or heading a line, with a blank line between.
    :raises ArticleError: if nothing but furniture is left.
    """
    lines = _lines(raw)
    found = _Found(title=_flat(title))
    lines = _strip_top(lines, found)
    lines = _strip_bottom(lines, found)
    lines = [line for line in lines if not _is_furniture(line)]
    text, headings = _compose(lines)
    return Article(
        text=text,
        title=found.title or _short(text),
        headings=headings,
        outlet=outlet,
        section=section or found.section,
        author=author or found.author,
        published=published or found.published,
        language=language,
        translation=translation or found.translation,
        source=source,
    )


def _lines(raw: str) -> list[str]:
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n\n"))
    text = "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in text)
    blocks = [[_flat(line) for line in block.split("\n")] for block in re.split(r"\n[^\S\n]*\n", text)]
    lines = []
    for block in blocks:
        block = [line for line in block if line]
        lines += [" ".join(block)] if _is_wrapped(block) else block
    return lines


def _is_wrapped(block: list[str]) -> bool:
    """Whether a block of lines is one paragraph broken at a column."""
    if len(block) < 2 or any(_BULLET.match(line) for line in block):
        return False
    inner = block[:-1]
    widest = max(len(line) for line in block)
    even = all(len(line) >= max(WRAP_CHARS, 0.6 * widest) for line in inner)
    return even and widest <= 120 and sum(not _SENTENCE_END.search(line) for line in inner) > len(inner) / 2


def _strip_top(lines: list[str], found: _Found) -> list[str]:
    """Take breadcrumbs, titles, bylines and dates off the top."""
    lines = list(lines)
    crumbs = 0
    while crumbs < min(len(lines), EDGE_LINES) and _is_crumb(lines[crumbs]):
        crumbs += 1
    after = lines[crumbs] if crumbs < len(lines) else ""
    repeats = bool(crumbs) and _same(_BULLET.sub("", lines[crumbs - 1]), after)
    if crumbs >= 2 or repeats:
        found.crumbs = [_BULLET.sub("", line) for line in lines[:crumbs]]
        lines = lines[crumbs:]
    elif lines and _CRUMB_TRAIL.match(lines[0]) and len(lines) > 1:
        parts = [part.strip() for part in re.split(r"[>»›/|→]", lines[0])]
        if len(parts) > 2 or _same(parts[-1], lines[1]):
            found.crumbs, lines = parts, lines[1:]

    lines, body = lines[:EDGE_LINES], lines[EDGE_LINES:]
    kept: list[str] = []
    for line in lines:
        plain = _MARKDOWN_HEADING.sub("", line)
        if found.title and not any(_is_prose(k) for k in kept) and _same(plain, found.title):
            continue
        if any(_is_prose(k) for k in kept):
            kept.append(line)
        elif _is_furniture(line):
            continue
        elif _CREDIT.match(line) and not _is_prose(line):
            found.translation = line
        elif match := _DATE.match(line):
            found.published = match.group(0)
        elif match := _BYLINE.match(line):
            found.author = match.group("name")
        elif not found.title and not kept and _is_title(plain):
            found.title = plain
        else:
            kept.append(line)
    if found.crumbs:
        names = [crumb for crumb in found.crumbs if not _same(crumb, found.title)]
        found.section = names[-1] if names else None
    return kept + body


def _strip_bottom(lines: list[str], found: _Found) -> list[str]:
    """Take credits and dates off the bottom."""
    lines = list(lines)
    for _ in range(EDGE_LINES):
        if len(lines) < 2:
            break
        last = lines[-1]
        if _CREDIT.match(last) and len(last) <= FURNITURE_CHARS:
            found.translation = found.translation or last
        elif match := _DATE.match(last):
            found.published = found.published or match.group(0)
        elif not _is_furniture(last):
            break
        lines.pop()
    return lines


def _compose(lines: list[str]) -> tuple[str, tuple[Heading, ...]]:
    headings = []
    parts: list[str] = []
    at = 0
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        marked = bool(_MARKDOWN_HEADING.match(line))
        line = _MARKDOWN_HEADING.sub("", line)
        if not line:
            continue
        if parts:
            at += 2
        if following and (marked or (_is_heading(line) and _is_prose(following))):
            headings.append(Heading(at, at + len(line)))
        parts.append(line)
        at += len(line)
    return "\n\n".join(parts), tuple(headings)


def _is_crumb(line: str) -> bool:
    return bool(_BULLET.match(line)) and len(line) <= 200 and not _is_prose(line)


def _is_furniture(line: str) -> bool:
    if _NO_WORD.match(line):
        return True
    bare = _BULLET.sub("", line)
    return len(bare) <= FURNITURE_CHARS and bool(_NAVIGATION.match(bare)) and not _is_prose(bare)


def _is_title(line: str) -> bool:
    return len(line) <= 250 and (not _is_prose(line) or len(line) <= 120 and line.endswith(("?", "!")))


def _is_heading(line: str) -> bool:
    if len(line) > HEADING_CHARS or len(line.split()) > 15 or _BULLET.match(line):
        return False
    if line[0] in "\"'“”«‘—–" or line[0].islower():
        return False
    return line.endswith("?") or not _SENTENCE_END.search(line)


def _is_prose(line: str) -> bool:
    """Whether a line ends as a sentence does, or is too long for anything else."""
    return bool(re.search(r"[.!?…][\"'”’»)\]]*$", line)) or len(line) > 250


def _same(a: str, b: str) -> bool:
    """Equal but for case, punctuation and spaces."""
    fold = [re.sub(r"\W+", "", text).casefold() for text in (a, b)]
    return fold[0] == fold[1] != ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, limit: int = 80) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= limit else first[:limit].rsplit(" ", 1)[0] + "…"
