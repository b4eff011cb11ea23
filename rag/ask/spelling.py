"""Misspelt words of a question, set right by the words of the articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from functools import cache

from rapidfuzz import fuzz, process

from rag.words import STOP, Vocabulary, words

MIN_CHARS = 4
LIKE = 78.0
"""Least likeness, 0 to 100 (rapidfuzz's ratio), of a word that is put in another's place."""

_WORD = re.compile(rf"[^\W\d_]{{{MIN_CHARS},}}")


def correct(question: str, vocabulary: Vocabulary, known: Callable[[str], bool]) -> str:
    """The question, each word that is in no dictionary and no article replaced by the articles' nearest.

    A word stays as it is where the articles hold none like it that begins with the same letter, and all stay
    in a question of another language: "statt" is no misspelt "start".

    :param vocabulary: the words of the articles asked.
    :param known: whether a folded word is in a dictionary of the language.
    """

    if _language(set(words(question))) not in (None, _language(vocabulary.among(_all_function_words()))):
        return question

    def nearest(match: re.Match[str]) -> str:
        word = match.group()
        folded = words(word)[0]
        if known(folded) or vocabulary.holds_word(folded):
            return word
        near = vocabulary.starting(folded[0], MIN_CHARS)
        found = process.extractOne(folded, near, scorer=fuzz.ratio, score_cutoff=LIKE)
        if found is None:
            return word
        return found[0].capitalize() if word[0].isupper() else str(found[0])

    return _WORD.sub(nearest, question)


def _language(held: Set[str]) -> str | None:
    """The language most of whose function words, by bm25s's lists, are among folded words; None where no
    one language has the most.
    """
    counts = {language: len(small & held) for language, small in _function_words().items()}
    most = max(counts.values())
    leading = [language for language, count in counts.items() if count == most]
    return leading[0] if most and len(leading) == 1 else None


@cache
def _function_words() -> dict[str, frozenset[str]]:
    from bm25s import stopwords

    lists = {name: getattr(stopwords, name) for name in dir(stopwords) if name.startswith("STOPWORDS_")}
    found = {name: frozenset(held) for name, held in lists.items() if "_EN" not in name}
    return {**found, "STOPWORDS_ENGLISH": frozenset(stopwords.STOPWORDS_EN_PLUS) | STOP}


@cache
def _all_function_words() -> frozenset[str]:
    return frozenset[str]().union(*_function_words().values())
