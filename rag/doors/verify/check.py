"""A citation and articles in, a finding out: exact, moved, changed, misattributed or missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from index import Article, Sentence
from index.split import sentences
from rag.answer import Answer, Citation
from rag.words import words

from .near import Found, find, fits

State = Literal["exact", "moved", "changed", "misattributed", "missing"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a citation.

    exact: its words stand at its place, said by whom it says; moved: the same words stand elsewhere; changed:
    only words much like them stand there, or others stand around them; misattributed: the words are there,
    and the article gives them to another speaker; missing: nothing there is like it.

    `answer` counts from 1, `number` is the citation's. `says` explains the state, "" for a plain exact one.
    `found` are the words `[start, end)` of the article `article_id`; None where it is missing. `same_text`
    says whether that article has the hash that the citation carries.
    """

    answer: int
    number: int
    state: State
    says: str
    quote: str
    title: str
    found: str | None = None
    article_id: str | None = None
    start: int | None = None
    end: int | None = None
    same_text: bool = False


@dataclass
class Shelf:
    """The articles to check against, each divided into sentences when one of them is first asked for."""

    articles: Sequence[Article]
    _sentences: dict[str, tuple[Sentence, ...]] = field(default_factory=dict)

    def cited(self, citation: Citation) -> Article | None:
        """The article that a citation is of, by its hash, or by its id where it carries none."""
        digest = citation.sha256
        for one in self.articles:
            if one.sha256 == digest or (not digest and one.id == citation.article_id):
                return one
        return None

    def speakers(self, article: Article, found: Found) -> set[str | None]:
        """Who says the sentences that a span touches, None for the article's own voice; empty where it
        touches none, as in a heading.
        """
        if article.id not in self._sentences:
            self._sentences[article.id] = sentences(article)
        run = self._sentences[article.id]
        return {one.speaker for one in run if max(one.start, found.start) < min(one.end, found.end)}


def verify(answers: Sequence[Answer], articles: Sequence[Article]) -> tuple[Finding, ...]:
    """A finding for each citation of some answers, in order, and for each number that leads to none."""
    shelf = Shelf(articles)
    return tuple(
        finding for turn, answer in enumerate(answers, 1) for finding in _of_answer(turn, answer, shelf)
    )


def _of_answer(turn: int, answer: Answer, shelf: Shelf) -> Iterator[Finding]:
    everything = [answer, *answer.parts]
    alike = {replace(c, support=0.0): c for one in reversed(everything) for c in one.citations}
    for citation in sorted(alike.values(), key=lambda c: c.number):
        yield _check(turn, citation, shelf)
    known = {citation.number for citation in answer.citations}
    named = {number for one in everything for sentence in one.sentences for number in sentence.citations}
    for number in sorted(named - known):
        yield Finding(turn, number, "missing", "the answer names it, and carries no such citation", "", "")


def _check(turn: int, citation: Citation, shelf: Shelf) -> Finding:
    own = shelf.cited(citation)
    best: tuple[Article, Found] | None = None
    for article in [own] if own else shelf.articles:
        found = find(citation, article.text)
        if found and (best is None or _better(citation, found, best[1])):
            best = article, found
    if best is None:
        where = "the article" if own else "any of these articles, none of which has its hash"
        says = f"nothing like it stands in {where}"
        return Finding(turn, citation.number, "missing", says, citation.quote, citation.title)
    article, found = best
    state, says = _state(citation, article, found, shelf, own is not None)
    if own is None:
        says = "; ".join(filter(None, (says, "the text is not the one cited: its hash is another")))
    words_found = article.text[found.start : found.end]
    place = (words_found, article.id, found.start, found.end, own is not None)
    return Finding(turn, citation.number, state, says, citation.quote, citation.title, *place)


def _state(c: Citation, article: Article, found: Found, shelf: Shelf, same_text: bool) -> tuple[State, str]:
    if not found.same:
        return "changed", "the words differ"
    if same_text and not fits(c, article.text, found) and (found.start, found.end) == (c.start, c.end):
        return "changed", "the words around it are not those that it carries"
    said = shelf.speakers(article, found)
    if said and not any(_is(c.speaker, speaker) for speaker in said):
        gives = " and ".join(sorted(speaker or "its own voice" for speaker in said))
        return "misattributed", f"it names {c.speaker or 'nobody'}; the article gives the words to {gives}"
    if (found.start, found.end) != (c.start, c.end):
        return "moved", f"from characters {c.start}–{c.end} to {found.start}–{found.end}"
    page = article.page(found.start)
    if c.page is not None and page is not None and c.page != page:
        return "moved", f"from page {c.page} to page {page}"
    return "exact", ""


def _better(citation: Citation, found: Found, other: Found) -> bool:
    """Whether a place in one article is nearer to the citation than a place in another."""

    def rank(one: Found) -> tuple[bool, bool]:
        return one.same, (one.start, one.end) == (citation.start, citation.end)

    return rank(found) > rank(other)


def _is(named: str | None, given: str | None) -> bool:
    """Whether a citation's speaker is the article's, with a longer name there: "Lee" for "Ann Lee"."""
    if named is None or given is None:
        return named is given
    short, full = words(named), words(given)
    return bool(short) and set(short) <= set(full) and short[-1] == full[-1]
