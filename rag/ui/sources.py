"""Citations in, safe HTML out: markers, and quotes with their numbers and who said them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import Citation
from rag.doors.export.said import voice

from .article import escape, link


def render_marker(citation: Citation, kind: str = "byline-marker") -> str:
    """The number of a quote, which shows it in the article."""
    spoken = f"Source {citation.number}: show the quote in the article"
    return _link(citation, f"[{citation.number}]", kind, spoken)


def render_sources(citations: Sequence[Citation], several: bool) -> str:
    """The quotes behind the sentences above them; nothing where there are none.

    :param several: whether they are of several articles, so that each names its own.
    """
    rows = "".join(
        f'<li value="{one.number}"><span class="byline-number" aria-hidden="true">[{one.number}]</span>'
        f"{_quote(one, several)}</li>"
        for one in citations
    )
    return f'<ol class="byline-sources" aria-label="Sources">{rows}</ol>' if rows else ""


def render_quotes(citations: Sequence[Citation], several: bool) -> str:
    """Quotes that are the answer themselves; their numbers are its markers."""
    rows = "".join(
        f'<li value="{one.number}">{render_marker(one, "byline-marker byline-number")}'
        f"{_quote(one, several)}</li>"
        for one in citations
    )
    return f'<ol class="byline-sources byline-said" aria-label="Sources">{rows}</ol>' if rows else ""


def render_behind(citations: Sequence[Citation], several: bool) -> str:
    """The quotes folded away, behind a list that would be lost among them."""
    count = "The quote" if len(citations) == 1 else f"The {len(citations)} quotes"
    return (
        f'<details class="byline-behind"><summary>{count} behind this</summary>'
        f"{render_sources(citations, several)}</details>"
        if citations
        else ""
    )


def are_several(citations: Sequence[Citation]) -> bool:
    """Whether citations are of more than one article."""
    return len({citation.article_id for citation in citations}) > 1


def _quote(citation: Citation, several: bool) -> str:
    who = [escape(voice(citation))] + ([f"<cite>{escape(citation.title)}</cite>"] if several else [])
    who += [escape(citation.dateline)] if several and citation.dateline else []
    return (
        f'<blockquote dir="auto">{_link(citation, citation.quote, "byline-quote")}</blockquote>'
        f'<p class="byline-voice">{" · ".join(who)}</p>'
    )


def _link(citation: Citation, text: str, kind: str, label: str = "") -> str:
    return link(citation.article_id, citation.start, citation.end, text, kind, label)
