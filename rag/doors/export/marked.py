"""An article and spans of it in, its text out in pieces, of which each is quoted or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import Article


@dataclass(frozen=True, slots=True)
class Span:
    """A quote's code points `[start, end)` of an article, and the name by which it is linked to."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of a line; `names` are those of the quotes that begin with it."""

    text: str
    quoted: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading of the article, whose runs joined are exactly its text."""

    runs: tuple[Run, ...]
    heading: bool


def marked(article: Article, spans: Sequence[Span]) -> Iterator[Line]:
    """The article's lines in order, empty ones left out, cut where a quote begins or ends.

    Quotes may overlap, and reach over several lines; what lies outside the text is no quote.
    """
    headings = {heading.start for heading in article.headings}
    start = 0
    for line in article.text.split("\n"):
        end = start + len(line)
        if line.strip():
            yield Line(tuple(_runs(article.text, start, end, spans)), start in headings)
        start = end + 1


def _runs(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Run]:
    inside = [span for span in spans if max(span.start, start) < min(span.end, end)]
    edges = {start, end, *(span.start for span in inside), *(span.end for span in inside)}
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    for begin, stop in pairwise(cuts):
        quoted = any(span.start <= begin and stop <= span.end for span in inside)
        yield Run(text[begin:stop], quoted, tuple(s.name for s in inside if s.start == begin))
