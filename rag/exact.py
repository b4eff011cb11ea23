"""Exact checks of a sentence against quotes: names, numbers, negation and quotation marks.

They stand beside every score: a name or a number that the quotes lack never passes because the rest is
alike. What they cannot see is a swap inside one quote, of who did it to whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .words import Vocabulary, names, numbers, terms, words

_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot".split())
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»")
_CLAUSE = re.compile(r"[,;:.!?—–]|\b(?:but|and|while|whereas|although|though)\b", re.I)
_SAME_CLAUSE = 0.6
"""Least share of a denying clause's terms at which a sentence is taken to state that clause."""


def problems(sentence: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """What a sentence holds that its quotes do not, a phrase each; () if all checks pass.

    :param sentence: a draft without markers.
    :param quotes: exact slices of articles, and the names of those who said them.
    """
    return tuple(_problems(sentence, "\n".join(quotes)))


def _problems(sentence: str, held: str) -> Iterator[str]:
    vocabulary = Vocabulary(f"According\n{held}")  # the lead of a reported statement is ours
    for name in names(sentence, openers=True):
        if not vocabulary.holds_name(name, exact=True):
            yield f"name {name!r} is not in the quote"
    for number in numbers(sentence):
        if not vocabulary.holds_number(number):
            yield f"number {number} is not in the quote"
    if negated(sentence) and not negated(held):
        yield "the sentence denies, the quote does not"
    if not negated(sentence) and any(_states(sentence, clause) for clause in _denials(held)):
        yield "the quote denies, the sentence does not"
    flat = " ".join(words(held))
    for match in _QUOTED.finditer(sentence):
        inside = next(group for group in match.groups() if group)
        if " ".join(words(inside)) not in flat:
            yield "words in quotation marks are not the quote's"


def negated(text: str) -> bool:
    """Whether a text holds a negation, contracted ones included."""
    return any(word in _NEGATION or word.endswith(("n't", "n’t")) for word in words(text))


def _denials(text: str) -> Iterator[str]:
    """The clauses of a text that hold a negation."""
    return (clause for clause in _CLAUSE.split(text) if negated(clause))


def _states(sentence: str, clause: str) -> bool:
    said = set(terms(sentence))
    wanted = {term for term in terms(clause) if term not in _NEGATION}
    return bool(wanted) and len(wanted & said) >= _SAME_CLAUSE * len(wanted)
