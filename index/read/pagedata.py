"""What a page says of itself: JSON-LD, Open Graph and other `<meta>`, `<time>`, links, bylines, the heading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from ..document import Block, Document

ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|Review|WebPage|VideoObject", re.I)
_TITLE_PARTS = re.compile(r"\s+[|–—»·:-]+\s+|\s*\|\s*")
_BY = re.compile(r"^\W*(?:(?:written|posted|reviewed|published|story|words|text)\s+)*by\b[:\s]*", re.I)
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·/]|\b(?:last )?(?:updated|published|posted|reviewed|written)\b|\bon \w+ \d|[–—-]\s|\(@|@\w"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d|\d{1,2}[./ ]).*$",
    re.I | re.S,
)
_URL = re.compile(
    r"^https?://|\.(?:com|org|net)\b|^https?$|\bsays$|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$", re.I
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SAID_BY = re.compile(r"^(?:written |posted |words |story )?by:? [^\W\d_a-z]", re.I)
MAX_NAME = 80
AUTHOR_METAS = ("author article:author parsely-author sailthru.author dc.creator byl dcterms.creator").split()
BYLINES = (
    ".//*[@rel='author']",
    ".//*[@itemprop='author']",
    ".//*[contains(@class,'author-name') or contains(@class,'author_name') or contains(@class,'byline-name')"
    " or contains(@class,'authorName')]",
    ".//*[contains(concat(' ',normalize-space(@class),' '),' author ')"
    " or contains(concat(' ',normalize-space(@class),' '),' byline ')]",
    ".//*[contains(@class,'byline') or contains(@class,'author')]",
)
"""Where a page shows its author's name, the surest first."""


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
    things = list(_things(tree))
    metas = _metas(tree)
    outlet = _first(
        [
            metas.get("og:site_name"),
            *(_name(one.get("publisher")) for one in things),
            metas.get("application-name"),
        ]
    )
    return PageData(
        title=_title(tree, things, metas, outlet),
        outlet=outlet,
        section=_first(
            [metas.get("article:section"), *(_text_of(one.get("articleSection")) for one in things)]
        ),
        author=_author(tree, things, metas, outlet),
        published=_published(tree, things, metas),
        language=_first(
            [
                tree.get("lang"),
                tree.get("xml:lang"),
                *(_text_of(one.get("inLanguage")) for one in things),
                metas.get("og:locale"),
            ]
        ),
        url=_canonical(tree, metas, url),
    )


