"""Whether a word with a capital is an ordinary word, such as one that opens a sentence or stands in a list.

The words come from running text (`eval/train/casing.py`): those that are nearly always written small, with +
before those that mostly are, and with - before those that are not though another one of their stem is.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rag.words import stem

WORDS = Path(__file__).parents[1] / "weights" / "casing" / "words.txt"


def ordinary(word: str, opens: bool = False) -> bool:
    """Whether a folded word is an ordinary one, or an inflection of one that was not seen with a capital.

    :param opens: whether it opens a sentence, where a word counts that is mostly written small.
    """
    words, mostly, others, stems = _lists()
    known = word in others or word in mostly
    return word in words or (opens and word in mostly) or (not known and stem(word) in stems)


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    lines = WORDS.read_text(encoding="utf-8").split()
    words = frozenset(line for line in lines if line[0] not in "+-")
    mostly, others = (frozenset(line[1:] for line in lines if line[0] == sign) for sign in "+-")
    return words, mostly, others, frozenset(map(stem, words))
