"""Raw text in, `Article` out: page furniture is recognised by its form and leaves the text.

Breadcrumbs, a repeated title, bylines, dates and translation credits become metadata where they say
something; share buttons and the like are dropped. What is left is the snapshot.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from .article import Article, Heading

EDGE_LINES = 6
"""How many lines that are not furniture may stand above the first sentence, with furniture among them."""
HEADING_CHARS = 100
FURNITURE_CHARS = 120
WRAP_CHARS = 45, 120
"""Least and greatest width of hard-wrapped text."""

# soft hyphens, zero-width spaces, marks of direction and of byte order, tags; joiners stay: they shape words
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BULLET = re.compile(r"^(?:[-*•·›»>]\s+)")
_CRUMB_MARK = r"(?:\s*[>›→]\s*|\s+[»/|]\s+)"
_CRUMB_TRAIL = re.compile(rf"^[^.!?]{{2,40}}?(?:{_CRUMB_MARK}[^.!?>›|→]{{2,120}}?){{1,6}}$")
_CREDIT = re.compile(
    r"^\W*(?:(?:this|the) (?:article|story|text|page) (?:was|has been|is) )?"
    r"(?:(?:auto(?:matically)?|machine)[- ]*)?"
    r"(?:translat(?:ed|ion)(?: (?:by|from|with|using|into)\b|\W*$|:)|translators?:"
    r"|перев[её](?:ден[оа]?|ла?)\b|перевод(?:чик)?(?: сделан\b|\s*[:—–-]|\W*$)"
    r"|traduit (?:par|de|du)\b|traduction\s*:|übersetzt (?:von|aus|mit)\b|übersetzung\s*:"
    r"|traducido (?:por|de|del|con)\b|traducción\s*:|tradotto (?:da|dal|con)\b|翻译)"
    r"[^,;]{0,90}$",
    re.IGNORECASE,
)
"""A comma tells a sentence that merely begins so: 'Translated from Greek, the word means a city.'"""
_BYLINE = re.compile(
    r"^(?:by|author|text|автор)s?\s*:?\s+(?P<name>\w[\w.'’-]*(?: \w[\w.'’-]*){0,5})$", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    r"^(?:(?:published|updated|posted|last updated)(?: on)?:?\s+)?(?P<when>(?:\w+day,?\s+)?"
    rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
    r"(?:[,T | at]*\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*\(?[A-Z]{0,4}\)?)?)$",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"^(?:"
    r"share(?: (?:this|on|via|article|story)\b.*)?|tweet|copy link|print|save|bookmark|subscribe.*|"
    r"sign (?:up|in)\b.*|log ?in|register|menu|search|home|skip to (?:main )?content|advert\w*|"
    r"sponsored(?: content)?|continue reading.*|read (?:more|also|next)\b.*|see also\b.*|"
    r"related(?: (?:articles?|stories|topics|news))?:?|more (?:on this|stories|news)\b.*|"
    r"recommended(?: (?:for you|stories|articles|videos|reading))?:?|most (?:read|popular|viewed).*|"
    r"trending(?: now)?|follow us\b.*|"
    r"(?:leave a |\d+ )?comments?(?: \(\d+\))?|previous(?: article)?|next(?: article)?|"
    r"back to top|loading\W*|image caption|listen\b.{0,30}|\d+ min(?:ute)?s? read|"
    r"(?:©|\(c\)|copyright\b).*|all rights reserved\b.*|(?:accept|manage) (?:all )?cookies.*|"
    r"newsletter.*|facebook|twitter|x|whatsapp|telegram|email|linkedin|reddit|"
    r".{0,90}contributed to this (?:report|story|article)|photo:.*|фото:.*|поделиться.*|"
    r"подпи(?:ска|шитесь|саться|сывайтесь)\b.*|читайте также.*|реклама"
    r")$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_PLAIN = {"Cc": " ", "Cs": "\ufffd"}
"""What control characters and lone surrogates, by their Unicode category, are replaced with."""
_NO_WORD = re.compile(r"^[\W_]+$")
_MARKDOWN_HEADING = re.compile(r"^(?:#{1,6}\s+)+")


@dataclass
class _Found:
    """What the furniture said."""

    title: str = ""
    section: str | None = None
    author: str | None = None
    published: str | None = None
    translation: str | None = None


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
    while len(stripped := _strip(lines, found)) < len(lines):
        lines = stripped
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
    """Lines without outer or repeated white space, a hard-wrapped paragraph as one; none is empty."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = "".join(_PLAIN.get(unicodedata.category(c), c) if c != "\n" else c for c in text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    blocks = [[_flat(line) for line in block.split("\n")] for block in re.split(r"\n[^\S\n]*\n", text)]
    blocks = [[line for line in block if line] for block in blocks]
    width = _wrap_width(blocks)
    return [line for block in blocks for line in (_unwrapped(block, width) if width else block)]


