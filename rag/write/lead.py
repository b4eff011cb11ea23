"""A question and the sentence that answers it best in, the few words of it that may answer by themselves out.

"The mayor, Ann Lee, opened the mill in 1908." -> "Ann Lee." for "Who opened the mill?". The reader says which
words, and how sure it is; here they are made whole. Where anything speaks against them there is no lead: the
sentence stands by itself as well.
"""

from __future__ import annotations

import re

from rag.ask.wanted import Wanted, asks, asks_who_said
from rag.retrieve.evidence import EvidenceSentence
from rag.verify.exact import negated, problems
from rag.verify.verbatim import repeats
from rag.words import STOP, numbers, stem, words

LEAST_SCORE = 0.5
"""Least probability, 0 to 1, of the short answer among all ranges of its sentence."""
MOST_WORDS = 8
MOST_OF_SENTENCE = 0.6
"""Share of its sentence's words from which a short answer is the sentence over again."""

_EDGES = " \t\n,;:.!?…—–-"
_FIRST_WORD = re.compile(r"([^\W\d_]+)\s+")
_ARTICLES = frozenset("the a an".split())
_ARTICLE_BEFORE = re.compile(r"\b(?:the|an?)\s+$", re.I)
_NARROWS = re.compile(
    r"\b(?:in|on|at|by|from|to|near|off|under|before|after|during|until|till|since|about|around|over|nearly|"
    r"almost|only|every|for|up to|at (?:least|most)|(?:no )?(?:more|less|fewer) than)\s+$",
    re.I,
)
"""What before a number, time or place says how it is meant: 1908 is not "before 1908"."""
_POINTS = re.compile(
    r"^(?:\w+\s+)?(?:he|she|it|they|him|his|her|hers|its|their|them|this|that|these|those|such|there|here|then|"
    r"one of|others?|another|same)\b",
    re.I,
)
"""What is of something else in the article, alone or after "in" or "the"."""
_SIGN_BEFORE = re.compile(r"[$€£¥₽]\s?$")
_SCALE_AFTER = re.compile(r"(?:\s?%|\s+(?:(?:hundred|thousand|(?:m|b|tr)illion|dozen)s?|per ?cent)\b)+")
_NAME_BEFORE = re.compile(r"(?<=\w)[ ,]+([A-ZÀ-ÞА-ЯЁ][\w'’-]+ )$")
_NAME_AFTER = re.compile(r"\s+[A-ZÀ-ÞА-ЯЁ]")
_TOUCHES_BEFORE = re.compile(r"(?:[^\W_][-–'’.,/]|\d\w*(?:\s+to)?\s+)$")
_TOUCHES_AFTER = re.compile(r"[-–/][^\W_]|['’.,](?!s\b)[^\W_]|\s?[ap]\.?m\b|,?\s+(?:to\s+)?\d")
"""The rest of a word, a figure or a clock time, or a figure beside it."""
_NEXT = re.compile(r"(?:\s*,\s*[^,;.]{1,40}){0,3}?,?\s+(?:and|or|&)\s+(?:(?:the|an?)\s+)?(\S+)")
_LAST = re.compile(r"(\S+?),?\s+(?:and|or|&)\s+(?:(?:the|an?)\s+)?$")
"""The member of a list after, or before, another one."""
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
_ABBREVIATED = re.compile(r"(?:^|\s)[^\W\d_](?:\.[^\W\d_])+$")
_AMOUNT = re.compile(
    r"\d|\b(?:\w+(?:teen|ty)|hundreds?|thousands?|\w+illions?|dozens?|half|quarter|once|twice|(?:dai|week|month|year)ly|"
    r"every|an? (?:second|minute|hour|day|week|month|year|decade|century))\b",
    re.I,
)
_MOMENT = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"\w+days?|tomorrow|tonight|noon|midnight|"
    r"(?:morning|afternoon|evening|night|week|weekend|month|year|decade|hour|minute)s?|century|"
    r"spring|summer|autumn|winter|Christmas|Easter)\b",
    re.I,
)


def lead(question: str, best: EvidenceSentence) -> str | None:
    """The short answer with its end mark, its first letter upper-cased; None where none should lead.

    :param best: the sentence that answers best.
    """
    wanted, short, text = asks(question), best.short, best.sentence.text
    if wanted is None or short is None or short.score < LEAST_SCORE:
        return None
    start, end = _trimmed(text, short.start, short.end, wanted)
    if start >= end:
        return None
    start, end = _widened(text, start, end, wanted)
    found = text[start:end]
    fits = (
        _is_short(found, text)
        and _says_something(found, question)
        and _is_whole(text, start, end)
        and _fits(found, wanted)
        and _may_be_told(question, best, found)
        and negated(text) == negated(question)
    )
    shown = _shown(found)
    return shown if fits and not problems(shown, (text,)) and repeats(shown, best) else None


