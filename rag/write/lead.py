"""A question and the sentence that answers it best in, the few words of it that an answer may open with out.

"The mayor, Ann Lee, opened the mill in 1908." -> "Ann Lee." for "Who opened the mill?". The words are the
sentence's own. Where anything speaks against it there is no lead: the sentence stands by itself as well.
"""

from __future__ import annotations

import re

from rag.ask.kind import Kind, asks, asks_who_said
from rag.retrieve.evidence import EvidenceSentence
from rag.verify.exact import negated, problems
from rag.verify.verbatim import repeats
from rag.words import STOP, numbers, stem, words

LEAST_SCORE = 0.5
"""Least probability, 0 to 1, of the short answer among all ranges of its sentence."""
MOST_WORDS = 8
MOST_OF_SENTENCE = 0.6
"""Share of its sentence's words from which a short answer is the sentence over again."""

_JOINS = (
    "and|or|but|that|which|who|whom|whose|as|than|of|if|when|while|because|so|is|was|were|are|has|have|had|be"
)
_SETS = (
    "in|on|at|by|from|to|for|with|near|about|into|during|under|behind|inside|outside|over|around|after|before|"
    "since|until|till|through|between"
)
_OPENS_WITH_JOIN = re.compile(rf"(?:(?:{_JOINS})\s+)+", re.I)
_OPENS_WITH_LINK = re.compile(rf"(?:(?:{_JOINS}|{_SETS})\s+)+", re.I)
_ARTICLE_BEFORE = re.compile(r"\b(?:the|an?)\s+$", re.I)
_NARROWS = {
    "number": r"about|over|nearly|almost|(?:no )?(?:more|less|fewer) than|at (?:least|most)|up to|around|"
    r"some|only|roughly|approximately|under|below|above|just|every|for",
    "time": r"in|on|at|by|since|until|till|before|after|during|around|about|early|late|mid|last|next",
    "place": r"in|on|at|near|off|to|from|under|behind|inside|outside|around|beside|opposite|"
    r"(?:north|south|east|west) of",
}
"""Words before a short answer that say how it is meant: 1908 is not "before 1908"."""
_HANGS = re.compile(rf"\b(?:{_JOINS}|{_SETS}|the|an?|his|her|its|their|not|no)$", re.I)
_POINTS = re.compile(
    r"^(?:(?:in|on|at|by|after|before|since|from|near|under)\s+)?"
    r"(?:he|she|it|they|him|her|his|hers|its|their|them|this|that|these|those|such|there|here|"
    r"then|who|which|what|one of|some(?! \d)|many|others?|another|same|"
    r"the (?:same|other|latter|former|following|next|previous))\b",
    re.I,
)
_EDGES = " \t\n,;:.!?…—–-"
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
_CUT_AFTER = re.compile(r"[-–/][^\W_]|['’.,](?!s\b)[^\W_]|\s?[ap]\.?m\b")
_CUT_BEFORE = re.compile(r"[^\W_][-–'’.,/]$")
_SIGN_BEFORE = re.compile(r"[$€£¥₽]\s?$")
_SCALE_AFTER = re.compile(
    r"(?:\s?%|\s+(?:hundred|thousand|million|billion|trillion|dozen|percent|per cent)s?\b)+"
)
_NAME_BEFORE = re.compile(r"(?<=\w)[ ,]+([A-ZÀ-ÞА-ЯЁ][\w'’-]+ )$")
_NAME_AFTER = re.compile(r"\s+[A-ZÀ-ÞА-ЯЁ]")
_LIST_AFTER = re.compile(r"(?:\s*,\s*[^,;.]{1,40}){0,3}?,?\s+(?:and|or|&)\s+(?:the\s+|an?\s+)?(\S+)")
_LIST_BEFORE = re.compile(r"(\S+?),?\s+(?:and|or|&)\s+(?:the\s+|an?\s+)?$")
_FIGURE_AFTER = re.compile(r",?\s+(?:to\s+)?\d")
_FIGURE_BEFORE = re.compile(r"\d\w*(?:\s+to)?\s+$")
_ABBREVIATED = re.compile(r"(?:^|\s)[^\W\d_](?:\.[^\W\d_])+$")
_AMOUNT = re.compile(
    r"\d|\b(?:\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|(?:m|b|tr)illions?|"
    r"dozens?|half|quarter|once|twice|daily|weekly|monthly|yearly|every|"
    r"an? (?:second|minute|hour|day|week|fortnight|month|year|decade|century))\b",
    re.I,
)
_MOMENT = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|today|yesterday|tomorrow|tonight|noon|midday|midnight|"
    r"(?:morning|afternoon|evening|night|day|week|weekend|month|year|decade|hour|minute)s?|century|"
    r"spring|summer|autumn|winter|Christmas|Easter|Ramadan)\b",
    re.I,
)
_SOMEBODY = re.compile(
    r"\b(?:\w+(?:men|man|ists?)|people|police|children|boys?|girls?|parents?|father|mother|brother|sister|son|"
    r"daughter|husband|wife|(?:officer|official|guard|soldier|worker|teacher|doctor|nurse|lawyer|judge|farmer|"
    r"student|neighbou?r|owner|minister)s?|troops|president|mayor|king|queen|governor|director|coach|captain|"
    r"company|council|government|parliament|court|committee|ministry|army|team|crew)\b",
    re.I,
)


