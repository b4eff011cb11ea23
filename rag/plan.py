"""What is asked in, what an answer may draw on out: each kind of question by a way of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from index import Library

from .answer import ScoredPassage
from .ask.understand import Understood
from .retrieve.evidence import Draft, Evidence, EvidenceSentence, Generator
from .retrieve.retriever import Retriever
from .write.about import summary
from .write.compare import named_sides, sides, statements
from .write.corrected import correction, put_right
from .write.differing import DIFFER, differing, told_apart
from .write.metadata import Datum, data, fields, of_something_else
from .write.people import introductions, people
from .write.prepared import Prepared
from .write.quote import QuoteGenerator, phrase
from .write.wanted import wanted

MOST_ARTICLES = 8
"""Articles that a question about a whole library is told a line of."""
MOST_SENTENCES = 300
"""Sentences of an article, from its start, among which a summary is looked for."""
COMPARED = 16
"""Passages that a comparison reads, or four times as many as are asked for where that is less."""
SURE_OF_KIND = 0.9
"""Probability of a kind, 0 to 1, from which what the text says does not matter."""
SURE_OF_FIELD = 0.97
"""The same where a field's word may belong to another noun: "the headline figure" is guessed at 0.93."""
NOBODY = "No person is named there."


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question will be answered.

    `evidence` is all that may be drawn on, and `quotes` who writes where no language model does, or its draft
    does not stand. `given`: the answer is put together already, and no language model writes. `sure`: no
    threshold of confidence applies. `empty` says why there is nothing to tell; None where there is. `remark`
    is the answer's. `data` and `missing` are for an article's own data alone.
    """

    evidence: Evidence
    quotes: Generator
    given: bool = False
    sure: bool = False
    empty: str | None = None
    remark: str | None = None
    data: tuple[Datum, ...] = ()
    missing: tuple[str, ...] = ()


class Planner:
    """Plans answers over a library; shared by threads."""

    def __init__(self, library: Library, retriever: Retriever) -> None:
        self._library = library
        self._retriever = retriever

    def plan(self, asked: Understood, k: int, articles: Collection[str] | None = None) -> Plan:
        """How to answer what is asked.

        :param k: passages to keep of those that are read.
        :param articles: ids to restrict to; None: the whole library.
        """
        ids = self.ids(articles)
        if not ids:
            return self._found(asked, k, articles)
        match asked.kind:
            case "about":
                return self._about(asked, ids, articles)
            case "people":
                return self._people(asked, ids, articles)
            case "metadata":
                return self._metadata(asked, k, ids, articles)
            case "compare":
                return self._compared(asked, max(k, min(COMPARED, 4 * k)), articles)
            case "statement":
                return self._compared(asked, k, articles, named=True)
            case _:
                return self._found(asked, k, articles)

    def ids(self, articles: Collection[str] | None) -> tuple[str, ...]:
        """The articles that a question is put to: those that it is restricted to, or the first of all."""
        if articles is not None:
            return tuple(sorted(set(articles)))
        return self._library.ids(most=MOST_ARTICLES)

    def _count(self, articles: Collection[str] | None) -> int:
        return len(set(articles)) if articles is not None else self._library.count()

    def is_chat(self, asked: Understood, articles: Collection[str] | None) -> bool:
        """Whether a text asks nothing of the articles: not if it may, and has a word of theirs."""
        if asked.kind != "chat":
            return False
        return asked.sure >= SURE_OF_KIND or not self._retriever.speaks_of(asked.text, articles)

    def _found(self, asked: Understood, k: int, articles: Collection[str] | None) -> Plan:
        evidence = self._retriever.retrieve(asked.text, k, articles, asked.vector, asked.kind)
        if sides := differing(evidence):
            return Plan(evidence, Prepared(told_apart(sides)), given=True, remark=DIFFER)
        if evidence.best and (new := correction(evidence)):
            return Plan(evidence, Prepared(put_right(new, evidence.best)), given=True)
        return Plan(evidence, QuoteGenerator())

    def _about(self, asked: Understood, ids: tuple[str, ...], articles: Collection[str] | None) -> Plan:
        if len(ids) == 1:
            chosen = self._summary(ids[0])
            return _prepared(asked, chosen, tuple(Draft(phrase(one), (one,)) for one in chosen), given=False)
        lines = [one for article_id in ids[:MOST_ARTICLES] for one in self._summary(article_id)[:1]]
        drafts = tuple(Draft(phrase(one), (one,)) for one in lines)
        count = self._count(articles)
        remark = (
            f"The first {MOST_ARTICLES} of {count} articles, a line each." if count > MOST_ARTICLES else None
        )
        return replace(_prepared(asked, lines, drafts), remark=remark)

    def _summary(self, article_id: str) -> tuple[EvidenceSentence, ...]:
        sentences = self._retriever.everything(article_id)[:MOST_SENTENCES]
        title = self._library.get(article_id).title
        vectors = self._retriever.vectors(sentences)
        return summary(sentences, vectors, self._retriever.vector(title) if title else None)

    def _people(self, asked: Understood, ids: tuple[str, ...], articles: Collection[str] | None) -> Plan:
        article_id, remark = self._one_of(asked, ids, articles)
        found = wanted(asked.text, people(self._retriever.everything(article_id)))
        plan = _prepared(asked, [one.sentence for one in found.people], introductions(found.people))
        said = " ".join(one for one in (remark, found.remark) if one) or None
        return replace(plan, remark=said, empty=None if found.people else NOBODY)

    def _metadata(
        self, asked: Understood, k: int, ids: tuple[str, ...], articles: Collection[str] | None
    ) -> Plan:
        if asked.sure < SURE_OF_FIELD and of_something_else(asked.text):
            return self._found(replace(asked, kind="fact"), k, articles)
        article_id, remark = self._one_of(asked, ids, articles)
        sentences = self._retriever.everything(article_id)
        known, missing = data(fields(asked.text), self._library.get(article_id), sentences)
        cited = [one.cited for one in known if one.cited]
        plan = replace(_prepared(asked, cited, ()), data=known, missing=missing, remark=remark)
        if known:
            return plan
        if asked.sure < SURE_OF_KIND:  # "When was the interview published?" may be of the text after all
            return self._found(asked, k, articles)
        return replace(plan, empty=f"Its {' and '.join(missing)} did not come with it.")

    def _compared(
        self, asked: Understood, k: int, articles: Collection[str] | None, named: bool = False
    ) -> Plan:
        """Statements side by side.

        :param named: only where the question names two who speak.
        """
        found = self._found(asked, k, articles)
        read = found.evidence.sentences
        everybody = [
            one for key in {s.article_id for s in read} for one in people(self._retriever.everything(key))
        ]
        if named and len(named_sides(asked.text, read, everybody)) < 2:
            return found
        groups = sides(asked.text, read, everybody)
        return replace(found, quotes=Prepared(statements(groups)), given=True) if groups else found

    def _one_of(
        self, asked: Understood, ids: tuple[str, ...], articles: Collection[str] | None
    ) -> tuple[str, str | None]:
        """The one article that a question about "the article" is taken to mean, and a remark that says so."""
        if len(ids) == 1:
            return ids[0], None
        near = self._library.nearest(asked.vector, 1, articles)
        article_id = near[0][0].article_id if near else ids[0]
        return (
            article_id,
            f"Of {self._count(articles)} articles, this is about “{self._library.get(article_id).title}”.",
        )


def _prepared(
    asked: Understood, sentences: Collection[EvidenceSentence], drafts: tuple[Draft, ...], given: bool = True
) -> Plan:
    """A plan whose drafts are picked already, as sure as it is what is asked."""
    ordered = tuple(sorted(set(sentences), key=lambda one: one.place))
    evidence = Evidence(asked.text, _passages(ordered), ordered, asked.sure, kind=asked.kind)
    return Plan(evidence, Prepared(drafts), given=given, sure=True)


def _passages(sentences: Collection[EvidenceSentence]) -> tuple[ScoredPassage, ...]:
    """Each sentence as a passage of its own, which is what was read of it."""
    return tuple(
        ScoredPassage(
            one.sentence.text,
            one.sentence.start,
            one.sentence.end,
            one.article_id,
            one.title,
            one.sentence.heading,
            one.relevance,
            None,
            None,
        )
        for one in sentences
    )
