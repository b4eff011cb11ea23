"""Where in a sentence stands who says something: the noun phrase that a cue belongs to.

No parser: a phrase is what stands between the marks and small words that bound it, and its first noun that no
preposition binds is where it begins ("In February the mayor of Lund", said).
"""

from __future__ import annotations

import re

from .cues import Cue
from .wordlists import DETERMINERS, PREPOSITIONS, PRONOUNS, TIMES, VERBAL

_BOUND = re.compile(
    r"[,;:\"“”«»—–(\[\])]|(?<=\s)-(?=\s)|(?<=[a-z][a-z][!?…])\s|\b(?:that|and|but|while|who|which|as|when|if|because|although|though|"
    r"where|whether|or|than|so|whom|what|how|why|until|before|after|since)\b(?!\s*$)",
    re.I,
)
_QUOTE_END = re.compile(r"[\"”»]")
_AFTER_END = re.compile(
    r"[;:\"“”«»—–(\[]|[.!?…]+\s*$|(?<=[a-z][a-z])[!?…]\s|\b(?:that|in|on|at|to|after|before|during|while|who|which|when|"
    r"as|about|by|if|whose|because|into|since|last|this|yesterday|today|earlier|later|recently)\b",
)
_SUBORDINATE = re.compile(
    r"\b(?:after|because|when|if|until|unless|before|whether|since)\s+(?:[\w’'.-]+\s+){0,5}[\w’'.-]+$", re.I
)
_JOINED = re.compile(r"(?<=\w),?\s+(?:and|but|or)$")
_AND = re.compile(r"\s+(?:and|or)\s+")
_WORD = re.compile(r"[\w’'.&-]*[\w’'](?:\.(?=\s))?")
_NAME = re.compile(r"(?:[^\W\d_a-zа-яё][\w'’.-]*)(?:\s+[\w'’.-]+){0,4}$")
_CAPITALS = re.compile(r"[^\W\d_a-zа-яё][\w'’.-]*\s+(?:.*\s)?[^\W\d_a-zа-яё][\w'’.-]*$")
LONGEST = 14
"""Words of a phrase that may be a source."""


def source(own: str, cue: Cue) -> tuple[str, ...]:
    """The phrases that may name who says it, the likeliest first; () where none is found.

    :param own: the sentence with its quotations blanked.
    """
    if cue.passive:
        by = re.match(r"[^,.;]{0,40}?\bby\s+(?P<who>[^,;:()\"“”]{2,90})", own[cue.end :])
        return _apposed(by["who"], own[cue.end + by.end() :]) if by else ()
    left = own[: cue.left].rstrip()
    clause = left[_last_mark(left) :].strip()
    if joined := _JOINED.search(clause):  # "X outlined the plan, and said"
        clause = clause[: joined.start()]
        return _known(opening(clause) or opening(own))
    if cue.continuous:
        return _known(opening(own))
    if not clause.strip(" ,-—–") or clause.strip(" ,").casefold() in ("and", "but"):
        if not left.strip() or left.rstrip(" ,")[-1:] in '"”»—–-?!…' or left.rstrip().endswith(","):
            said = own[cue.start : cue.end]
            plain = not left.strip() and not re.search(r"(?:d|s|e)$", said)  # "Want more?"
            return () if cue.hearer or plain else after(own[cue.end :])
        return _known(opening(own))
    found = before(clause)
    if not left.endswith(",") or cue.hearer:
        return found
    found = tuple(dict.fromkeys([*found, *after(own[cue.end :])]))  # "…, said X", or "X, 54, said …"
    return found or _known(opening(own))  # "X did this, found that …"


def before(clause: str) -> tuple[str, ...]:
    """The subject of a verb that a clause leads up to."""
    if relative := re.search(r"^(?P<head>.*?),?\s+(?:who|which)\s*(?:,.*)?$", clause):
        return before(relative["head"])
    if clause.endswith(","):
        return _set_between(clause[:-1])
    if _SUBORDINATE.search(clause):  # "after X said that": the sentence tells something else
        return ()
    return _known(subject(_split(clause)[-1].strip()))


def after(rest: str) -> tuple[str, ...]:
    """Who is named behind an inverted verb: "said the judge, Ann Lee"."""
    end = _AFTER_END.search(rest)
    phrase = rest[: end.start()] if end else rest
    first, comma, more = phrase.partition(",")
    first = _AND.split(first)[0]
    return _apposed(first, comma + more) if first.strip() else ()


def opening(own: str) -> str | None:
    """The subject that a sentence opens with, as far as it can be told without its verb."""
    pieces = _split(own.strip(' "“«—–-'))
    found = subject(pieces[0], whole=False)
    if found is None:
        return None
    if len(pieces) > 2 and found[:1].islower() | found.startswith(
        ("A ", "An ", "The ", "His ", "Her ", "Its ")
    ):
        name = pieces[1].strip()
        if (
            _NAMED_LAST.search(name) and len(name.split()) <= 5
        ):  # "An expert called by the defence, Ann Lee, "
            return name
    words = found.split()
    for at, word in enumerate(words[1:], 1):
        if words[0].casefold() in PRONOUNS:
            return words[0]
        bound = words[at - 1].casefold() in PREPOSITIONS | DETERMINERS
        if not word.islower() or word in PREPOSITIONS or bound:
            continue
        doing = word in VERBAL or word in TIMES or re.search(r"(?:ed|ly|[^s]s)$", word)
        named = words[at - 1][:1].isupper() and not words[at - 1].endswith(("'s", "’s"))
        ends = named and not any(more[:1].isupper() for more in words[at + 1 : at + 4])
        if ends or word in VERBAL or (doing and (at > 1 or named)):
            return " ".join(words[:at])
    return found


