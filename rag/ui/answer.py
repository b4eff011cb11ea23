"""An `Answer` in, safe HTML out: its sentences with their markers and the quotes behind them, each once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.answer import Answer, AnswerSentence, Citation
from rag.marking import END_MARK

from .escaping import escape
from .footnote import render_footnote
from .own_words import own_words
from .refusal import heading, is_chat, render_chat, render_refusal, render_unanswered
from .sources import (
    are_several,
    render_behind,
    render_marker,
    render_quote,
    render_quotes,
    render_sources,
    render_voice,
    verdicts,
)
from .tables import Side, render_people, render_sides, sides
from .tools import EDIT

_DOUBTS = {"partial": "partly supported", "unsupported": "not supported"}
_MARKER = re.compile(r"(\[\d+\])")
Known = Mapping[int, Citation]
"""The citations by their numbers."""


def render_turn(question: str, reply: str, asked: Sequence[str] = (), editable: bool = True) -> str:
    """A question with whatever stands under it.

    :param asked: ids of the articles that were asked; () for all.
    :param editable: whether the question may be edited and asked again.
    """
    return (
        f'<section class="byline-turn" data-asked="{escape(",".join(asked))}"><div class="byline-asked">'
        f'<h2 class="byline-question" dir="auto"><span class="byline-unseen">You asked: </span>'
        f"{escape(question)}</h2>{EDIT if editable else ''}</div>{reply}</section>"
    )


def render_answer(answer: Answer, aside: str = "") -> str:
    """The answer with its sources, a friendly line, or the refusal with what comes nearest.

    :param aside: HTML that stands at the end of the line below it.
    """
    if is_chat(answer):
        return render_chat(answer, aside)
    if answer.abstained:
        return render_refusal(answer, aside)
    several = are_several(answer.citations)
    parts = "".join(heading(part) + _part(part, several) for part in answer.parts)
    body = parts or _body(answer, several)
    return f'<div class="byline-answer">{body}{render_footnote(answer, aside)}</div>'


def render_progress(stage: str, sentences: Sequence[AnswerSentence] = ()) -> str:
    """The checked sentences so far, not numbered yet, and what is being done."""
    prose = _prose(sentences, {}) if sentences else ""
    return f'<div class="byline-answer" data-pending>{prose}<p class="byline-stage">{escape(stage)}</p></div>'


def render_trouble(message: str) -> str:
    """What went wrong, in place of an answer."""
    return f'<div class="byline-trouble" role="alert"><p>{escape(message)}</p></div>'


def render_stopped() -> str:
    """That the visitor stopped it, in place of an answer."""
    return '<div class="byline-stopped"><p>Stopped. Nothing was answered.</p></div>'


def _part(part: Answer, several: bool) -> str:
    return render_unanswered(part) if part.abstained else _body(part, several)


def _body(answer: Answer, several: bool) -> str:
    """One answered question: what is said in other words than the quotes' first, then the quotes.

    Where the quotes are the answer, they stand in its order, in which what answers comes first.
    """
    known = {citation.number: citation for citation in answer.citations}
    said = verdicts(answer.sentences)
    if answer.kind == "metadata" or not answer.sentences:
        return _text(answer.text, known) + render_sources(answer.citations, several, said)
    if answer.kind == "people":
        people = render_people([_person(one, known) for one in answer.sentences])
        return people + render_behind(answer.citations, several, said)
    if compared := sides(answer):
        return render_sides(
            [Side(who, tuple(_statement(one, several) for one in own)) for who, own in compared]
        )
    each = own_words(answer)
    told = [sentence for sentence, quote in each if quote is None]
    if len(told) == len(each):
        return _told(answer, told, known) + render_sources(answer.citations, several, said)
    order = dict.fromkeys(number for sentence, _ in each for number in sentence.citations if number in known)
    quotes = [known[number] for number in order]
    return (_told(answer, told, known) if told else "") + render_quotes(quotes, several)


def _statement(citation: Citation, several: bool) -> str:
    marker = render_marker(citation, "byline-marker byline-number")
    quote = f'<blockquote dir="auto">{render_quote(citation)}</blockquote>'
    how = render_voice(citation, several, {}, named=True)
    return f'<div class="byline-statement">{marker}{quote}{how}</div>'


def _told(answer: Answer, sentences: Sequence[AnswerSentence], known: Known) -> str:
    if answer.kind == "about" and len(sentences) > 1:
        return _list([_sentence(one, known) for one in sentences], "Key points")
    return _prose(sentences, known)


def _prose(sentences: Sequence[AnswerSentence], known: Known) -> str:
    return f'<p class="byline-prose" dir="auto">{" ".join(_sentence(s, known) for s in sentences)}</p>'


def _list(lines: Sequence[str], name: str) -> str:
    rows = "".join(f'<li dir="auto">{line}</li>' for line in lines)
    return f'<ul class="byline-list" aria-label="{name}">{rows}</ul>'


def _text(text: str, known: Known) -> str:
    """A text as it stands, its markers as links."""
    pieces = (
        render_marker(known[int(piece[1:-1])])
        if _MARKER.fullmatch(piece) and int(piece[1:-1]) in known
        else escape(piece)
        for piece in _MARKER.split(text)
    )
    return f'<p class="byline-prose" dir="auto">{"".join(pieces)}</p>'


def _person(sentence: AnswerSentence, known: Known) -> tuple[str, str]:
    """A person, without the end mark, and whether they speak."""
    if sentence.verdict in _DOUBTS:
        return _sentence(sentence, known), escape(sentence.note)
    body = f"{escape(sentence.text.rstrip(' .'))} {_markers(sentence, known)}".rstrip()
    return f'<span class="byline-sentence">{body}</span>', escape(sentence.note)


def _sentence(sentence: AnswerSentence, known: Known) -> str:
    """The sentence, its markers before its end mark, and its verdict where that is not `supported`."""
    markers = _markers(sentence, known)
    text = sentence.text.rstrip()
    mark = END_MARK.search(text)
    cut = mark.start() if mark else len(text)
    body = escape(text[:cut]) + (f" {markers}" if markers else "") + escape(text[cut:])
    doubt = _DOUBTS.get(sentence.verdict)
    if doubt is None:
        return f'<span class="byline-sentence">{body}</span>'
    return (
        f'<span class="byline-sentence byline-{sentence.verdict}">{body}</span> '
        f'<span class="byline-doubt byline-doubt-{sentence.verdict}">{doubt}</span>'
    )


def _markers(sentence: AnswerSentence, known: Known) -> str:
    return " ".join(render_marker(known[number]) for number in sentence.citations if number in known)
