"""Exact checks of a sentence against quotes: names, numbers, negation and quotation marks.

They stand beside every score: a swapped name or number never passes because the rest is alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .words import Vocabulary, names, numbers, words

_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot".split())
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»")


def problems(sentence: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """What a sentence holds that its quotes do not, a phrase each; () if all checks pass.

    :param sentence: a draft without markers.
    :param quotes: exact slices of articles, and the names of those who said them.
    """
    return tuple(_problems(sentence, "\n".join(quotes)))


def _problems(sentence: str, held: str) -> Iterator[str]:
    vocabulary = Vocabulary(held)
    for name in names(sentence):
        if not vocabulary.holds_name(name):
            yield f"name {name!r} is not in the quote"
    for number in numbers(sentence):
        if not vocabulary.holds_number(number):
            yield f"number {number} is not in the quote"
    if negated(sentence) and not negated(held):
        yield "the sentence denies, the quote does not"
    flat = " ".join(words(held))
    for match in _QUOTED.finditer(sentence):
        inside = next(group for group in match.groups() if group)
        if " ".join(words(inside)) not in flat:
            yield "words in quotation marks are not the quote's"


def negated(text: str) -> bool:
    """Whether a text holds a negation, contracted ones included."""
    return any(word in _NEGATION or word.endswith(("n't", "n’t")) for word in words(text))
