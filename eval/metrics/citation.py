"""Whether citations hold up what they stand behind: ALCE's recall, precision and F1, and the gold cited.

Gao et al., 2023, https://arxiv.org/abs/2305.14627, section 4. Theirs asks an NLI model; here a verdict of
"supported" by whichever judge is the entailment, and all citations count, where ALCE keeps three a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

from rag.words import words

from ..records import Asked, SentenceSupport
from .given import given
from .gold import cited_spans, cites_gold
from .judged import by_cited, judged
from .measure import NOT_APPLICABLE, UNSCORED, Measure, Score


def citation_recall(sentences: Sequence[SentenceSupport]) -> float | None:
    """Share, 0 to 1, of the sentences, at least one, that their citations together support fully.

    A sentence without citations counts 0. None where a judgement that is needed is unscored. Look-alike:
    faithfulness, which is the same but leaves out what is unscored.
    """
    verdicts = [by_cited(sentence) for sentence in sentences]
    if "unscored" in verdicts:
        return None
    return sum(verdict == "supported" for verdict in verdicts) / len(verdicts)


def citation_precision(sentences: Sequence[SentenceSupport]) -> float | None:
    """Share, 0 to 1, of all citations that are relevant and stand behind a fully supported sentence.

    One is irrelevant where it does not support its sentence alone and the others do without it. An answer
    that cites nothing scores 0, as in ALCE. None where a judgement that is needed is unscored; `alone` and
    `without` are needed only as far as they can change anything.
    """
    relevant = [
        _relevant(sentence, place) for sentence in sentences for place in range(len(sentence.citations))
    ]
    if None in relevant:
        return None
    return sum(map(bool, relevant)) / len(relevant) if relevant else 0.0


def citation_f1(sentences: Sequence[SentenceSupport]) -> float | None:
    """Harmonic mean, 0 to 1, of an answer's citation recall and precision; 0 where both are 0."""
    recall, precision = citation_recall(sentences), citation_precision(sentences)
    if recall is None or precision is None:
        return None
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _relevant(sentence: SentenceSupport, place: int) -> bool | None:
    verdict = by_cited(sentence)
    if verdict != "supported":
        return None if verdict == "unscored" else False
    alone, without = sentence.alone[place].verdict, sentence.without[place].verdict
    if alone == "supported" or without not in ("supported", "unscored"):
        return True
    return None if "unscored" in (alone, without) else False


def _scored(figure: Callable[[Sequence[SentenceSupport]], float | None]) -> Callable[[Asked], Score]:
    def score(asked: Asked) -> Score:
        sentences = judged(asked)
        if isinstance(sentences, Score):
            return sentences
        value = figure(sentences)
        return UNSCORED if value is None else Score(value)

    return score


def _cites_gold(asked: Asked) -> Score:
    if not asked.question.answerable or not asked.golds:
        return NOT_APPLICABLE
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    need_all = not asked.question.any
    return Score(float(cites_gold(cited_spans(answer), asked.golds, asked.article_id, need_all)))


def _quoted_words(asked: Asked) -> Score:
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    if not answer.citations:
        return NOT_APPLICABLE
    return Score(fmean(len(words(citation.quote)) for citation in answer.citations))


def _alce(name: str, about: str, figure: Callable[[Sequence[SentenceSupport]], float | None]) -> Measure:
    return Measure(name, about, "citation", "higher", _scored(figure))


CITES_GOLD = Measure(
    "cites the gold",
    "of the answerable questions, answered with a citation of the gold quote",
    "citation",
    "higher",
    _cites_gold,
    missing=0.0,
)
"""0 or 1; any gold or all, as the question says."""

ALCE = (
    _alce("citation recall", "share of sentences that their citations fully support (ALCE)", citation_recall),
    _alce("citation precision", "share of citations that their sentence needs (ALCE)", citation_precision),
    _alce("citation F1", "harmonic mean of citation recall and precision (ALCE)", citation_f1),
)
"""0 to 1, higher is better, among the answered: abstentions are left out."""

QUOTED_WORDS = Measure(
    "quoted words",
    "words in a cited quote: what the reader must read to check",
    "citation",
    "lower",
    _quoted_words,
    high=None,
    unit="words",
)
"""Mean over an answer's citations, from 0, lower is better. A whole page supports anything that is on it, so
citation recall of systems is comparable only beside this."""
