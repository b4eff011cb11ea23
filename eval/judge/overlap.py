"""The baseline that every judge must beat: the share of the sentence's words that the sources hold."""

from __future__ import annotations

from collections.abc import Sequence

from rag.verify.verdict import verdict
from rag.words import recall

from ..records import Judgement


class OverlapJudge:
    """Term recall over all sources at once (the precision of ROUGE-1 without function words; Lin, 2004).

    No exact checks: a sentence of the right words in the wrong order is supported.

    :param threshold: least recall, 0 to 1, at which a sentence is supported.
    """

    name = "overlap"

    def __init__(self, threshold: float = 0.8) -> None:
        self.threshold = threshold

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        """Judge one sentence; () supports nothing."""
        support = recall(sentence, "\n".join(sources))
        return Judgement(support, verdict(support, self.threshold))
