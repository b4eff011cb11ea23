"""Measures of single questions and of sets, as pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from rag import Answer
from rag.words import words

from .questions import Gold


def hit_rank(spans: Sequence[tuple[int, int]], golds: Sequence[Gold]) -> int | None:
    """Rank, from 1, of the first span that overlaps a gold quote; None if none does.

    recall@k for a question with one gold passage is 1 where this is at most k.
    """
    for rank, (start, end) in enumerate(spans, 1):
        if any(gold.overlaps(start, end) for gold in golds):
            return rank
    return None


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """Share, 0 to 1, of questions whose gold was found at rank k or better; nan without questions."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else float("nan")


def cites_gold(answer: Answer, golds: Sequence[Gold], need_all: bool) -> bool:
    """Whether the citations hold a gold quote, or every one where `need_all`."""
    found = [any(gold.overlaps(c.start, c.end) for c in answer.citations) for gold in golds]
    return bool(found) and (all(found) if need_all else any(found))


def holds_keys(answer: Answer, keys: Sequence[Sequence[str]]) -> bool:
    """Whether the answer's text holds one alternative of every key, compared word by word."""
    text = f" {' '.join(words(answer.text))} "
    return all(any(f" {' '.join(words(key))} " in text for key in alternatives) for alternatives in keys)


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve: the chance that a random positive scores above a random negative.

    0.5 is chance, 1 is best (Hanley and McNeil, 1982); nan unless both labels occur.
    """
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(labels, scores)) if len(set(labels)) == 2 else float("nan")


def precision_recall_f1(predicted: Sequence[bool], actual: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1, 0 to 1, of the positive class; a ratio without cases is 0."""
    both = sum(p and a for p, a in zip(predicted, actual, strict=True))
    precision = both / sum(predicted) if any(predicted) else 0.0
    recall = both / sum(actual) if any(actual) else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return precision, recall, f1


def calibration_error(confidences: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error, 0 (best) to 1, over bins of equal width (Guo et al., 2017).

    The mean, weighted by size, of how far a bin's share of true outcomes lies from its mean confidence;
    nan without questions. https://arxiv.org/abs/1706.04599
    """
    total = 0.0
    for number in range(bins):
        inside = [
            (c, o)
            for c, o in zip(confidences, outcomes, strict=True)
            if min(int(c * bins), bins - 1) == number
        ]
        if inside:
            total += abs(sum(o for _, o in inside) - sum(c for c, _ in inside))
    return total / len(confidences) if confidences else float("nan")
