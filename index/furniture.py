"""Page furniture is recognised by its form and leaves the text.

Breadcrumbs, a repeated title, bylines, dates and translation credits become metadata where they say
something; share buttons and the like are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .bylines import TIME_ONLY, Credit, bare_names, credit, dateline, note
from .document import Block
from .lines import BULLET, LABEL, SENTENCE_END
from .promotion import is_picture_credit, is_promotion, without_picture_credit

EDGE_LINES = 6
"""How many lines that are not furniture may stand above the first sentence, with furniture among them."""
HEADING_CHARS = 100
FURNITURE_CHARS = 120

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
_NO_WORD = re.compile(r"^[\W_]+$")


@dataclass
class Found:
    """What the furniture said."""

    title: str = ""
    section: str | None = None
    author: str | None = None
    published: str | None = None
    translation: str | None = None
    outlet: str | None = None
    place: str | None = None

    def take(self, said: Credit) -> None:
        """Keep what a line says, where nothing is known yet."""
        self.author = self.author or said.author
        self.outlet = self.outlet or said.outlet
        self.published = self.published or said.published
        self.section = self.section or said.section


def strip(blocks: list[Block], found: Found) -> list[Block]:
    """The blocks without furniture; what the furniture says goes into `found`, where nothing stands yet."""
    while len(stripped := _strip(blocks, found)) < len(blocks):
        blocks = stripped
    return _without_dateline(blocks, found)


def _strip(blocks: list[Block], found: Found) -> list[Block]:
    while len(stripped := _strip_bottom(_strip_top(blocks, found), found)) < len(blocks):
        blocks = stripped
    kept = (block for block in blocks if not _is_furniture(block.text))
    return [replace(block, text=without_picture_credit(block.text)) for block in kept]


def _strip_top(blocks: list[Block], found: Found) -> list[Block]:
    """Take breadcrumbs, titles, bylines and dates off the top."""
    alone = len(blocks) == 1
    crumbs, blocks = _split_crumbs(blocks, found.title)
    kept: list[Block] = []
    seen = 0
    for block in blocks:
        if len(kept) == EDGE_LINES or (kept and is_prose(kept[-1].text)):
            break
        seen += 1
        line = block.text
        if _is_furniture(line) or (_is_title(line) and _same(line, found.title)):
            continue
        if _CREDIT.match(line) and not is_prose(line):
            found.translation = found.translation or line
        elif said := credit(line):
            found.take(said)
        elif found.title and not found.author and _is_bare_byline(line, blocks[seen:]):
            found.author = bare_names(line)
        elif not found.title and not kept and not alone and _is_title(line):
            found.title = line
        else:
            kept.append(block)
    names = [crumb for crumb in crumbs if not _same(crumb, found.title)]
    if names and found.section is None:
        found.section = names[-1]
    return kept + blocks[seen:]


def _split_crumbs(blocks: list[Block], title: str) -> tuple[list[str], list[Block]]:
    """The names of a breadcrumb trail at the top, and the blocks after it.

    A trail as a list, one name a line, is told from a list of the article's own by the title that
    comes last in it or right after it.
    """
    lines = [block.text for block in blocks[: EDGE_LINES + 1]]
    count = 0
    while count < min(len(lines), EDGE_LINES) and _is_crumb(lines[count]):
        count += 1
    crumbs, rest = [BULLET.sub("", line) for line in lines[:count]], lines[count:]
    after = rest[0] if rest else ""
    if crumbs and any(_same(crumbs[-1], name) for name in (after, title)):
        return crumbs, blocks[count:]
    if len(crumbs) > 1 and (_same(after, title) if title else _is_title(after)):
        return crumbs, blocks[count:]
    if len(lines) > 1 and _CRUMB_TRAIL.match(lines[0]):
        parts = re.split(_CRUMB_MARK, lines[0])
        trail = len(parts) > 2 or re.search(r"[>›→]|\s»\s", lines[0])
        if _same(parts[-1], lines[1]) or (trail and _is_title(lines[1])):
            return parts, blocks[1:]
    return [], blocks


def _strip_bottom(blocks: list[Block], found: Found) -> list[Block]:
    """Take credits and dates off the bottom."""
    blocks = list(blocks)
    while len(blocks) > 1:
        last = blocks[-1].text
        if _CREDIT.match(last):
            found.translation = found.translation or last
        elif said := note(last) or credit(last):
            if said.author and said.author != found.author and _told_elsewhere(said.author, blocks[:-1]):
                break
            found.take(said)
        elif not _is_furniture(last):
            break
        blocks.pop()
    return blocks


def _is_bare_byline(line: str, below: list[Block]) -> bool:
    """Whether a line of names under the title is a byline: prose or a date follows, without them."""
    names = bare_names(line)
    following = next((block.text for block in below if not _is_furniture(block.text)), "")
    if not names or not (is_prose(following) or credit(following)):
        return False
    return not any(_told_elsewhere(name, below) for name in names.split(", "))


def _told_elsewhere(name: str, blocks: list[Block]) -> bool:
    """Whether other blocks speak of a name's last word."""
    last = name.split()[-1]
    return any(
        re.search(rf"\b{re.escape(last)}\b", block.text, re.I) for block in blocks if is_prose(block.text)
    )


def _without_dateline(blocks: list[Block], found: Found) -> list[Block]:
    """The blocks with the dateline of the first paragraph taken off, as in 'BOSTON (AP) – The court …'."""
    for number, block in enumerate(blocks[: EDGE_LINES + 1]):
        if not is_prose(block.text):
            continue
        if told := dateline(block.text):
            end, found.place, agency = told
            found.outlet = found.outlet or agency
            pages = tuple((max(offset - end, 0), page) for offset, page in block.pages)
            return [
                *blocks[:number],
                replace(block, text=block.text[end:], pages=pages),
                *blocks[number + 1 :],
            ]
        return blocks
    return blocks


def _is_crumb(line: str) -> bool:
    return bool(BULLET.match(line)) and len(line) <= 200 and not is_prose(line)


def _is_furniture(line: str) -> bool:
    if _NO_WORD.match(line):
        return True
    bare = BULLET.sub("", line)
    if is_promotion(bare) or is_picture_credit(bare):
        return True
    return len(bare) <= FURNITURE_CHARS and bool(_NAVIGATION.match(bare)) and not is_prose(bare)


def _is_title(line: str) -> bool:
    if not 0 < len(line) <= 250 or BULLET.match(line):
        return False
    return not is_prose(line) or (len(line) <= 120 and line.endswith(("?", "!")))


def is_heading(block: Block) -> bool:
    """Whether a block without a mark reads as a heading: short, and without a sentence's end."""
    line = block.text
    if TIME_ONLY.match(line):
        return True
    if line.endswith("?") and LABEL.match(line):  # a question in a transcript
        return False
    if block.kind != "text" or len(line) > HEADING_CHARS or len(line.split()) > 15 or BULLET.match(line):
        return False
    if line[0] in "\"'“”«‘—–" or line[0].islower():
        return False
    return line.endswith("?") or not SENTENCE_END.search(line)


def is_prose(line: str) -> bool:
    """Whether a line ends as a sentence does, or is too long for anything else."""
    return bool(re.search(r"[.!?…][\"'”’»)\]]*$", line)) or len(line) > 250


def _same(a: str, b: str) -> bool:
    """Equal but for case, punctuation and spaces."""
    fold = [re.sub(r"\W+", "", text).casefold() for text in (a, b)]
    return fold[0] == fold[1] != ""
