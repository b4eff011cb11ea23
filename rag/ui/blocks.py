"""An `Article` and its sentences in, its text as HTML out, block by block.

Every block carries `data-start`, the code point of the snapshot at which it begins, and its text is exactly
the snapshot's from there on: speakers and pages are marked by elements and attributes that add no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from index import Article, Sentence

from .escaping import escape
from .people import Speaker

Span = tuple[int, int, Speaker, Sentence]
"""Code points `[start, end)` that are a speaker's."""


def blocks(article: Article, speakers: Sequence[Speaker] = ()) -> Iterator[str]:
    """Paragraphs and headings in order, and where a page begins; empty lines are left out."""
    headings = {heading.start for heading in article.headings}
    spans = sorted(((s.start, s.end, who, s) for who in speakers for s in who.said), key=lambda one: one[:2])
    first, pages, before, start = 0, list(article.pages), "", 0
    for line in article.text.split("\n"):
        end = start + len(line)
        if line.strip():
            while first < len(spans) and spans[first][1] <= start:
                first += 1
            inside = []
            for span in spans[first:]:
                if span[0] >= end:
                    break
                inside.append(span)
            while pages and pages[0][0] <= start:
                yield _page(pages.pop(0)[1], "div")
            begun = []
            while pages and pages[0][0] < end:
                begun.append(pages.pop(0))
            names = " · ".join(dict.fromkeys(who.name[:1].upper() + who.name[1:] for _, _, who, _ in inside))
            tag = "h3" if start in headings else "p"
            told = f' data-speaks="{escape(names)}"' if names and names != before else ""
            spoken = " data-spoken" if names else ""
            yield (
                f'<{tag} dir="auto" data-start="{start}"{told}{spoken}>'
                f"{''.join(_pieces(article.text, start, end, inside, begun))}</{tag}>"
            )
            before = names
        start = end + 1


def _pieces(
    text: str, start: int, end: int, spans: Sequence[Span], pages: Sequence[tuple[int, int]]
) -> Iterator[str]:
    """A block's text, cut where a speaker begins or ends and where a page begins."""
    edges = {start, end, *(offset for offset, _ in pages)}
    edges |= {min(max(edge, start), end) for span in spans for edge in span[:2]}
    numbers = dict(pages)
    for begin, stop in pairwise(sorted(edges)):
        if begin in numbers:
            yield _page(numbers[begin], "span")
        piece = escape(text[begin:stop])
        who = next(((who, one) for first, last, who, one in spans if first <= begin < last), None)
        if who is None:
            yield piece
        else:
            speaker, sentence = who
            way = "quoted" if sentence.direct else "as reported"
            yield (
                f'<span class="byline-by" data-who="{speaker.number}" title="{escape(speaker.name)}, {way}">'
                f"{piece}</span>"
            )


def _page(number: int, tag: str) -> str:
    """Where a page begins; drawn by the style sheet, so that it is no part of the text."""
    return (
        f'<{tag} class="byline-page" role="doc-pagebreak" aria-label="Page {number}" data-page="{number}">'
        f"</{tag}>"
    )
