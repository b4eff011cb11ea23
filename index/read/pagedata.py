"""What a page says of itself: JSON-LD, Open Graph and other `<meta>`, `<time>`, links, bylines, heading."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from ..document import Block, Document
from . import authors, linked, wording

_TITLE_PARTS = re.compile(r"\s+[|–—»·:-]+\s+|\s*\|\s*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class PageData:
    """Metadata of a page; None, or "" for `title`, where it does not say."""

    title: str = ""
    outlet: str | None = None
    section: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None

    def document(self, blocks: tuple[Block, ...]) -> Document:
        """A document of these blocks with this metadata."""
        return Document(
            blocks,
            title=self.title,
            outlet=self.outlet,
            section=self.section,
            author=self.author,
            published=self.published,
            language=self.language,
            url=self.url,
        )


def read(tree: Any, url: str | None = None) -> PageData:
    """The metadata of a page, an lxml tree that is not changed.

    :param url: the address that it came from, None for a file.
    """
    things = list(linked.things(tree))
    metas = _metas(tree)
    outlet = wording.first(
        [
            metas.get("og:site_name"),
            *(wording.name(one.get("publisher")) for one in things),
            metas.get("application-name"),
        ]
    )
    return PageData(
        title=_title(tree, things, metas, outlet),
        outlet=outlet,
        section=wording.first(
            [metas.get("article:section"), *(wording.text_of(one.get("articleSection")) for one in things)]
        ),
        author=authors.author(tree, things, metas, outlet),
        published=_published(tree, things, metas),
        language=wording.first(
            [
                tree.get("lang"),
                tree.get("xml:lang"),
                *(wording.text_of(one.get("inLanguage")) for one in things),
                metas.get("og:locale"),
            ]
        ),
        url=_canonical(tree, metas, url),
    )


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            found.setdefault(key, content)
    return found


def _title(tree: Any, things: list[dict[str, Any]], metas: dict[str, str], outlet: str | None) -> str:
    """The heading that a reader sees, where it is told; else what the page calls itself."""
    tag = tree.find(".//title")
    tagged = wording.flat(tag) if tag is not None else ""
    named = [wording.text_of(one.get("headline")) for one in things] + [
        metas.get("og:title"),
        metas.get("twitter:title"),
    ]
    own = wording.first([*named, tagged]) or ""
    heads = [text for head in tree.iter("h1") if (text := wording.flat(head)) and len(text) > 3]
    heads = [head for head in dict.fromkeys(heads) if wording.folded(head) != wording.folded(outlet or "")]
    alike = [head for head in heads if _likeness(head, own) >= 0.5 or _likeness(head, tagged) >= 0.5]
    if alike:
        return max(alike, key=lambda head: max(_overlap(head, own), _overlap(head, tagged)))
    if len(heads) == 1 and len(heads[0].split()) >= 3:
        return heads[0]
    return _without_site(own, outlet)


def _without_site(title: str, outlet: str | None) -> str:
    """A title without the site's name after, or before, a bar or a dash."""
    parts = _TITLE_PARTS.split(title)
    if len(parts) < 2:
        return title
    bare = [part for part in parts if outlet and wording.folded(part) == wording.folded(outlet)]
    ends = (parts[0], parts[-1])
    if bare and bare[0] in ends:
        cut = title.rfind(bare[0]) if bare[0] == parts[-1] else 0
        return (title[:cut] if cut else title[len(bare[0]) :]).strip(" |–—»·:-")
    if "|" in title or (len(parts[-1].split()) <= 4 < len(parts[0].split())):
        return (
            max(parts, key=lambda part: len(part.split()))
            if "|" in title
            else title[: title.rfind(parts[-1])].strip(" |–—»·:-")
        )
    return title


def _published(tree: Any, things: list[dict[str, Any]], metas: dict[str, str]) -> str | None:
    keys = (
        "article:published_time datepublished publishdate pubdate date dc.date dc.date.issued "
        "dcterms.created parsely-pub-date "
        "sailthru.date citation_publication_date publication_date og:published_time "
        "article:published"
    ).split()
    said = [wording.text_of(one.get("datePublished")) for one in things] + [metas.get(key) for key in keys]
    times = [time.get("datetime") for time in tree.iter("time") if time.get("datetime")]
    for value in [*said, *times[:1]]:
        if value and (match := _DAY.search(value)):
            return value.strip() if match.start() == 0 else match.group()
    return _guessed_day(tree)


def _guessed_day(tree: Any) -> str | None:
    """The day that a page's visible text gives itself (htmldate: Barbaresi, 2020), None if none does."""
    from htmldate import find_date

    try:
        found: str | None = find_date(deepcopy(tree), original_date=True, extensive_search=True)
    except (ValueError, AttributeError, TypeError, IndexError):  # odd dates trip it in many ways
        return None
    return found


def _canonical(tree: Any, metas: dict[str, str], url: str | None) -> str | None:
    links = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for value in (*links, metas.get("og:url")):
        try:
            whole: str = urljoin(url or "", (value or "").strip())
        except ValueError:
            continue
        if value and whole.startswith(("http://", "https://")):
            return whole
    return url


def _likeness(a: str, b: str) -> float:
    """Shared words of two titles over those of the shorter, 0 to 1."""
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (a, b))
    return len(one & other) / max(min(len(one), len(other)), 1)


def _overlap(a: str, b: str) -> float:
    """Shared words of two titles over those of both, 0 to 1."""
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (a, b))
    return len(one & other) / max(len(one | other), 1)
