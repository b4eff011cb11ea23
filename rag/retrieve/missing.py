"""What a question speaks of and the articles asked do not: names, numbers and other words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.words import STOP, Vocabulary, names, numbers, script, words

_FOCUS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:(?:in|on|at|by|to|from|for|with|of|into|under|since|until)\s+)?"
    r"(?:which|what(?=(?:\s+[\w'’-]+){1,6}?\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)\b))"
    r"\s+(?:(?:kind|sort|type|name)\s+of\s+(?:the\s+)?)?(?P<noun>(?![^\W\d_]+ed\b)[^\W\d_]+)",
    re.I,
)
"""The noun that says what kind of thing is asked for: the hotel of "In which hotel …?"; not the verb of "What
happened?"."""
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_LEAST_CHARS = 4


@dataclass(frozen=True, slots=True)
class Missing:
    """What articles lack of a question.

    `named` are names and figures; `absent` other words that carry meaning, in no form; `focus` is the kind of
    thing that is asked for, where no article speaks of any such, else None.
    """

    named: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    focus: str | None = None


def missing(question: str, vocabulary: Vocabulary) -> Missing:
    """What a vocabulary lacks of a question; words in a script that it has none of are not missing."""
    named = [n for n in names(question) if _comparable(n, vocabulary) and not vocabulary.holds_name(n)]
    dated = _MONTH.search(question) is not None  # the year of a date is often left to the reader
    figures = numbers(" ".join(re.findall(r"\d[\d.,:]*(?:\s+[^\W\d_]+)?", question)))
    named += [n for n in figures if not vocabulary.holds_number(n) and not (dated and _is_year(n))]
    skipped = {word for name in names(question, openers=True) for word in words(name)} | STOP
    absent = [
        word
        for word in words(question)
        if word not in skipped
        and len(word) >= _LEAST_CHARS
        and word.isalpha()
        and _comparable(word, vocabulary)
        and not vocabulary.holds_name(word)
    ]
    found = _FOCUS.match(question)
    noun = found["noun"].casefold() if found else ""
    return Missing(
        tuple(dict.fromkeys(named)), tuple(dict.fromkeys(absent)), noun if noun in absent else None
    )


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None


def _comparable(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a vocabulary has words in the script of this one."""
    return script(word) in vocabulary.scripts
