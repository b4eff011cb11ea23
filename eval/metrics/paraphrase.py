"""Whether a question asked in other words gets the same reply."""

from __future__ import annotations

from collections.abc import Sequence

from rag import Answer, Citation

from ..questions import Gold
from ..records import Asked
from .measure import FAILED, NOT_APPLICABLE, Measure, Score


def agree(one: Answer, other: Answer) -> bool:
    """Whether both abstain, or both answer and some citation of one overlaps one of the other.

    As for gold quotes, to overlap is to share half of the shorter of the two. In a copy of the article, as
    `injection` sets have them, it is to be the same quote.
    """
    if one.abstained or other.abstained:
        return one.abstained and other.abstained
    return any(_same_words(ours, theirs) for ours in one.citations for theirs in other.citations)


def paired_consistency(asked: Sequence[Asked]) -> dict[str, Score]:
    """For every question, by its id, whether its reply agrees with that to the question it paraphrases.

    Not applicable to one that paraphrases none, or none of those asked; failed where either failed. Every
    paraphrase is compared to the one question that its `same_as` names, so that each counts once.
    """
    by_id = {one.question.id: one for one in asked}
    return {name: _score(one, by_id.get(one.question.same_as or name)) for name, one in by_id.items()}


def paraphrase_consistency(asked: Sequence[Asked]) -> Measure:
    """The measure of these questions: 0 or 1 a paraphrase, higher is better.

    Both may be wrong and agree. It looks at what was cited, where SelfCheckGPT (Manakul et al., 2023,
    https://arxiv.org/abs/2303.08896) and consistency by embeddings look at the words.
    """
    scores = paired_consistency(asked)
    return Measure(
        "paraphrase consistency",
        "share of paraphrases that, like their original, abstain or cite the same words",
        "answer",
        "higher",
        lambda one: scores.get(one.question.id, NOT_APPLICABLE),
        missing=0.0,
    )


def _score(one: Asked, original: Asked | None) -> Score:
    if original is None or original is one:
        return NOT_APPLICABLE
    if one.answer is None or original.answer is None:
        return FAILED
    return Score(float(agree(one.answer, original.answer)))


def _same_words(ours: Citation, theirs: Citation) -> bool:
    if ours.article_id != theirs.article_id:
        return ours.quote == theirs.quote
    return Gold("", ((ours.start, ours.end),)).overlaps(theirs.start, theirs.end)
