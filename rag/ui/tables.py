"""The people of an answer, or the sides of a comparison, in, a small table out: who, and what of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.answer import Answer, Citation

from .escaping import escape
from .own_words import own_words


@dataclass(frozen=True)
class Side:
    """One side of a comparison: whose it is, and its statements as HTML."""

    who: str
    statements: tuple[str, ...]


def render_people(rows: Sequence[tuple[str, str]]) -> str:
    """A table of people.

    :param rows: (who, what they do), as HTML.
    """
    body = "".join(
        f'<tr><th scope="row" dir="auto">{who}</th><td class="byline-doing">{does}</td></tr>'
        for who, does in rows
    )
    head = '<th scope="col">Person</th><th scope="col">In the article</th>'
    return _table("People", head, body)


def render_sides(sides: Sequence[Side]) -> str:
    """A table of the sides of a comparison."""
    body = "".join(
        f'<tr><th scope="row" dir="auto">{escape(side.who)}</th><td>{"".join(side.statements)}</td></tr>'
        for side in sides
    )
    return _table("Comparison", '<th scope="col">Who</th><th scope="col">What they say</th>', body)


def sides(answer: Answer) -> tuple[tuple[str, tuple[Citation, ...]], ...]:
    """The quotes of a comparison by who said them, in its order; () unless it is nothing but quotes of two
    speakers and more.
    """
    quotes = [quote for _, quote in own_words(answer)]
    said = [quote for quote in quotes if quote is not None]
    if answer.kind != "compare" or len(said) < len(quotes):
        return ()
    runs = groupby(dict.fromkeys(said), key=lambda one: one.speaker or "The article itself")
    grouped: dict[str, tuple[Citation, ...]] = {}
    for who, run in runs:
        grouped[who] = (*grouped.get(who, ()), *run)
    return tuple(grouped.items()) if len(grouped) > 1 else ()


def _table(name: str, head: str, body: str) -> str:
    return (
        f'<table class="byline-table" aria-label="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
        "</table>"
    )
