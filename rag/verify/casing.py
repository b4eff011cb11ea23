"""Whether a word with a capital is an ordinary word, such as one that opens a sentence or stands in a list.

The words come from running text (`eval/train/casing.py`): those that are nearly always written small.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rag.words import stem

WORDS = Path(__file__).parents[1] / "weights" / "casing" / "words.txt"


def ordinary(word: str) -> bool:
    """Whether a folded word is an ordinary one, or an inflection of one that was not seen with a capital."""
    words, stems, others = _lists()
    return word in words or (word not in others and stem(word) in stems)


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    lines = WORDS.read_text(encoding="utf-8").split()
    words = frozenset(line for line in lines if not line.startswith("-"))
    return words, frozenset(map(stem, words)), frozenset(line[1:] for line in lines if line.startswith("-"))
