"""Words, names and numbers of a text, folded so that two texts can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from index.vocabulary import Held, TextWords
from index.words import SAME_PLACE, numbers, script, stem, words

__all__ = [
    "FUZZY",
    "SAME_PLACE",
    "STOP",
    "Vocabulary",
    "names",
    "numbers",
    "recall",
    "script",
    "stem",
    "terms",
    "wording",
    "words",
]

STOP = frozenset(
    "a an the of in on at to for from by with about into over after before between and or but nor so if "
    "then than as is are was were be been being am do does did doing done have has had having will "
    "would shall should can could may might must it its he she they them his her their this that these "
    "those there here who whom whose what which when where why how i me my we us our you your not no "
    "yes also just only even still any some such please tell say says said article text according "
    "mention mentioned s t".split()
)
FUZZY = 80.0
"""Least likeness, 0 to 100 (rapidfuzz's ratio), at which two spellings are taken for one name."""

_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}
)


def wording(text: str) -> str:
    """A sentence so that case, spacing, the form of quotation marks and dashes, and what closes it make no
    difference; a question keeps its mark."""
    return " ".join(text.casefold().translate(_PLAIN).split()).rstrip(".!…\"')] ")


@lru_cache(maxsize=5_000)
def terms(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order: function words are left out."""
    return tuple(stem(word) for word in words(text) if word not in STOP and (len(word) > 1 or word.isdigit()))


def recall(sentence: str, held: str) -> float:
    """Share, 0 to 1, of a sentence's terms, counted with repetition, that a text holds: the precision of
    ROUGE-1 (Lin, 2004), seen from the sentence.

    Of a sentence of function words only ("And how!"): 1 if the text holds these in a row, else 0.
    """
    wanted, found = Counter(terms(sentence)), Counter(terms(held))
    if not wanted:
        run = " ".join(words(sentence))
        return float(bool(run) and f" {run} " in f" {' '.join(words(held))} ")
    return sum(min(n, found[term]) for term, n in wanted.items()) / wanted.total()


def names(text: str, openers: bool = False) -> list[str]:
    """Capitalised words that are no function words; none where function words are capitalised, as in a title.

    :param openers: whether to count those that open a sentence, which may be ordinary words.
    """
    found = list(re.finditer(r"[^\W\d_][\w'’.-]*", text))
    inner = [match for match in found if not _opens(text, match.start())]
    small = [m.group() for m in inner if m.group().casefold() in STOP and not m.group().isupper()]
    if len(small) > 1 and sum(word[0].isupper() for word in small) > len(small) / 2:
        return []
    out = []
    for match in found if openers else inner:
        word = re.sub(r"['’]s?$", "", match.group().rstrip(".")).strip("'’-")
        if len(word) > 1 and word[0].isupper() and word.casefold() not in STOP:
            out.append(word)
    return out


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins at `start`."""
    before = text[:start].rstrip(" \t\n\"'“«(—–-")
    return not before or before[-1] in ".!?:…"


class Vocabulary:
    """The words of some articles, to ask whether a name or a number occurs in them.

    :param held: a text, or whoever knows the words of many.
    """

    def __init__(self, held: str | Held) -> None:
        self._held = TextWords(held) if isinstance(held, str) else held

    @property
    def scripts(self) -> frozenset[str]:
        """The scripts that its words are written in, as `script` names them."""
        return self._held.scripts()

    def among(self, given: Collection[str]) -> frozenset[str]:
        """Those of some folded words that occur."""
        return self._held.among(given)

    def starting(self, prefix: str, least: int) -> Sequence[str]:
        """Its words that begin so and have at least so many characters, sorted."""
        return self._held.starting(prefix, least)

    def holds_word(self, word: str) -> bool:
        """Whether a folded word occurs, in any inflection."""
        return self._held.holds("word", word) or self._held.holds("stem", stem(word))

    def holds_name(self, name: str, exact: bool = False) -> bool:
        """Whether a name occurs, also inflected, as initials, or under a common other name.

        :param exact: False lets a misspelt name pass too, which is right for questions only.
        """
        return all(
            self.holds_word(word)
            or self._held.holds("initials", word)
            or self._under_other_name(word)
            or self._held.holds("place", SAME_PLACE.get(word, ""))
            or (not exact and self._like(word))
            for word in words(name)
        )

    def holds_number(self, number: str) -> bool:
        """Whether a number, as `numbers` gives it, occurs."""
        return self._held.holds("number", number)

    def _under_other_name(self, word: str) -> bool:
        """Whether a word is part of a place that occurs under another name: 'united' where 'USA' does."""
        return any(
            word in place.split() and self._held.holds("word", other) for other, place in SAME_PLACE.items()
        )

    def _like(self, word: str) -> bool:
        if len(word) < 4:
            return False
        return any(
            fuzz.ratio(word, other) >= FUZZY or (len(word) >= 5 and len(other) >= 5 and word[:5] == other[:5])
            for other in self._held.starting(word[0], 4)
        )