def lead(question: str, best: EvidenceSentence) -> str | None:
    """The short answer with its end mark, its first letter upper-cased; None where none should lead.

    :param best: the sentence that answers best.
    """
    kind, short, text = asks(question), best.short, best.sentence.text
    if kind is None or short is None or short.score < LEAST_SCORE:
        return None
    start, end = _trimmed(text, short.start, short.end, kind)
    if start >= end:
        return None
    start, end = _widened(text, start, end, kind)
    found = text[start:end]
    fits = (
        _is_short(found, text)
        and _says_something(found, question)
        and _is_whole(text, start, end)
        and _fits(found, kind)
        and _may_be_told(question, best, found)
        and negated(text) == negated(question)
    )
    shown = _shown(found)
    return shown if fits and not problems(shown, (text,)) and repeats(shown, best) else None


def _trimmed(text: str, start: int, end: int, kind: Kind) -> tuple[int, int]:
    """The range without marks and linking words at its edges."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    link = _OPENS_WITH_LINK if kind in ("person", "thing") else _OPENS_WITH_JOIN
    if opening := link.match(text, start, end):
        start = opening.end()
    return start, end


def _widened(text: str, start: int, end: int, kind: Kind) -> tuple[int, int]:
    """The range with what belongs to it: units, the rest of a name, an article, "before", quotation marks."""
    if sign := _SIGN_BEFORE.search(text[:start]):
        start = sign.start()
    if scale := _SCALE_AFTER.match(text, end):
        end = scale.end()
    while kind != "number" and text[start].isupper() and (name := _NAME_BEFORE.search(text[:start])):
        if name[1].strip().casefold() in STOP or _MOMENT.search(name[1]):
            break
        start = name.start(1)
    lower = text[start].islower() or kind != "time"
    if lower and (article := _ARTICLE_BEFORE.search(text[:start])):
        start = article.start()
    if kind in _NARROWS and (narrows := re.search(rf"\b(?:{_NARROWS[kind]})\s+$", text[:start], re.I)):
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
    return bool(new) and not _POINTS.match(found) and not _HANGS.search(found)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a range cuts no word, number, name, list, quotation or bracket in two."""
    before, found, after = text[:start], text[start:end], text[end:]
    if _CUT_BEFORE.search(before) or _CUT_AFTER.match(after):
        return False
    if _FIGURE_BEFORE.search(before) or _FIGURE_AFTER.match(after):
        return False
    if found.split()[-1][0].isupper() and _NAME_AFTER.match(after):
        return False
    beyond, ahead = _LIST_AFTER.match(after), _LIST_BEFORE.search(before)
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


def _fits(found: str, kind: Kind) -> bool:
    match kind:
        case "number":
            return bool(_AMOUNT.search(found) or numbers(found))
        case "time":
            return bool(_MOMENT.search(found))
        case "person":
            return _is_named(found) or bool(_SOMEBODY.search(found))
        case "place":
            return not re.fullmatch(r"[\W\d]+", found)
        case "thing":
            return True


def _is_named(found: str) -> bool:
    return any(
        word[0].isupper() and word.casefold() not in STOP for word in re.findall(r"[^\W\d_][\w'’-]+", found)
    )


def _may_be_told(question: str, best: EvidenceSentence, found: str) -> bool:
    """What somebody said is not told in our voice: there only who said it can lead."""
    speaker = best.sentence.speaker
    if speaker is None:
        return True
    return asks_who_said(question) and words(speaker)[-1] in words(found)


def _shown(found: str) -> str:
    """On one line, with an end mark, and a first letter upper-cased unless the word has its own capitals."""
    flat = " ".join(found.split())
    first = flat.split(" ", 1)[0]
    if first.islower() and len(flat[0].upper()) == 1:
        flat = flat[0].upper() + flat[1:]
    return flat if flat.endswith(".") else f"{flat}."
