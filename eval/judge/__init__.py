"""Judges of faithfulness, and the judging of judges by people's labels.

A `Judge` takes a sentence and the texts that it may rest on, and gives a `Judgement`; `default_judge()` is
the best that needs nothing further. `agreement` compares judges with labels that `read_labels` reads.
"""

from ..records import Judgement
from .agreement import Agreement, AgreementFigure, agreement, choose_thresholds, table
from .features import fitted_on
from .judge import Judge
from .labels import Labelled, read_labels, some
from .llm import LlmJudge
from .overlap import OverlapJudge
from .similarity import SimilarityJudge
from .verifier import VerifierJudge, default_judge

__all__ = [
    "Agreement",
    "AgreementFigure",
    "Judge",
    "Judgement",
    "Labelled",
    "LlmJudge",
    "OverlapJudge",
    "SimilarityJudge",
    "VerifierJudge",
    "agreement",
    "choose_thresholds",
    "default_judge",
    "fitted_on",
    "read_labels",
    "some",
    "table",
]
