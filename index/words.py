"""Words and numbers of a text, folded so that two texts can be compared."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

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

_local = threading.local()


def words(text: str) -> list[str]:
    """Words and numbers in order, case folded, possessive endings off."""
    found = (match.group().casefold() for match in _WORD.finditer(text))
    return [re.sub(r"['’]s?$|['’]s$", "", word) or word for word in found]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball's English stem of a folded word."""
    if not hasattr(_local, "stemmer"):
        import Stemmer

        _local.stemmer = Stemmer.Stemmer("english")
    return str(_local.stemmer.stemWord(word))


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


def script(word: str) -> str:
    """The script of a word's first letter, by its Unicode name: LATIN, CYRILLIC, …; "" without letters."""
    letter = next((char for char in word if char.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""