def _wrap_width(blocks: list[list[str]]) -> int | None:
    """The column at which the whole text was broken into lines; None if it was not."""
    lengths = [len(line) for block in blocks for line in block]
    width = max(lengths, default=0)
    # a line is broken within a paragraph where another follows it and it does not end as a sentence does
    full = [line for block in blocks for line in block[:-1] if len(line) >= 0.7 * width]
    broken = sum(not _SENTENCE_END.search(line) for line in full)
    if not WRAP_CHARS[0] <= width <= WRAP_CHARS[1] or 2 * broken <= len(full):
        return None
    return width


def _unwrapped(block: list[str], width: int) -> list[str]:
    """The block's lines, each joined to the one before where that had no room for its first word."""
    joined = block[:1]
    for before, line in pairwise(block):
        room = 0.85 * width - len(before) - 1
        apart = _BULLET.match(line) or _MARKDOWN_HEADING.match(before) or _MARKDOWN_HEADING.match(line)
        if room < len(line.split(" ", 1)[0]) and not apart:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _strip(lines: list[str], found: _Found) -> list[str]:
    while len(stripped := _strip_bottom(_strip_top(lines, found), found)) < len(lines):
        lines = stripped
    return [line for line in lines if not _is_furniture(line)]


def _strip_top(lines: list[str], found: _Found) -> list[str]:
    """Take breadcrumbs, titles, bylines and dates off the top."""
    crumbs, lines = _split_crumbs(lines, found.title)
    kept: list[str] = []
    seen = 0
    for line in lines:
        if len(kept) == EDGE_LINES or (kept and _is_prose(kept[-1])):
            break
        seen += 1
        plain = _MARKDOWN_HEADING.sub("", line)
        if _is_furniture(line) or (_is_title(plain) and _same(plain, found.title)):
            continue
        if _CREDIT.match(line) and not _is_prose(line):
            found.translation = found.translation or line
        elif match := _DATE.match(line):
            found.published = found.published or match.group("when")
        elif match := _BYLINE.match(line):
            found.author = found.author or match.group("name")
        elif not found.title and not kept and _is_title(plain):
            found.title = plain
        else:
            kept.append(line)
    names = [crumb for crumb in crumbs if not _same(crumb, found.title)]
    if names and found.section is None:
        found.section = names[-1]
    return kept + lines[seen:]


def _split_crumbs(lines: list[str], title: str) -> tuple[list[str], list[str]]:
    """The names of a breadcrumb trail at the top, and the lines after it.

    A trail as a list, one name a line, is told from a list of the article's own by the title that
    comes last in it or right after it.
    """
    count = 0
    while count < min(len(lines), EDGE_LINES) and _is_crumb(lines[count]):
        count += 1
    crumbs, rest = [_BULLET.sub("", line) for line in lines[:count]], lines[count:]
    after = _MARKDOWN_HEADING.sub("", rest[0]) if rest else ""
    if crumbs and any(_same(crumbs[-1], name) for name in (after, title)):
        return crumbs, rest
    if len(crumbs) > 1 and (_same(after, title) if title else _is_title(after)):
        return crumbs, rest
    if len(lines) > 1 and _CRUMB_TRAIL.match(lines[0]):
        parts = re.split(_CRUMB_MARK, lines[0])
        after = _MARKDOWN_HEADING.sub("", lines[1])
        trail = len(parts) > 2 or re.search(r"[>›→]|\s»\s", lines[0])
        if _same(parts[-1], after) or (trail and _is_title(after)):
            return parts, lines[1:]
    return [], lines


def _strip_bottom(lines: list[str], found: _Found) -> list[str]:
    """Take credits and dates off the bottom."""
    lines = list(lines)
    while len(lines) > 1:
        last = lines[-1]
        if _CREDIT.match(last):
            found.translation = found.translation or last
        elif match := _DATE.match(last):
            found.published = found.published or match.group("when")
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
    bare = _BULLET.sub("", _MARKDOWN_HEADING.sub("", line))
    return len(bare) <= FURNITURE_CHARS and bool(_NAVIGATION.match(bare)) and not _is_prose(bare)


def _is_title(line: str) -> bool:
    if not 0 < len(line) <= 250 or _BULLET.match(line):
        return False
    return not _is_prose(line) or (len(line) <= 120 and line.endswith(("?", "!")))


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