def _things(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, most particular first."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                found += _objects(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue
    for plain in (False, True):  # a WebPage says less than its article
        for one in found:
            kind = (
                " ".join(map(str, one["@type"]))
                if isinstance(one.get("@type"), list)
                else str(one.get("@type"))
            )
            if ARTICLE_TYPES.search(kind) and (kind.endswith("WebPage") or "Video" in kind) == plain:
                yield one


def _objects(data: Any) -> list[dict[str, Any]]:
    """All objects with a type, references to others of the same script put in."""
    flat: list[dict[str, Any]] = []
    stack = [data]
    while stack and len(flat) < 500:
        one = stack.pop(0)
        if isinstance(one, list):
            stack[:0] = one
        elif isinstance(one, dict):
            if "@type" in one:
                flat.append(one)
            stack += [value for value in one.values() if isinstance(value, dict | list)]
    known = {one["@id"]: one for one in flat if isinstance(one.get("@id"), str) and len(one) > 2}
    return [{key: _resolved(value, known) for key, value in one.items()} for one in flat]


def _resolved(value: Any, known: dict[str, dict[str, Any]]) -> Any:
    """A value with the objects that it only names by their `@id` put in."""
    if isinstance(value, list):
        return [_resolved(one, known) for one in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


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
    tagged = _flat(tag) if tag is not None else ""
    named = [_text_of(one.get("headline")) for one in things] + [
        metas.get("og:title"),
        metas.get("twitter:title"),
    ]
    own = _first([*named, tagged]) or ""
    heads = [text for head in tree.iter("h1") if (text := _flat(head)) and len(text) > 3]
    heads = [head for head in dict.fromkeys(heads) if _folded(head) != _folded(outlet or "")]
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
    bare = [part for part in parts if outlet and _folded(part) == _folded(outlet)]
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


def _author(tree: Any, things: list[dict[str, Any]], metas: dict[str, str], outlet: str | None) -> str | None:
    """The names of the authors, parted by commas: persons before the outlet itself."""
    told = [_people(one.get(key)) for one in things for key in ("author", "creator")]
    cited = [
        _flat_text(meta.get("content")) for meta in tree.iter("meta") if meta.get("name") == "citation_author"
    ]
    told += [cited, *(list(_names(metas[key])) for key in AUTHOR_METAS if key in metas)]
    told = [names for names in told if names]
    for names in told:
        if not all(_is_outlet(name, outlet) for name in names):
            return ", ".join(names)
    for path in BYLINES:
        for element in tree.xpath(path)[:8]:
            text = _flat(element)
            if 3 <= len(text) <= 2 * MAX_NAME and (names := list(_names(text))):
                return ", ".join(names)
    for element in tree.iter("p", "span", "div", "address", "h2", "h3", "h4", "h5", "h6", "a"):
        if len(element) <= 3 and _SAID_BY.match(text := _flat(element)[: 2 * MAX_NAME]):
            if names := list(_names(text)):
                return ", ".join(names)
    return ", ".join(told[0]) if told else None


def _is_outlet(name: str, outlet: str | None) -> bool:
    """Whether an author is only the site itself, or a login's name."""
    return bool(outlet and _folded(outlet) in _folded(name)) or ("." in name.strip(".") and " " not in name)


def _people(author: Any) -> list[str]:
    """Names of a JSON-LD author: an object, a list, or a text."""
    some = author if isinstance(author, list) else [author]
    found: list[str] = []
    for one in some:
        text = _name(one)
        if text and not (isinstance(one, dict) and one.get("@type") == "Organization" and len(some) > 1):
            found += _names(text)
    return list(dict.fromkeys(found))


def _names(text: str) -> Iterator[str]:
    """The names in a byline such as `By Ann Lee and Bo Ek | 3 March 2024`."""
    bare = _AFTER_NAME.sub("", _BY.sub("", text)).strip(" ,.;:|–—-")
    for part in re.split(r"\s*(?:[,;&]|\band\b|\bund\b|\by\b|\bet\b)\s+", bare):
        name = part.strip(" ,.;:|–—-")
        if (
            name
            and len(name) <= MAX_NAME
            and len(name.split()) <= 6
            and not _URL.search(name)
            and name[0].isalnum()
        ):
            yield name


def _published(tree: Any, things: list[dict[str, Any]], metas: dict[str, str]) -> str | None:
    keys = (
        "article:published_time datepublished publishdate pubdate date dc.date dc.date.issued dcterms.created parsely-pub-date "
        "sailthru.date citation_publication_date publication_date og:published_time article:published"
    ).split()
    said = [_text_of(one.get("datePublished")) for one in things] + [metas.get(key) for key in keys]
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
            whole = urljoin(url or "", (value or "").strip())
        except ValueError:
            continue
        if value and whole.startswith(("http://", "https://")):
            return whole
    return url


def _name(thing: Any) -> str | None:
    if isinstance(thing, list):
        return _first(_name(one) for one in thing)
    return _text_of(thing.get("name")) if isinstance(thing, dict) else _text_of(thing)


def _text_of(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    from html import unescape

    return " ".join(re.sub(r"<[^>]{0,200}>", "", unescape(value)).split()) or None


def _first(values: Any) -> str | None:
    return next((value for value in values if value), None)


def _flat_text(text: str | None) -> str:
    return " ".join((text or "").split())


def _flat(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _likeness(a: str, b: str) -> float:
    """Shared words of two titles over those of the shorter, 0 to 1."""
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (a, b))
    return len(one & other) / max(min(len(one), len(other)), 1)


def _overlap(a: str, b: str) -> float:
    """Shared words of two titles over those of both, 0 to 1."""
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (a, b))
    return len(one & other) / max(len(one | other), 1)


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