def fits(best: EvidenceSentence, wanted: Wanted) -> bool:
    """Whether what the reader takes for the answer in a sentence may be one by its kind."""
    short = best.short
    return short is not None and _fits(best.sentence.text[short.start : short.end], wanted)


def _fits(found: str, wanted: Wanted) -> bool:
    """Whether words may be of a kind: an amount for a number, a date or an hour for a time, no date for a
    place.
    """
    match wanted:
        case "number":
            return bool(_AMOUNT.search(found) or numbers(found))
        case "time":
            return bool(_MOMENT.search(found))
        case "place":
            first = [word for word in found.split() if word.casefold() not in STOP][:1]
            return bool(first) and not _MOMENT.match(first[0])
        case _:
            return True


def _trimmed(text: str, start: int, end: int, wanted: Wanted) -> tuple[int, int]:
    """The range without marks at its edges and, for a person or thing, small words but articles before it."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    while wanted in ("person", "thing") and (first := _FIRST_WORD.match(text, start, end)):
        if first[1].casefold() not in STOP - _ARTICLES or _POINTS.match(first[1]):
            break
        start = first.end()
    return start, end


def _widened(text: str, start: int, end: int, wanted: Wanted) -> tuple[int, int]:
    """The range with what belongs to it: units, the rest of a name, an article, "before", quotation marks."""
    if sign := _SIGN_BEFORE.search(text[:start]):
        start = sign.start()
    if scale := _SCALE_AFTER.match(text, end):
        end = scale.end()
    while wanted != "number" and text[start].isupper() and (name := _NAME_BEFORE.search(text[:start])):
        if name[1].strip().casefold() in STOP or _MOMENT.search(name[1]):
            break
        start = name.start(1)
    if article := _ARTICLE_BEFORE.search(text[:start]):
        start = article.start()
    if wanted in ("number", "time", "place") and (narrows := _NARROWS.search(text[:start])):
        start = narrows.start()
    if text[end : end + 1] == "." and _ABBREVIATED.search(text[start:end]):
        end += 1
    if start and text[start - 1] in '"“«' and text[end : end + 1] in ('"', "”", "»"):
        start, end = start - 1, end + 1
    return start, end


def _is_short(found: str, text: str) -> bool:
    count = len(words(found))
    return 0 < count <= MOST_WORDS and count < MOST_OF_SENTENCE * len(words(text))


def _says_something(found: str, question: str) -> bool:
    """Whether it reads by itself, and is more than the question's own words."""
    own = {stem(word) for word in words(found) if word not in STOP}
    new = own - {stem(word) for word in words(question)}
    if not any(char.isalpha() for char in found):  # "58" leaves open of what, and whether it is that at all
        return False
    return bool(new) and not _POINTS.match(found) and found.split()[-1].casefold() not in STOP


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a range cuts no word, number, name, list, quotation or bracket in two."""
    before, found, after = text[:start], text[start:end], text[end:]
    if _TOUCHES_BEFORE.search(before) or _TOUCHES_AFTER.match(after):
        return False
    if found.split()[-1][0].isupper() and _NAME_AFTER.match(after):
        return False
    beyond, ahead = _NEXT.match(after), _LAST.search(before)
    if beyond and _shape(beyond[1]) == _shape(found.split()[-1]):
        return False
    if ahead and _shape(ahead[1]) == _shape(found.split()[0]):
        return False
    return all(part.count('"') % 2 == 0 for part in (before, found)) and all(
        part.count(opening) == part.count(closing) for opening, closing in _PAIRS for part in (before, found)
    )


def _shape(word: str) -> str:
    """What two members of one list have in common: figures, a capital, or neither."""
    word = word.strip("\"“”«»'’(")
    return "figure" if word[:1].isdigit() else "capital" if word[:1].isupper() else "small"


def _may_be_told(question: str, best: EvidenceSentence, found: str) -> bool:
    """What somebody said is not told in our voice: there only who said it can lead."""
    speaker = best.sentence.speaker
    return speaker is None or (asks_who_said(question) and words(speaker)[-1] in words(found))


def _shown(found: str) -> str:
    """On one line, with an end mark, and a first letter upper-cased unless the word has its own capitals."""
    flat = " ".join(found.split())
    first = flat.split(" ", 1)[0]
    if first.islower() and len(flat[0].upper()) == 1:
        flat = flat[0].upper() + flat[1:]
    return flat if flat.endswith(".") else f"{flat}."
