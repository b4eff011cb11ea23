"""How much of an answer is backed by what it cites and by what was read, and how bad the rest is.

Sentences are the claims, as they are the unit of citation; Ragas (Es et al., 2023,
https://arxiv.org/abs/2309.15217) and RAGChecker (Ru et al., 2024, https://arxiv.org/abs/2408.08067) let a
model split an answer into claims, so their figures are alike in meaning and not in value. None of this says
that an answer is right: a faithful sentence may be beside the question. An answer of which a sentence is
unscored is unscored, so that no share rises by what a judge cannot say; abstentions are out of the mean.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Literal

from ..records import Asked, SupportVerdict
from .judged import by_cited, by_read, judged
from .measure import UNSCORED, Measure, Score


def verdict_share(verdicts: Sequence[SupportVerdict], wanted: Collection[SupportVerdict]) -> float | None:
    """Share, 0 to 1, of the verdicts, at least one, that are among the wanted; None if any is unscored."""
    if "unscored" in verdicts:
        return None
    return sum(verdict in wanted for verdict in verdicts) / len(verdicts)


def _scored(by: Literal["cited", "read"], *wanted: SupportVerdict) -> Callable[[Asked], Score]:
    def score(asked: Asked) -> Score:
        sentences = judged(asked)
        if isinstance(sentences, Score):
            return sentences
        verdicts = [by_cited(s) if by == "cited" else by_read(s) for s in sentences]
        value = verdict_share(verdicts, wanted)
        return UNSCORED if value is None else Score(value)

    return score


FAITHFULNESS = Measure(
    "faithfulness",
    "share of the answer's sentences that what they cite supports",
    "faithfulness",
    "higher",
    _scored("cited", "supported"),
)
"""0 to 1, higher is better. Look-alikes: Ragas' and RAGChecker's faithfulness hold an answer against all that
was read, as groundedness does here."""

GROUNDEDNESS = Measure(
    "groundedness",
    "share of the answer's sentences that something read supports, cited or not",
    "faithfulness",
    "higher",
    _scored("read", "supported"),
)
"""0 to 1, higher is better; never less than faithfulness where every sentence is scored."""

HALLUCINATION_RATE = Measure(
    "hallucination rate",
    "share of the answer's sentences that nothing read supports even in part",
    "faithfulness",
    "lower",
    _scored("read", "unsupported", "contradicted"),
)
"""0 to 1, lower is better. Less than 1 - groundedness: what is partly supported is in neither. RAGChecker's
"hallucination" counts wrong claims only; this one does not look at the gold."""


def _severity(name: str, about: str, verdict: SupportVerdict) -> Measure:
    return Measure(name, about, "faithfulness", "lower", _scored("cited", verdict))


SEVERITY = (
    _severity("partly supported", "share of sentences that what they cite supports in part", "partial"),
    _severity("unsupported", "share of sentences that what they cite does not support", "unsupported"),
    _severity("contradicted", "share of sentences that what they cite contradicts", "contradicted"),
)
"""0 to 1, lower is better; with faithfulness they add up to 1."""
