"""The main text of a page: trafilatura's, with what it lost of the same article, as blocks.

trafilatura (Barbaresi, 2021, https://aclanthology.org/2021.acl-demo.15) takes one container of a page. Where
paragraphs of prose stand beside it in number, the container of all of them is walked instead.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from ..document import Block, Kind
from .grids import MARK

log = logging.getLogger(__name__)

PROSE_WORDS = 10
"""Fewest words of a paragraph that says something."""
MAX_LINK_SHARE = 0.5
LOST_SHARE = 0.55
"""Where less of the page's prose than this is found, another way is tried."""
STRICT_SHARE, STRICT_SIZE = 0.97, (0.75, 0.4)
"""trafilatura's stricter way is taken where it keeps these shares of prose and of all text: of the text
less, where there are paragraphs of prose enough to trust the first."""
MANY_PROSE = 5
PURE_SHARE = 0.6
"""How much of a container's text must be prose for it to be taken."""
REFUSED_SHARE = 0.3
"""Where still less is found, the page is refused."""
MAX_FRAME_SHARE = 0.4
"""What holds more of the prose than this is no frame, whatever it is called."""
AROUND = frozenset("nav footer aside form header button select menu".split())
SKIPPED = frozenset(
    "script style noscript template svg iframe figure button select menu nav audio video math".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong "
    "sub sup time tt u var wbr br hi ref lb".split()
)
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that write words without spaces."""
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|recommend\w*|newsletter|promo|sidebar)(?:$|[\s_-])", re.I
)


def main_text(tree: Any) -> tuple[tuple[Block, ...], float]:
    """The main text's blocks, and how much was kept of them and the page's other prose, 0 to 1.

    :param tree: the page, as an lxml tree; not changed.
    """
    frame = _frame(tree)
    prose = list(_prose(tree, frame))
    found = _by_trafilatura(tree)
    share = _share(found, prose)
    strict = _by_trafilatura(tree, favor_precision=True)
    least = STRICT_SIZE[len(prose) >= MANY_PROSE] * _size(found)
    if _share(strict, prose) >= STRICT_SHARE * share and _size(strict) >= least:
        found = strict
    if _kept(found, prose) < LOST_SHARE:
        wider = _by_container(prose, frame)
        wider_share = _share(wider, prose)
        pure = sum(len(text) for _, text in prose) * wider_share >= PURE_SHARE * _size(wider)
        if pure and wider_share > share:
            return wider, _kept(wider, prose)
    return found, _kept(found, prose)


def _by_trafilatura(tree: Any, **settings: bool) -> tuple[Block, ...]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it would say is no news here
    try:
        found = trafilatura.bare_extraction(
            deepcopy(tree), include_comments=False, include_formatting=True, **settings
        )
    except Exception as error:  # noqa: BLE001 - odd trees make lxml and trafilatura raise many kinds
        log.info("trafilatura: %s: %s", type(error).__name__, error)
        return ()
    return tuple(_walk(found.body)) if found is not None and found.body is not None else ()


def _by_container(prose: list[tuple[Any, str]], frame: frozenset[Any]) -> tuple[Block, ...]:
    """All blocks of the smallest element that holds nearly all of the page's prose."""
    if not prose:
        return ()
    total = sum(len(text) for _, text in prose)
    held: dict[Any, int] = {}
    for element, text in prose:
        for around in element.iterancestors():
            held[around] = held.get(around, 0) + len(text)
    fitting = [element for element, size in held.items() if size >= 0.9 * total]
    smallest = min(fitting, key=lambda element: len(list(element.iter())))
    return tuple(_walk(smallest, frame))


def _frame(tree: Any) -> frozenset[Any]:
    """The elements that, by tag or name, stand around an article; none that holds much of the prose."""
    total = 0
    held: dict[Any, int] = {}
    for element, text in _prose(tree, frozenset()):
        total += len(text)
        for around in element.iterancestors():
            held[around] = held.get(around, 0) + len(text)
    named = (one for one in tree.iter() if isinstance(one.tag, str) and (one.tag in AROUND or _is_aside(one)))
    return frozenset(one for one in named if held.get(one, 0) <= MAX_FRAME_SHARE * total)


