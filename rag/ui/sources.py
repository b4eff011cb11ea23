"""Citations in, safe HTML out: markers, and quotes with their numbers and who said them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.answer import AnswerSentence, Citation, Verdict
from rag.doors.export.said import voice, way

from .escaping import escape
from .links import link

Verdicts = Mapping[int, Verdict]
"""What the sentences that cite them say of quotes, by their numbers: the worst that is said."""
_SHOWN: Mapping[Verdict, str] = {
    "supported": "fully supports it",
    "partial": "partly supports it",
    "unsupported": "does not support it",
}
_WORST: tuple[Verdict, ...] = ("unsupported", "partial", "supported")


def verdicts(sentences: Iterable[AnswerSentence]) -> Verdicts:
    """The verdicts on the quotes of some sentences."""
    said: dict[int, Verdict] = {}
    for sentence in sentences:
        for number in sentence.citations:
            known = (sentence.verdict, said.get(number, sentence.verdict))
            said[number] = min(known, key=_WORST.index)
    return said


def render_marker(citation: Citation, kind: str = "byline-marker") -> str:
    """The number of a quote, which shows it in the article."""
    spoken = f"Source {citation.number}: show the quote in the article"
    return _link(citation, f"[{citation.number}]", kind, spoken)


def render_sources(citations: Sequence[Citation], several: bool, said: Verdicts) -> str:
    """The quotes behind the sentences above them; nothing where there are none.

    :param several: whether they are of several articles, so that each names its own.
    :param said: how far they support these sentences; a quote that is not in it has no sign.
    """
    rows = "".join(
        f'<li value="{one.number}"><span class="byline-number" aria-hidden="true">[{one.number}]</span>'
        f"{_quote(one, several, said)}</li>"
        for one in citations
    )
    return f'<ol class="byline-sources" aria-label="Sources">{rows}</ol>' if rows else ""


def render_quotes(citations: Sequence[Citation], several: bool) -> str:
    """Quotes that are the answer themselves; their numbers are its markers."""
    rows = "".join(
        f'<li value="{one.number}">{render_marker(one, "byline-marker byline-number")}'
        f"{_quote(one, several, {})}</li>"
        for one in citations
    )
    return f'<ol class="byline-sources byline-said" aria-label="Sources">{rows}</ol>' if rows else ""


def render_behind(citations: Sequence[Citation], several: bool, said: Verdicts) -> str:
    """The quotes folded away, behind a list that would be lost among them."""
    count = "The quote" if len(citations) == 1 else f"The {len(citations)} quotes"
    return (
        f'<details class="byline-behind"><summary>{count} behind this</summary>'
        f"{render_sources(citations, several, said)}</details>"
        if citations
        else ""
    )


def are_several(citations: Sequence[Citation]) -> bool:
    """Whether citations are of more than one article."""
    return len({citation.article_id for citation in citations}) > 1


def render_voice(citation: Citation, several: bool, said: Verdicts, named: bool = False) -> str:
    """Whose words a quote is, in which article and on which page, and how far it supports what cites it.

    :param named: whether it stands beside who said it, so that only the way is told.
    """
    who = [voice(citation)] if not named else [] if citation.speaker is None else [way(citation)]
    who = [escape(one) for one in who]
    who += [f"<cite>{escape(citation.title)}</cite>"] if several else []
    who += [escape(citation.dateline)] if several and citation.dateline else []
    who += [f"page {citation.page}"] if citation.page is not None else []
    verdict = said.get(citation.number)
    sign = render_sign(verdict) if verdict else ""
    return f'<p class="byline-voice">{sign}{" · ".join(who)}</p>'


def render_sign(verdict: Verdict) -> str:
    """How far a quote supports what cites it, as a shape with a colour, and in words for a screen reader."""
    shown = _SHOWN[verdict]
    return (
        f'<span class="byline-sign byline-sign-{verdict}" title="This quote {shown}" aria-hidden="true">'
        f"</span>"
        f'<span class="byline-unseen">This quote {shown}. </span>'
    )


def render_quote(citation: Citation) -> str:
    """The quote's words, which show it in the article."""
    return _link(citation, citation.quote, "byline-quote")


def _quote(citation: Citation, several: bool, said: Verdicts) -> str:
    words = render_quote(citation)
    return f'<blockquote dir="auto">{words}</blockquote>{render_voice(citation, several, said)}'


def _link(citation: Citation, text: str, kind: str, label: str = "") -> str:
    return link(citation.article_id, citation.start, citation.end, text, kind, label)
