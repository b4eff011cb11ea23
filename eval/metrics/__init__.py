"""A run's questions in, figures out: one small module a family, pure functions first, measures second.

`measure.py` says what a measure is, `all.py` lists them; `given.py` and `judged.py` tell answers from
abstentions, failures and what no judge has scored.
"""

from .about import gold_recall
from .abstention import abstention_f1, abstention_precision, abstention_recall, auroc
from .all import MEASURES, SET_MEASURES, measure_named
from .answer_text import answer_f1, exact_match, key_coverage, normalised, token_f1
from .calibration import Bin, brier_score, calibration_error, reliability
from .citation import citation_f1, citation_precision, citation_recall
from .correct import is_right
from .faithfulness import verdict_share
from .gold import cites_gold, gives, golds_cited, golds_needed, holds_keys
from .injection import forbidden_in
from .kind import refused_as_chat
from .measure import ABSTAINED, FAILED, NOT_APPLICABLE, UNSCORED, Measure, Score, SetMeasure
from .paraphrase import agree, paired_consistency, paraphrase_consistency
from .parts import parts_right
from .precise import sentence_precision
from .retrieval import ndcg, recall_at, reciprocal_rank
from .selective import Point, aurc, excess_aurc, risk_coverage
from .speaker import same_speaker
from .yes_no import opening

__all__ = [
    "ABSTAINED",
    "FAILED",
    "MEASURES",
    "NOT_APPLICABLE",
    "SET_MEASURES",
    "UNSCORED",
    "Bin",
    "Measure",
    "Point",
    "Score",
    "SetMeasure",
    "abstention_f1",
    "abstention_precision",
    "abstention_recall",
    "agree",
    "answer_f1",
    "aurc",
    "auroc",
    "brier_score",
    "calibration_error",
    "citation_f1",
    "citation_precision",
    "citation_recall",
    "cites_gold",
    "exact_match",
    "excess_aurc",
    "forbidden_in",
    "gives",
    "gold_recall",
    "golds_cited",
    "golds_needed",
    "holds_keys",
    "is_right",
    "key_coverage",
    "measure_named",
    "ndcg",
    "normalised",
    "opening",
    "paired_consistency",
    "paraphrase_consistency",
    "parts_right",
    "recall_at",
    "reciprocal_rank",
    "refused_as_chat",
    "reliability",
    "risk_coverage",
    "same_speaker",
    "sentence_precision",
    "token_f1",
    "verdict_share",
]
