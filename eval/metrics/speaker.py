"""Whether what somebody said is put in the right mouth."""

from __future__ import annotations

import unicodedata

from rag.words import words

from ..records import Asked
from .given import given
from .measure import NOT_APPLICABLE, Measure, Score

SAME_NAME = 83.0
"""Least likeness, 0 to 100, of two spellings of one name. "Gorbachev" and "Gorbachyov" are 84 alike; Bill and
Hillary Clinton 81. Two people whose names differ by a letter are beyond it: Ann and Anna Lee are 93 alike."""


def same_speaker(said: str, gold: str) -> bool:
    """Whether two names are one speaker's, whatever the case, the accents, and the transliteration.

    A single word is compared to the other's last one: "Lavrov" is Sergei Lavrov, "Sergei" is not. Else
    rapidfuzz's `token_set_ratio` decides, which lets titles and middle names pass.
    """
    from rapidfuzz import fuzz

    ours, theirs = _folded(said), _folded(gold)
    if not ours or not theirs:
        return False
    if min(len(ours), len(theirs)) == 1:
        return fuzz.ratio(ours[-1], theirs[-1]) >= SAME_NAME
    return fuzz.token_set_ratio(" ".join(ours), " ".join(theirs)) >= SAME_NAME


def _folded(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return [word for word in words(plain) if word != "the"]


def _speaker(asked: Asked) -> Score:
    gold = asked.question.speaker
    if not gold or not asked.question.answerable or not asked.golds:
        return NOT_APPLICABLE
    answer = given(asked)
    if isinstance(answer, Score):
        return answer
    return Score(
        float(
            any(
                citation.speaker is not None
                and citation.article_id == asked.article_id
                and same_speaker(citation.speaker, gold)
                and any(one.overlaps(citation.start, citation.end) for one in asked.golds)
                for citation in answer.citations
            )
        )
    )


SPEAKER_ACCURACY = Measure(
    "speaker accuracy",
    "of the answers to what somebody said, those whose citation of the gold names who said it",
    "citation",
    "higher",
    _speaker,
)
"""0 or 1, higher is better; an answer that does not cite the gold, or names nobody, is wrong. Abstentions are
left out. Look-alike: quotation attribution accuracy of the NLP literature, over all quotations of a text."""
