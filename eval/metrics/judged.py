"""The sentences of an answer as the judge saw them."""

from __future__ import annotations

from ..records import Asked, SentenceSupport, SupportVerdict
from .given import given
from .measure import NOT_APPLICABLE, UNSCORED, Score


def judged(asked: Asked) -> tuple[SentenceSupport, ...] | Score:
    """The supports of the answer's sentences, at least one; or why there are none.

    NOT_APPLICABLE for an answer without sentences. UNSCORED unless exactly the sentences of the answer were
    judged, in their order: a sentence that is not in the answer is never counted.
    """
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    if not answer.sentences:
        return NOT_APPLICABLE
    if [s.text for s in asked.supports] != [s.text for s in answer.sentences]:
        return UNSCORED
    return asked.supports


def by_cited(support: SentenceSupport) -> SupportVerdict:
    """The verdict by all its citations together; "unsupported", whatever a judge said, where it has none."""
    return support.cited.verdict if support.citations else "unsupported"


def by_read(support: SentenceSupport) -> SupportVerdict:
    """The verdict by all that was read, or by what it cites where that is better.

    What is cited was read too, and a judge who misses it in the longer text does not make it a hallucination.
    """
    cited, read = by_cited(support), support.read.verdict
    better = cited == "supported" or (cited == "partial" and read in ("unsupported", "contradicted"))
    return cited if better else read
