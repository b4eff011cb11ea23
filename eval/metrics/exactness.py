"""Whether an answer's names, numbers, dates, negations and quotations are those of what it cites.

`rag.verify.exact` does the checking, on the answer itself and not on what the judge reports, so that these
figures are the same by every judge, also by one that does not look at such things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rag import Answer
from rag.verify.exact import ProblemKind, problems

from ..records import Asked
from .given import given
from .measure import NOT_APPLICABLE, Measure, Score


@lru_cache(maxsize=4096)
def kinds_wrong(sentence: str, shown: tuple[str, ...]) -> frozenset[ProblemKind]:
    """The kinds of things that a sentence holds and its sources do not.

    :param shown: the cited quotes and the names of their speakers; with () every name and number is wrong.
    """
    return frozenset(problem.kind for problem in problems(sentence, shown))


def share_without(kind: ProblemKind, sentences: Sequence[frozenset[ProblemKind]]) -> float:
    """Share, 0 to 1, of sentences, at least one, in which this kind is not wrong."""
    return sum(kind not in wrong for wrong in sentences) / len(sentences)


def _sentences(answer: Answer) -> list[frozenset[ProblemKind]]:
    cited = {c.number: tuple(text for text in (c.quote, c.speaker) if text) for c in answer.citations}
    return [
        kinds_wrong(s.text, tuple(text for number in s.citations for text in cited.get(number, ())))
        for s in answer.sentences
    ]


def _scored(kind: ProblemKind) -> Callable[[Asked], Score]:
    def score(asked: Asked) -> Score:
        answer = given(asked)
        if isinstance(answer, Score):
            return answer
        return Score(share_without(kind, _sentences(answer))) if answer.sentences else NOT_APPLICABLE

    return score


def _measure(name: str, about: str, kind: ProblemKind) -> Measure:
    return Measure(name, about, "faithfulness", "higher", _scored(kind))


EXACTNESS = (
    _measure("names right", "share of sentences with no name that their citations lack", "name"),
    _measure("numbers right", "share of sentences with no number that their citations lack", "number"),
    _measure("dates right", "share of sentences with no date that their citations lack", "date"),
    _measure("negation right", "share of sentences that deny what their citations deny", "negation"),
    _measure("quotations right", "share of sentences whose quoted words are their citations'", "quotation"),
)
"""0 to 1, higher is better, among the answered. A sentence without any name has its names right. Look-alikes:
entity precision (Nan et al., 2021, https://arxiv.org/abs/2102.09130), which is a share of the names."""
