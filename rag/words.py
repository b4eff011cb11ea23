"""Words, names and numbers of a text, folded so that two texts can be compared."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

from rapidfuzz import fuzz

STOP = frozenset(
    "a an the of in on at to for from by with about into over after before between and or but nor so if "
    "then than as is are was were be been being am do does did doing done have has had having will "
    "would shall should can could may might must it its he she they them his her their this that these "
    "those there here who whom whose what which when where why how i me my we us our you your not no "
    "yes also just only even still any some such please tell say says said article text according "
    "mention mentioned s t".split()
)
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_SAME = {
    "us": "united states", "u.s": "united states", "usa": "united states", "america": "united states",
    "american": "united states", "americans": "united states", "washington": "united states",
    "uk": "united kingdom", "britain": "united kingdom", "british": "united kingdom",
    "eu": "european union", "un": "united nations", "uae": "united arab emirates",
}  # fmt: skip
FUZZY = 80.0
"""Least likeness, 0 to 100 (rapidfuzz's ratio), at which two spellings are taken for one name."""

_local = threading.local()


def words(text: str) -> list[str]:
    """Words and numbers in order, case folded, possessive endings off."""
    found = (match.group().casefold() for match in _WORD.finditer(text))
    return [re.sub(r"['’]s?$|['’]s$", "", word) or word for word in found]


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order: function words are left out."""
    return [stem(word) for word in words(text) if word not in STOP and (len(word) > 1 or word.isdigit())]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball's English stem of a folded word."""
    if not hasattr(_local, "stemmer"):
        import Stemmer

        _local.stemmer = Stemmer.Stemmer("english")
    return str(_local.stemmer.stemWord(word))


def numbers(text: str) -> list[str]:
    """Numbers in order, digits or small number words, without thousands separators: '1,000' -> '1000'."""
    found = []
    for word in words(text):
        if word[0].isdigit():
            found.append(re.sub(r",(?=\d{3}\b)", "", word))
        elif word in _NUMBER_WORDS:
            found.append(_NUMBER_WORDS[word])
    return found


def names(text: str) -> list[str]:
    """Capitalised words that do not merely open a sentence; none where most words are capitalised."""
    found = list(re.finditer(r"[^\W\d_][\w'’.-]*", text))
    upper = [match for match in found if match.group()[0].isupper()]
    if len(found) > 3 and len(upper) > 0.6 * len(found):
        return []
    out = []
    for match in upper:
        word = re.sub(r"['’]s?$", "", match.group().rstrip(".")).strip("'’-")
        first = not re.search(r"[^\s\"'“”«(]\s*[\"'“«(]?$", text[: match.start()]) or bool(
            re.search(r"[.!?:]\s+[\"'“«(]?$", text[: match.start()])
        )
        if len(word) > 1 and word.casefold() not in STOP and not first:
            out.append(word)
    return out


class Vocabulary:
    """The words of some articles, to ask whether a name or a number occurs in them."""

    def __init__(self, text: str) -> None:
        folded = words(text)
        self.words = set(folded)
        self._stems = {stem(word) for word in folded}
        self._numbers = set(numbers(text)) | {
            part for number in numbers(text) for part in re.split(r"[.:]", number)
        }
        self._text = " ".join(folded)
        self._initials = _initials(text)

    def holds_word(self, word: str) -> bool:
        """Whether a folded word occurs, in any inflection."""
        return word in self.words or stem(word) in self._stems

    def holds_name(self, name: str) -> bool:
        """Whether a name occurs, also misspelt, inflected, as initials, or under a common other name."""
        for word in words(name):
            known = (
                self.holds_word(word)
                or word in self._initials
                or _SAME.get(word, "\0") in self._text
                or any(_SAME.get(other) == word for other in self.words)
                or self._like(word)
            )
            if not known:
                return False
        return True

    def holds_number(self, number: str) -> bool:
        """Whether a number, as `numbers` gives it, occurs."""
        return number in self._numbers

    def _like(self, word: str) -> bool:
        if len(word) < 4:
            return False
        return any(
            (len(other) >= 4 and word[0] == other[0] and fuzz.ratio(word, other) >= FUZZY)
            or (len(word) >= 5 and len(other) >= 5 and word[:5] == other[:5])
            for other in self.words
        )


def _initials(text: str) -> set[str]:
    """Initials of runs of capitalised words: 'Financial Times' -> 'ft'."""
    runs = re.findall(r"[A-Z][\w-]*(?:\s+(?:of\s+|the\s+)?[A-Z][\w-]*)+", text)
    found = set()
    for run in runs:
        letters = [word[0].casefold() for word in run.split() if word[0].isupper()]
        found |= {"".join(letters[i:j]) for i in range(len(letters)) for j in range(i + 2, len(letters) + 1)}
    return found