def _prose(tree: Any, frame: frozenset[Any]) -> Iterator[tuple[Any, str]]:
    """Paragraphs of some length that are neither links nor parts of the frame, with their text."""
    seen: set[str] = set()
    for element in tree.iter("p", "li", "blockquote", "div", "td"):
        if frame and not frame.isdisjoint((element, *element.iterancestors())):
            continue
        if any(child.tag not in INLINE for child in element if isinstance(child.tag, str)):
            continue
        text = _text(element)
        if _says_something(text) and _link_share(element, text) < MAX_LINK_SHARE and text not in seen:
            seen.add(text)
            yield element, text


def _says_something(text: str) -> bool:
    return len(text.split()) >= PROSE_WORDS or len(_UNSPACED.findall(text)) >= 2 * PROSE_WORDS


def _is_aside(element: Any) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    return bool(_COMMENTS.search(f"{element.get('id') or ''} {element.get('class') or ''}"))


def _share(blocks: tuple[Block, ...], prose: list[tuple[Any, str]]) -> float:
    """Which share of the prose, by characters, stands in the blocks; 1 where there is none."""
    text = _folded("".join(block.text for block in blocks))
    sizes = [(len(said), _folded(said)[:60] in text) for _, said in prose]
    total = sum(size for size, _ in sizes)
    return sum(size for size, inside in sizes if inside) / total if total else 1.0


def _kept(blocks: tuple[Block, ...], prose: list[tuple[Any, str]]) -> float:
    """The blocks' size beside that of the prose that is not in them, 0 to 1: 1 where none is lost."""
    lost = (1 - _share(blocks, prose)) * sum(len(said) for _, said in prose)
    return _size(blocks) / max(_size(blocks) + lost, 1)


def _size(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _walk(
    element: Any, frame: frozenset[Any] = frozenset(), kind: Kind = "text", level: int = 0
) -> Iterator[Block]:
    """The blocks of a page's element, or of trafilatura's body, in order."""
    run: list[str] = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            run.append(child.tail or "")
            continue
        if child.tag in ("br", "lb"):
            run.append("\n")
        elif child.tag in INLINE and not _has_blocks(child):
            run.append(_inline(child))
        elif child.tag not in SKIPPED and child not in frame:
            yield from _blocks("".join(run), kind, level)
            run = []
            yield from _inner(child, frame, kind, level)
        run.append(child.tail or "")
    yield from _blocks("".join(run), kind, level)


def _inner(child: Any, frame: frozenset[Any], kind: Kind, level: int) -> Iterator[Block]:
    tag = child.tag
    if tag in HEADINGS or tag == "head":
        rank = HEADINGS.get(tag) or int((child.get("rend") or "h0")[1:2] or 0)
        yield from _blocks(_text(child), "heading", rank)
    elif tag in ("li", "item"):
        yield from _walk(child, frame, "item", level)
    elif tag in ("ul", "ol", "list"):
        yield from _walk(child, frame, kind, level + 1)
    elif tag in ("blockquote", "quote"):
        yield from _walk(child, frame, "quote", level)
    elif tag in ("caption", "figcaption"):
        yield from _walk(child, frame, "caption", level)
    else:
        yield from _walk(child, frame, kind, level)


def _blocks(text: str, kind: Kind, level: int) -> Iterator[Block]:
    """A run of text as blocks: two line breaks part paragraphs, one is a space unless lines stand alone."""
    for part in re.split(r"\n\s*\n", text.replace("\r", "")):
        for line in part.split(MARK):
            shown = " ".join(line.split())
            if shown:
                yield Block(
                    shown, "row" if MARK in part else kind, level if kind in ("heading", "item") else 0
                )


def _has_blocks(element: Any) -> bool:
    return any(isinstance(one.tag, str) and one.tag not in INLINE for one in element.iter())


def _inline(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append("\n" if child.tag in ("br", "lb") else _inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _link_share(element: Any, text: str) -> float:
    return sum(len(_text(link)) for link in element.iter("a")) / max(len(text), 1)


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
