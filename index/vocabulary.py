"""The words of some articles: what can be asked of them without going through the text again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol

from .article import Article
from .words import SAME_PLACE, numbers, script, stem, words

Kind = Literal["word", "stem", "number", "initials", "place", "script"]
"""A folded word; its stem; a number, as `index.words` gives it, or a part of a time or a date; the initials
of a run of capitalised words; a place of several words that goes by other names too; a word's script."""


class Held(Protocol):
    """Whoever knows which words some articles hold."""

    def holds(self, kind: Kind, entry: str) -> bool:
        """Whether there is such an entry."""
        ...

    def among(self, given: Collection[str]) -> frozenset[str]:
        """Those of some folded words that are held."""
        ...

    def starting(self, prefix: str, least: int) -> Sequence[str]:
        """The words held that begin so and have at least so many characters, sorted."""
        ...

    def scripts(self) -> frozenset[str]:
        """The scripts of all words held."""
        ...


class TextWords:
    """What one text holds."""

    def __init__(self, text: str) -> None:
        self._held = entries(text)

    def holds(self, kind: Kind, entry: str) -> bool:
        """As `Held` says, and so do the others."""
        return entry in self._held[kind]

    def among(self, given: Collection[str]) -> frozenset[str]:  # noqa: D102
        return self._held["word"] & frozenset(given)

    def starting(self, prefix: str, least: int) -> Sequence[str]:  # noqa: D102
        return sorted(w for w in self._held["word"] if len(w) >= least and w.startswith(prefix))

    def scripts(self) -> frozenset[str]:  # noqa: D102
        return self._held["script"]


def text_of(article: Article) -> str:
    """All words that an article brings: its text, and what is told of it."""
    told = (article.title, article.outlet, article.section, article.author)
    return "\n".join([*(one or "" for one in told), article.text])


def entries(text: str) -> Mapping[Kind, frozenset[str]]:
    """The distinct entries of a text, of each kind."""
    folded = words(text)
    joined = " ".join(folded)
    held = frozenset(folded)
    return {
        "word": held,
        "stem": frozenset(map(stem, held)),
        "number": frozenset(part for number in numbers(text) for part in _parts(number)),
        "initials": frozenset(_initials(text)),
        "place": frozenset(place for place in SAME_PLACE.values() if place in joined),
        "script": frozenset(map(script, held)) - {""},
    }


def _parts(number: str) -> set[str]:
    """A number, and the parts of a clock time or a date written with dots: '12:30' -> 12:30, 12, 30."""
    split = re.split(r"[:.]", number)
    return {number, *split} if ":" in number or len(split) > 2 else {number}


def _initials(text: str) -> set[str]:
    """Initials of runs of capitalised words: 'Financial Times' -> 'ft'."""
    runs = re.findall(r"[A-Z][\w-]*(?:\s+(?:of\s+|the\s+)?[A-Z][\w-]*)+", text)
    found = set()
    for run in runs:
        letters = [word[0].casefold() for word in run.split() if word[0].isupper()]
        found |= {"".join(letters[i:j]) for i in range(len(letters)) for j in range(i + 2, len(letters) + 1)}
    return found
