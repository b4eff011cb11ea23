"""A name in a sentence in, the words of the sentence that introduce it out."""

from __future__ import annotations

import re

from index.names import role_words
from index.wordlists import GROUP_WORDS, THINGS
from rag.words import STOP

_SET_AFTER = re.compile(
    r",\s+(?:\d{1,3}(?=[,.])|(?P<role>(?:who\s+(?:is|was)\s+)?[^,;:.()\"“”—–]{3,80}))(?=[,.;:)—–]|$)"
)
"""What is set after a name between commas: an age, or a noun phrase."""
_NOUN_PHRASE = re.compile(
    r"^(?:who\s+(?:is|was)\s+)?(?:(?:an?|the|his|her|its|their|one of|head|chief|\w+ist|\w+er|\w+or)\b|"
    r"(?:[\w-]+\s+){0,3}[\w-]+['’]s?\s)"
)
"""How a description after a name opens."""
_VERBAL = re.compile(
    r"\w(?:ed|ing)$|^(?:says?|said|told|asks?|tells|wrote|spoke|won|beat|gave|took|made|met|led)$", re.I
)
"""A word that is no part of a description before a name, but says what somebody does."""
_DOES = (
    "chairs|chaired|leads|led|heads|headed|runs|ran|owns|owned|works|worked|lives|lived|represents|directs|directed|"
    "manages|managed|teaches|taught|studies|studied|founded|edits|edited|captained|coaches|plays|played|was|is"
)
_WHO = re.compile(rf",\s+who\s+(?:{_DOES})\s[^,;:.()\"“”—–]{{3,90}}(?=[,.;:)—–]|$)")
"""What somebody does, in a clause behind the name."""
_OF = re.compile(r"\s+(?:of|at|from)\s+(?:the\s+)?[^\W\d_a-z][\w’'-]*(?:\s[^\W\d_a-z][\w’'-]*)*")
"""The body that somebody belongs to, right behind the name."""
_OPENS_ROLE = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their)|(?:(?:Mrs?|Ms|Dr|Prof)\.?\s+)?[A-Z][\w-]+['’]s?)\s", re.I
)
_BINDS = re.compile(r"\b(?:of|for|at|from|in|with|by|to)\s+$", re.I)
_CLAUSE = re.compile(
    r"\b(?:that|which|who|is|was|were|are|had|has|have|said|says|told|and|but|when|after|because)\b"
)
_HONORIFIC = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Dame)\.?\s+$")
_PERSON = re.compile(r"(?:er|or|ist|ian|man|woman|ent|ant|eer|ee|old|nurse|widow|boy|girl|child|chief|head)$")
_FIRMS = frozenset(
    "operator manufacturer maker carrier employer supplier distributor publisher builder developer "
    "insurer retailer producer provider brewery airline fund club capital town city village river region "
    "island newspaper".split()
)
"""Nouns that a firm or a place is called by."""


def introduction(text: str, start: int, end: int) -> tuple[str, bool]:
    """The slice of a sentence that introduces the name at `[start, end)`, with what describes them before and
    after it, and whether anything does.
    """
    first = _before(text, start)
    last = end
    honorific = _HONORIFIC.search(text[:start])
    set_before = _set_before(text[: honorific.start() if honorific else start])
    if set_before is not None and re.match(r"[,.;:)]|$", text[end:]):
        return text[set_before:end], True
    if body := _OF.match(text, end):
        last = body.end()
    while after := _SET_AFTER.match(text, last):
        role = after["role"]
        if role and not (_NOUN_PHRASE.match(role) and (_is_role(role) or re.match(r"an?\b|who\b", role))):
            break
        if role and re.search(r"\baccording to\s+\S*\s*$", text[:first], re.I):
            break
        last = after.end()
        if role:
            break
    if clause := _WHO.match(text, last):
        last = clause.end()
    return text[first:last], first < start or last > end


def _before(text: str, start: int) -> int:
    """Where the description before a name begins; `start` where there is none.

    Words are taken back to the last mark, verb or small word; "of" and "for" bind what stands before them.
    """
    run = re.search(r"(?:[\w'’-]+\s+){1,9}$", text[:start])
    if run is None:
        return start
    tokens = [(match.group(), run.start() + match.start()) for match in re.finditer(r"[\w'’-]+", run.group())]
    first, wordy = start, False
    for at in range(len(tokens) - 1, -1, -1):
        word, place = tokens[at]
        folded = word.casefold()
        bound = at > 0 and tokens[at - 1][0].casefold() in ("of", "for")
        if folded in ("of", "for") and wordy:
            continue
        if folded in ("the", "a", "an", "its", "his", "her", "their"):
            if bound:
                continue
            return place if wordy else start
        if (folded in STOP and not word.isupper()) or _VERBAL.search(word):
            break
        after = text[first:start][:1]
        between = wordy and word.islower() and after.isupper() and at and tokens[at - 1][0][0].isupper()
        if between and not role_words(word):
            break  # "The Institute sent Professor": a verb that stands between two names
        first, wordy = place, True
    described = role_words(text[first:start]) or text[first:start][:1].islower()
    return first if wordy and described else start


def _set_before(before: str) -> int | None:
    """Where the noun phrase begins that a name is set behind: "The envoy of Ilmar, | Jonas Rekvist"."""
    found = re.search(r"(?P<role>[^,;:()\"“”—–]{3,70}),\s+$", before)
    if not found:
        return None
    role, at = found["role"], found.start("role")
    for opens in reversed(list(_OPENS_ROLE.finditer(role))):
        if not _BINDS.search(role[: opens.start()]):
            told = role[opens.start() :]
            return at + opens.start() if _is_role(told) and not _CLAUSE.search(told) else None
    return None


def is_person_noun(phrase: str) -> bool:
    """Whether the noun of a phrase is of the form that those for people have: "a retired teacher"."""
    head = _head(phrase).casefold()
    return bool(role_words(phrase)) or (
        _PERSON.search(head) is not None and head not in _FIRMS | GROUP_WORDS | THINGS
    )


def _is_role(phrase: str) -> bool:
    """Whether a noun phrase says what a person is, and no firm, place or thing."""
    head = _head(phrase)
    noun = head.replace("-", "").isalpha() and head.islower() and head not in _FIRMS | GROUP_WORDS | THINGS
    return noun or bool(role_words(phrase))


def _head(phrase: str) -> str:
    core = re.split(r"\s+(?:of|at|from|for|with|in|on|to|who|whose)\s", phrase)[0].split()
    return core[-1].strip(".,’'") if core else ""
