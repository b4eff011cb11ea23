"""Whether quotes hold the names of a sentence, in whatever form: inflected, as initials, spelt apart.

What is no name is told from names by running text (`casing`), what is of a place by CLDR (`demonyms`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from rag.words import SAME_PLACE, STOP, Vocabulary, names, stem, words

from .casing import ordinary
from .demonyms import akin

_DOTTED = re.compile(r"\b(?:[^\W\d_]{1,2}\.){1,}[^\W\d_]{1,2}\b\.?")
_ADDRESS = frozenset("mr mrs ms mx miss sir dame dr prof".split())
"""How a person is addressed, which is no part of the name."""
_TOKEN = re.compile(r"[^\W_]+(?:['][^\W\d_]+)*")
_QUARTER = re.compile(r"Q[1-4]")
"""A quarter of a year, which is a number (`quantities`)."""
_INITIALS = 6
"""Most letters of an acronym."""


class Held:
    """The words of some quotes, to ask whether they hold a name."""

    def __init__(self, text: str) -> None:
        text = folded(text)
        self._vocabulary = Vocabulary(text)
        tokens = _TOKEN.findall(text)
        bare = [word.casefold().removesuffix("'s").replace("'", "") for word in tokens]
        self._words = {*bare, *map(stem, bare)}
        self._apart = {first + second for first, second in pairwise(bare)}
        self._apart |= {stem(word) for word in self._apart}
        self._capital = {word.casefold() for word in _TOKEN.findall(text) if word[0].isupper()}
        self._heads = [
            "".join(word[0] for word in bare),
            "".join(word[0] for word in bare if word not in STOP),
        ]
        self._same = {
            SAME_PLACE.get(w.casefold(), "")
            for w in _TOKEN.findall(text)
            if w.casefold() in SAME_PLACE and not w.islower()
        }
        self._acronyms = {
            word.casefold() for word in _TOKEN.findall(text) if len(word) > 1 and word.isupper()
        }

    def holds(self, name: str) -> bool:
        """Whether a name, as `named` gives it, occurs in any form."""
        word = name.casefold().removesuffix("'s").replace("'", "")
        return (
            word in self._words
            or stem(word) in self._words
            or word in self._apart
            or stem(word) in self._apart
            or self._vocabulary.holds_name(name, exact=True)
            or SAME_PLACE.get(word) in self._same
            or word in " ".join(self._same).split()
            or self._spelt(name)
            or any(akin(word, other) for other in self._capital)
        )

    def shortens(self, run: str) -> bool:
        """Whether the quotes hold the initials of a run of words."""
        heads = "".join(word[0].casefold() for word in run.split())
        return (
            heads in self._acronyms
            or "".join(w[0].casefold() for w in run.split() if w[0].isupper()) in self._acronyms
        )

    def _spelt(self, name: str) -> bool:
        """Whether a name is the initials of words in a row."""
        letters = name.removesuffix("s").casefold()
        short = 2 < len(letters) <= _INITIALS and sum(char.isupper() for char in name) > 1
        return short and any(letters in heads for heads in self._heads)


def named(sentence: str) -> Iterator[str]:
    """The names of a sentence: its words with a capital but for ordinary words and forms of address."""
    text = folded(sentence)
    inner = set(names(text))
    for found in names(text, openers=True):
        for part in found.split("-"):
            word = part.casefold().removesuffix("'s")
            none = (
                len(part) < 2
                or part.islower()
                or word in _ADDRESS
                or word in STOP
                or _QUARTER.fullmatch(part)
            )
            if not none and not ordinary(word, opens=found not in inner):
                yield part


def runs(sentence: str) -> Iterator[str]:
    """Runs of words with capitals, "of" and "the" between them included: "Bank of England"."""
    pattern = r"\b[^\W\d_a-z][\w']*(?:[ -](?:(?:of|the|for|and|on|in) ){0,2}[^\W\d_a-z][\w']*)+"
    for match in re.finditer(pattern, folded(sentence)):
        first, *rest = match.group().replace("-", " ").split()
        yield " ".join(rest if first.casefold() in STOP else [first, *rest])


def glossed(sentence: str, name: str) -> bool:
    """Whether a sentence itself spells a name's letters out: "the World Bank (WB)"."""
    heads = "".join(word[0].casefold() for word in words(sentence) if word not in STOP)
    return f"({name})" in sentence and name.casefold() in heads


def folded(text: str) -> str:
    """A text without accents and without the dots of initials, with plain apostrophes."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _DOTTED.sub(lambda initials: initials.group().replace(".", ""), text.replace("’", "'"))
