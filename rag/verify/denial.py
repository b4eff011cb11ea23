"""Whether a sentence denies what its quotes state, or states what they deny.

Told clause by clause, so that a "not" about something else is none about this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.words import terms, words

_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot".split())
_CLAUSE = re.compile(
    r"[,;:.!?—–()\n]|\b(?:but|and|while|whereas|although|though|because|since|if|when|which|who|that)\b", re.I
)
_ONLY = re.compile(r"\b(?:not|n['’]t) (?:only|just|merely|simply|solely)\b", re.I)
"""A negation that denies nothing."""
SAME = 0.5
"""Least share of a sentence's denying clause at which a quote is taken to speak of the same."""
WHOLE = 0.9
"""The same for a denying clause of a quote, which a sentence may well leave out."""


def negated(text: str) -> bool:
    """Whether a text holds a negation, contracted ones included."""
    return any(word in _NEGATION or word.endswith(("n't", "n’t")) for word in words(text))


def denies(text: str, other: str, share: float) -> bool:
    """Whether a clause of a text denies what a sentence of another text says without a negation.

    :param share: least share, 0 to 1, of the clause's terms that the sentence must hold.
    """
    return any(
        _states(theirs, clause, share)
        for clause in _clauses(text)
        if negated(clause)
        for theirs in _sentences(other)
        if not negated(theirs)
    )


def _sentences(text: str) -> Iterator[str]:
    return iter(re.split(r"(?<=[.!?])\s|\n", text))


def _clauses(text: str) -> Iterator[str]:
    return (clause for clause in _CLAUSE.split(_ONLY.sub(" ", text)) if clause.strip())


def _states(text: str, clause: str, share: float) -> bool:
    wanted = {term for term in terms(clause) if term not in _NEGATION}
    return bool(wanted) and len(wanted & set(terms(text))) >= share * len(wanted)
