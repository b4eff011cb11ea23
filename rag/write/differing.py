"""Evidence of several articles in, those of its sentences out that contradict each other: the latest first.

They are shown side by side with outlet and day, and never as a mean of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import Kind
from rag.ask.wanted import asks
from rag.dateline import dateline
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.clash import clash
from rag.verify.telling import Telling

from .lead import fits
from .quote import phrase

ASKED: frozenset[Kind] = frozenset({"fact", "yes_no"})
"""Kinds of questions that have one answer, so that two are one too many."""
NEAR = 0.5
"""Least relevance of another article's sentence, as a share of the best one's."""
LEAST_SHORT = 0.3
"""Least probability of a short answer, 0 to 1, that is compared."""
DIFFER = "The articles contradict each other here; the latest comes first."


def differing(evidence: Evidence) -> tuple[EvidenceSentence, ...]:
    """The best sentence and those of other articles that it contradicts, one of each, the latest first; ()
    where nothing contradicts it.
    """
    best = evidence.best
    if best is None or evidence.kind not in ASKED:
        return ()
    least = NEAR * best.relevance
    ids = dict.fromkeys(one.article_id for one in evidence.sentences)
    by_article = {key: found for key in ids if (found := _best_of(evidence, key, least))}
    best = by_article.pop(best.article_id)
    mine = _telling(evidence, best)
    others = [o for o in by_article.values() if clash(evidence.question, mine, _telling(evidence, o))]
    if not others:
        return ()
    latest = sorted((best, *others), key=lambda one: one.place)
    return tuple(sorted(latest, key=lambda one: one.published or "", reverse=True))


def told_apart(sentences: Sequence[EvidenceSentence]) -> tuple[Draft, ...]:
    """A draft for each sentence, with the outlet and day that it is from."""
    return tuple(Draft(phrase(one), (one,), note=dateline(one.outlet, one.published)) for one in sentences)


def _best_of(evidence: Evidence, article_id: str, least: float) -> EvidenceSentence | None:
    """An article's sentence that answers best: one with a few words that do, before one without."""
    own = [s for s in evidence.sentences if s.article_id == article_id and s.relevance >= least]
    return max(own, key=lambda one: (bool(_answer(evidence, one)), one.relevance), default=None)


def _answer(evidence: Evidence, one: EvidenceSentence) -> str:
    """The few words of a sentence that answer; "" where none do by themselves."""
    wanted, short = asks(evidence.question), one.short
    if short is None or short.score < LEAST_SHORT or not (wanted is None or fits(one, wanted)):
        return ""
    return one.sentence.text[short.start : short.end]


def _telling(evidence: Evidence, one: EvidenceSentence) -> Telling:
    around = " ".join(s.sentence.text for s in evidence.sentences if s.article_id == one.article_id)
    said = one.sentence
    return Telling(said.text, _answer(evidence, one), said.speaker, one.published, around, one.title)
