"""An `Answer` in, safe HTML out: sentences with their markers, numbered sources, or a refusal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from rag.answer import Answer, AnswerSentence, Citation, ScoredPassage
from rag.compose import END_MARK

from .article import escape, link

NEAREST = 3
_DOUBTS = {"partial": "partly supported", "unsupported": "not supported"}


def render_turn(question: str, reply: str) -> str:
    """A question with whatever stands under it."""
    return (
        f'<section class="byline-turn"><p class="byline-question" dir="auto"><span class="byline-unseen">'
        f"You asked: </span>{escape(question)}</p>{reply}</section>"
    )


def render_answer(answer: Answer, aside: str = "") -> str:
    """The answer with its sources, or the refusal with what comes nearest.

    :param aside: HTML that stands at the end of the line below it.
    """
    if answer.abstained:
        return _refusal(answer, aside)
    return (
        f'<div class="byline-answer">{_prose(answer.sentences, answer.citations)}'
        f"{_sources(answer.citations)}{_footnote(answer, aside)}</div>"
    )


def render_progress(stage: str, sentences: Sequence[AnswerSentence] = ()) -> str:
    """The checked sentences so far, not numbered yet, and what is being done."""
    prose = _prose(sentences, ()) if sentences else ""
    return f'<div class="byline-answer" data-pending>{prose}<p class="byline-stage">{escape(stage)}</p></div>'


def render_trouble(message: str) -> str:
    """What went wrong, in place of an answer."""
    return f'<div class="byline-trouble" role="alert"><p>{escape(message)}</p></div>'


def _prose(sentences: Iterable[AnswerSentence], citations: Iterable[Citation]) -> str:
    known = {citation.number: citation for citation in citations}
    return f'<p class="byline-prose" dir="auto">{" ".join(_sentence(s, known) for s in sentences)}</p>'


def _sentence(sentence: AnswerSentence, known: dict[int, Citation]) -> str:
    """The sentence, its markers before its end mark, and its verdict where that is not `supported`."""
    markers = " ".join(_marker(known[number]) for number in sentence.citations if number in known)
    text = sentence.text.rstrip()
    mark = END_MARK.search(text)
    cut = mark.start() if mark else len(text)
    body = escape(text[:cut]) + (f" {markers}" if markers else "") + escape(text[cut:])
    doubt = _DOUBTS.get(sentence.verdict)
    if doubt is None:
        return f'<span class="byline-sentence">{body}</span>'
    return (
        f'<span class="byline-sentence byline-{sentence.verdict}">{body}</span> '
        f'<span class="byline-doubt">{doubt}</span>'
    )


def _marker(citation: Citation) -> str:
    spoken = f"Source {citation.number}: show the quote in the article"
    return _link(citation, f"[{citation.number}]", "byline-marker", spoken)


def _sources(citations: Sequence[Citation]) -> str:
    several = len({citation.article_id for citation in citations}) > 1
    rows = "".join(_source(citation, several) for citation in citations)
    return f'<ol class="byline-sources" aria-label="Sources">{rows}</ol>' if rows else ""


def _source(citation: Citation, several: bool) -> str:
    who = [escape(_voice(citation))] + ([f"<cite>{escape(citation.title)}</cite>"] if several else [])
    return (
        f'<li value="{citation.number}">'
        f'<span class="byline-number" aria-hidden="true">{citation.number}</span>'
        f'<blockquote dir="auto">{_link(citation, citation.quote, "byline-quote")}</blockquote>'
        f'<p class="byline-voice">{" · ".join(who)}</p></li>'
    )


def _voice(citation: Citation) -> str:
    if citation.speaker is None:
        return "The article itself"
    return f"{citation.speaker}, quoted" if citation.direct else f"{citation.speaker}, as reported"


def _refusal(answer: Answer, aside: str) -> str:
    why = answer.reason or ""
    says = answer.text.removesuffix(why).strip() or answer.text
    reason = f'<p class="byline-reason" dir="auto">{escape(why)}</p>' if why else ""
    rows = "".join(f"<li>{_passage(passage)}</li>" for passage in answer.passages[:NEAREST])
    nearest = f'<p class="byline-nearest">Nearest in the text</p><ul>{rows}</ul>' if rows else ""
    return (
        f'<div class="byline-refusal" role="note" aria-label="No answer">'
        f'<p class="byline-verdict" dir="auto">{escape(says)}</p>'
        f"{reason}{nearest}{_footnote(answer, aside)}</div>"
    )


def _passage(passage: ScoredPassage) -> str:
    short = textwrap.shorten(passage.text, 150, placeholder=" …")
    return link(passage.article_id, passage.start, passage.end, short, "byline-passage")


def _link(citation: Citation, text: str, kind: str, label: str = "") -> str:
    return link(citation.article_id, citation.start, citation.end, text, kind, label)


def _footnote(answer: Answer, aside: str) -> str:
    """The question as it was searched for if that differs, confidence, generator, time, and notes."""
    chance = f"{round(100 * answer.confidence)}% likely that the text answers this"
    parts = [f'<span title="Confidence">{chance}</span>']
    if not answer.abstained:
        parts.append(escape(_author(answer.generator)))
    if total := answer.timings.get("total"):
        parts.append(f"{total:.1f} s")
    notes = "".join(f'<p class="byline-remark">{escape(note)}</p>' for note in answer.notes)
    asked = f'<p class="byline-footnote">Asked as: {escape(answer.asked)}</p>' if answer.asked else ""
    line = f'<p class="byline-footnote">{" · ".join(parts)}</p>'
    return f'{asked}<div class="byline-foot">{line}{aside}</div>{notes}'


def _author(generator: str) -> str:
    kind, _, model = generator.partition(":")
    return f"written by {model}, checked against the text" if kind == "llm" else "in the text’s own words"
