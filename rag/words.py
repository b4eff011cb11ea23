"""Words, names and numbers of a text, folded so that two texts can be compared."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
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
_SCALES = {"hundred": "hundred", "thousand": "thousand", "million": "million", "billion": "billion"}
_SCALES |= {"trillion": "trillion", "bn": "billion", "m": "million", "k": "thousand"}
SAME_PLACE = {
    "us": "united states", "u.s": "united states", "usa": "united states", "america": "united states",
    "american": "united states", "americans": "united states", "washington": "united states",
    "uk": "united kingdom", "britain": "united kingdom", "british": "united kingdom",
    "eu": "european union", "un": "united nations", "uae": "united arab emirates",
}  # fmt: skip
FUZZY = 80.0
"""Least likeness, 0 to 100 (rapidfuzz's ratio), at which two spellings are taken for one name."""

_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}
)

_local = threading.local()


def words(text: str) -> list[str]:
    """Words and numbers in order, case folded, possessive endings off."""
    found = (match.group().casefold() for match in _WORD.finditer(text))
    return [re.sub(r"['’]s?$|['’]s$", "", word) or word for word in found]


def wording(text: str) -> str:
    """A sentence so that case, spacing, the form of quotation marks and dashes, and what closes it make no
    difference; a question keeps its mark."""
    return " ".join(text.casefold().translate(_PLAIN).split()).rstrip(".!…\"')] ")


@lru_cache(maxsize=5_000)
def terms(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order: function words are left out."""
    return tuple(stem(word) for word in words(text) if word not in STOP and (len(word) > 1 or word.isdigit()))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball's English stem of a folded word."""
    if not hasattr(_local, "stemmer"):
        import Stemmer

        _local.stemmer = Stemmer.Stemmer("english")
    return str(_local.stemmer.stemWord(word))


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


def numbers(text: str) -> list[str]:
    """Numbers in order, digits or small number words, without thousands separators, with their scale.

    '1,000' -> '1000', 'twelve' -> '12', '3.5bn' -> '3.5 billion'.
    """
    found = []
    folded = words(text)
    for word, after in zip(folded, [*folded[1:], ""], strict=False):
        value = re.sub(r",(?=\d{3}\b)", "", word) if word[0].isdigit() else _NUMBER_WORDS.get(word)
        if value is not None:
            scale = _SCALES.get(after)
            found.append(f"{value} {scale}" if scale else value)
    return found


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
    """The words of some articles, to ask whether a name or a number occurs in them."""

    def __init__(self, text: str) -> None:
        folded = words(text)
        self.words = set(folded)
        self._stems = {stem(word) for word in folded}
        self._numbers = {part for number in numbers(text) for part in _parts(number)}
        self._text = " ".join(folded)
        self._initials = _initials(text)
        self.scripts = frozenset(map(script, self.words)) - {""}
        self._aliases = {part for word in folded for part in SAME_PLACE.get(word, "").split()}

    def holds_word(self, word: str) -> bool:
        """Whether a folded word occurs, in any inflection."""
        return word in self.words or stem(word) in self._stems

    def holds_name(self, name: str, exact: bool = False) -> bool:
        """Whether a name occurs, also inflected, as initials, or under a common other name.

        :param exact: False lets a misspelt name pass too, which is right for questions only.
        """
        return all(
            self.holds_word(word)
            or word in self._initials
            or word in self._aliases
            or SAME_PLACE.get(word, "\0") in self._text
            or (not exact and self._like(word))
            for word in words(name)
        )

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


def script(word: str) -> str:
    """The script of a word's first letter, by its Unicode name: LATIN, CYRILLIC, …; "" without letters."""
    letter = next((char for char in word if char.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


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