def subject(piece: str, whole: bool = True) -> str | None:
    """The noun phrase that a piece of a clause ends in, without what is set before it; None for none.

    :param whole: whether the piece ends where its verb begins.
    """
    words = [(match.group(), match.start()) for match in _WORD.finditer(piece)]
    at = 0
    while at < len(words) and _sets_time(words[at][0]):
        at += 1
    if at == len(words):
        return None
    if words[at][0].casefold() in PREPOSITIONS and words[at][0].casefold() != "like":
        at = _behind(words, at)
        if at < 0:
            return None
    held = [word.casefold() for word, _ in words[at:]]
    if whole and any(word in VERBAL for word in held[1:]):
        return None
    held = [word.casefold() for word, _ in words[at:]]
    if whole and _acts([word for word, _ in words[at:]]):
        return None
    if whole and (pronoun := next((n for n in range(len(held) - 1, 0, -1) if held[n] in PRONOUNS), 0)):
        return held[pronoun] if pronoun == len(held) - 1 else None
    phrase = piece[words[at][1] :].strip()
    return phrase if not whole or len(words) - at <= LONGEST else None


def _acts(words: list[str]) -> bool:
    """Whether a name is followed by what it does: "the EU avoids discussing …", whose verb is no noun's."""
    rows = zip(words, words[1:], words[2:], strict=False)
    return any(
        name[:1].isupper() and re.fullmatch(r"[a-z]+[^s\W]s", does) and doing.endswith("ing")
        for name, does, doing in rows
    )


def _sets_time(word: str) -> bool:
    return word.strip(".").casefold() in TIMES or re.fullmatch(r"\w+ly", word) is not None


def _behind(words: list[tuple[str, int]], at: int) -> int:
    """Where the first noun phrase begins behind what a preposition at number `at` binds; -1 for none."""
    for number in range(at + 2, len(words)):
        word, previous = words[number][0], words[number - 1][0].casefold().strip(".")
        starts = word.casefold() in DETERMINERS | PRONOUNS or word[:1].isupper()
        bound = previous in PREPOSITIONS | DETERMINERS or previous.endswith(("'s", "’s"))
        joined = words[number - 1][0][:1].isupper() and word[:1].isupper() and previous not in TIMES
        if starts and not bound and not joined:
            return number
    return -1


def _set_between(clause: str) -> tuple[str, ...]:
    """The subject before a comma: "Ann Lee, 54, " or "the mayor of Lund, Ann Lee, "."""
    parts = [part.strip() for part in clause.split(",")]
    first = subject(parts[0])
    if len(parts) == 1:
        return (first,) if first and _CAPITALS.match(first) and len(first.split()) <= 4 else ()
    if first and _CAPITALS.match(first) and _NAMED_LAST.search(first):
        return (first,)
    last = parts[-1]
    found = next((one for part in parts if (one := subject(part))), None)
    named = _NAMED_LAST.search(last) or (found and _KIN.match(found) and re.fullmatch(r"[A-Z][\w’'-]+", last))
    return tuple(one for one in (last if named and len(last.split()) <= 6 else None, found) if one)


def _apposed(phrase: str, rest: str) -> tuple[str, ...]:
    """A phrase and, first, the name that is set behind it where it has none of its own at its end."""
    phrase = phrase.strip(" .")
    part = re.match(r",\s+([^,;:()\"“”]{3,60})", rest)
    name = part.group(1).strip(" .") if part else ""
    if name and _CAPITALS.match(name) and len(name.split()) <= 5 and not _NAMED_LAST.search(phrase):
        return name, phrase
    return (phrase,) if phrase else ()


_KIN = re.compile(r"^(?:.*\s)?(?:his|her|their|its|the|[\w.-]+['’]s)\s(?:[\w-]+\s){0,2}[a-z]+$", re.I)
"""A noun that somebody may be by name: "Mr Wilk's widow", "its chairman"."""
_NAMED_LAST = re.compile(r"(?:^|\s)[^\W\d_a-zа-яё][\w'’.-]*\s+[^\W\d_a-zа-яё][\w’'.-]*$")


def _known(phrase: str | None) -> tuple[str, ...]:
    return (phrase,) if phrase else ()


def _last_mark(left: str) -> int:
    """Where the clause begins: behind the last quotation mark, colon, semicolon or dash."""
    ends = [match.end() for match in re.finditer(r"[\"“”«»;:—–]|\s-(?=\s)|(?<=[a-z][a-z][!?…])\s", left)]
    return ends[-1] if ends else 0


def _split(clause: str) -> list[str]:
    pieces, at = [], 0
    for match in _BOUND.finditer(clause):
        pieces.append(clause[at : match.start()])
        at = match.end()
    return [*pieces, clause[at:]]
