"""How far an answer's words are those of the gold keys: key coverage, token F1 and exact match."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

from ..records import Asked
from .given import given, said
from .gold import keys_held
from .measure import FAILED, NOT_APPLICABLE, Measure, Score

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)

Keys = Sequence[Sequence[str]]
"""Groups of alternatives; a right answer holds one of every group."""


def normalised(text: str) -> list[str]:
    """The tokens that SQuAD compares: lower case, no ASCII punctuation, no English articles.

    Rajpurkar et al., 2016, https://arxiv.org/abs/1606.05250, and the official `evaluate-v2.0.py`.
    """
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def token_f1(text: str, gold: str) -> float:
    """F1, 0 to 1, of the tokens that two texts share, counted with repetition.

    Where either has no tokens, 1 if both have none, else 0. Look-alikes: ROUGE-1 F, which keeps articles.
    """
    ours, theirs = normalised(text), normalised(gold)
    if not ours or not theirs:
        return float(ours == theirs)
    shared = (Counter(ours) & Counter(theirs)).total()
    return 2 * shared / (len(ours) + len(theirs))


def exact_match(text: str, keys: Keys) -> bool:
    """Whether the text is, normalised, one alternative of every group, in the groups' order, and no more."""
    return _spells(normalised(text), [[normalised(key) for key in group] for group in keys])


def answer_f1(text: str, keys: Keys) -> float:
    """Token F1 against the gold, 0 to 1.

    With one group, the best over its alternatives, as SQuAD has it. With several, SQuAD has no rule: the gold
    is then one text, of every group the alternative that is likest to the answer (the first on a tie).
    """
    return token_f1(
        text, " ".join(max(group, key=lambda key: token_f1(text, key)) for group in keys if group)
    )


def key_coverage(text: str, keys: Keys) -> float:
    """Share, 0 to 1, of the key groups, at least one, of which the text holds an alternative word by word.

    Look-alikes: the recall of gold "nuggets" of TREC and of short answers in ALCE (`str_em`).
    """
    found = keys_held(text, keys)
    return sum(found) / len(found)


def _spells(tokens: list[str], groups: list[list[list[str]]]) -> bool:
    if not groups:
        return not tokens
    return any(tokens[: len(key)] == key and _spells(tokens[len(key) :], groups[1:]) for key in groups[0])


def _scored(figure: Callable[[str, Keys], float]) -> Callable[[Asked], Score]:
    def score(asked: Asked) -> Score:
        if not asked.question.answerable or not asked.question.keys:
            return NOT_APPLICABLE
        answer = given(asked)
        return (
            answer if isinstance(answer, Score) else Score(float(figure(said(answer), asked.question.keys)))
        )

    return score


def _squad(asked: Asked) -> Score:
    if asked.question.answerable is not False:
        return _scored(answer_f1)(asked)
    return FAILED if asked.answer is None else Score(float(asked.answer.abstained))


def _measure(name: str, about: str, score: Callable[[Asked], Score]) -> Measure:
    return Measure(name, about, "answer", "higher", score, missing=0.0)


KEY_COVERAGE = _measure(
    "key coverage", "share of the gold keys that the answer's words hold", _scored(key_coverage)
)
TOKEN_F1 = _measure("token F1", "words that answer and gold keys share (SQuAD)", _scored(answer_f1))
EXACT_MATCH = _measure(
    "exact match", "the answer is the gold key and nothing else (SQuAD)", _scored(exact_match)
)
SQUAD_F1 = _measure(
    "SQuAD 2.0 F1", "token F1; an unanswerable question scores 1 by an abstention, else 0", _squad
)
"""Rajpurkar et al., 2018, https://arxiv.org/abs/1806.03822. The others ask nothing of what has no answer."""

ANSWER_TEXT = (KEY_COVERAGE, TOKEN_F1, EXACT_MATCH, SQUAD_F1)
"""0 to 1, higher is better. An answer in whole sentences can hold every key and match none exactly: token F1
and exact match are for systems that answer in a few words, and for the published tables of those."""
