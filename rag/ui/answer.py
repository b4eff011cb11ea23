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
from .sources import are_several, render_behind, render_marker, render_quotes, render_sources

_DOUBTS = {"partial": "partly supported", "unsupported": "not supported"}
_MARKER = re.compile(r"(\[\d+\])")
Known = Mapping[int, Citation]
"""The citations by their numbers."""


def render_turn(question: str, reply: str) -> str:
    """A question with whatever stands under it."""
    return (
        f'<section class="byline-turn"><p class="byline-question" dir="auto"><span class="byline-unseen">'
        f"You asked: </span>{escape(question)}</p>{reply}</section>"
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


def _part(part: Answer, several: bool) -> str:
    return render_unanswered(part) if part.abstained else _body(part, several)


def _body(answer: Answer, several: bool) -> str:
    """One answered question: what is said in other words than the quotes' first, then the quotes.

    Where the quotes are the answer, they stand in its order, in which what answers comes first.
    """
    known = {citation.number: citation for citation in answer.citations}
    if answer.kind == "metadata" or not answer.sentences:
        return _text(answer.text, known) + render_sources(answer.citations, several)
    if answer.kind == "people":
        people = _list([_person(one, known) for one in answer.sentences], "People")
        return people + render_behind(answer.citations, several)
    each = own_words(answer)
    said = [sentence for sentence, quote in each if quote is None]
    if len(said) == len(each):
        return _told(answer, said, known) + render_sources(answer.citations, several)
    order = dict.fromkeys(number for sentence, _ in each for number in sentence.citations if number in known)
    quotes = [known[number] for number in order]
    return (_told(answer, said, known) if said else "") + render_quotes(quotes, several)


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


def _person(sentence: AnswerSentence, known: Known) -> str:
    """A line about a person, without its end mark, and whether they speak."""
    if not sentence.note or sentence.verdict in _DOUBTS:
        return _sentence(sentence, known)
    body = f"{escape(sentence.text.rstrip(' .'))} {_markers(sentence, known)}".rstrip()
    note = escape(sentence.note)
    return f'<span class="byline-sentence">{body}</span> <span class="byline-doing">{note}</span>'


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
        f'<span class="byline-doubt">{doubt}</span>'
    )


def _markers(sentence: AnswerSentence, known: Known) -> str:
    return " ".join(render_marker(known[number]) for number in sentence.citations if number in known)
