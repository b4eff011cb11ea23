"""An article in, its people out: each once, as the article introduces them, and whether they speak.

A person is introduced by a slice of one sentence: what stands right before the name ("warehouse owner"), the
name, and what is set after it ("an expert at the Valdai Club"). Nothing is said of them in other words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.names import NAME_RUN, People, bare_name, role_words
from rag.retrieve.evidence import Draft, EvidenceSentence
from rag.words import STOP, terms, words

MOST = 12
"""People that are named at most, those who speak first."""
_SET_AFTER = re.compile(
    r",\s+(?:\d{1,3}(?=[,.])|(?P<role>(?:who\s+(?:is|was)\s+)?[^,;:.()\"“”—–]{3,80}))(?=[,.;:)—–]|$)"
)
"""What is set after a name between commas: an age, or a noun phrase."""
_NOUN_PHRASE = re.compile(
    r"^(?:who\s+(?:is|was)\s+)?(?:(?:an?|the|his|her|its|their|one of|head|chief|\w+ist|\w+er|\w+or)\b|"
    r"(?:[\w-]+\s+){0,3}[\w-]+['’]s?\s)"
)
"""How a description after a name opens."""
_SET_BEFORE = re.compile(
    r"(?:^|[.;:—–]\s+)(?P<role>(?:the|an?|his|her|its|their|\S+['’]s?)\s[^,;:.()\"“”—–]{3,60}),\s+$", re.I
)
"""A noun phrase that a name is set after, between commas: "The envoy of Ilmar, Jonas Rekvist, said"."""
_VERBAL = re.compile(
    r"\w(?:ed|ing)$|^(?:says?|said|told|asks?|tells|wrote|spoke|won|beat|gave|took|made|met|led)$", re.I
)
"""A word that is no part of a description before a name, but says what somebody does."""
_PLACES = re.compile(r"\b(?:in|at|near|from|across|outside|around|into|to|between)\s+(?:the\s+)?$")
_HONORIFICS = frozenset("mr mrs ms miss dr prof professor sir dame the".split())
_ONLY_SPEAKERS = re.compile(
    r"\b(?:quot\w*|speak\w*|spoke\w*|talk\w*|said|says?|sources?|voices?|interview\w*|cited?|cites|statements?|"
    r"comment\w*|heard?|words)\b",
    re.I,
)
"""In a question about people: those who say something are meant, and not all who are named."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """A person: the fullest name, the words that introduce them, where, whether they speak, and whether these
    words say who they are beyond the name.
    """

    name: str
    words: str
    sentence: EvidenceSentence
    speaks: bool
    described: bool


def people(sentences: Sequence[EvidenceSentence]) -> tuple[Introduced, ...]:
    """The people of one article, in the order in which they are first named.

    Each is introduced where the article describes them, or else where it first names them. Under the name of
    a place or a body nobody speaks, none has a role, and it is not cut to its last word: it does not count.
    """
    known = People()
    for number, one in enumerate(sentences):
        known.learn(one.sentence.text, number)
    speakers = {one.sentence.speaker for one in sentences if one.sentence.speaker}
    found: dict[str, Introduced] = {}
    familiar: set[str] = set()
    for one in sentences:
        text = one.sentence.text
        for run in NAME_RUN.finditer(text):
            name = bare_name(run.group())
            person = known.find(name) if name else None
            if person is None:
                continue
            start = run.start() + run.group().find(name.split()[0])
            speaks = person.name in speakers
            if not speaks and _PLACES.search(text[:start]):
                continue
            told, described = introduction(text, start, start + len(name))
            before = found.get(person.name)
            if before is None or (described and not before.described and " " in name):
                found[person.name] = Introduced(person.name, told, one, speaks, described)
            if " " not in name and not re.search(r"\bthe\s+$", text[:start], re.I):
                familiar.add(person.name)
    return tuple(one for one in found.values() if one.speaks or _is_person(one, familiar))


def _is_person(one: Introduced, familiar: Collection[str]) -> bool:
    """Whether somebody who says nothing is a person: by a role right at the name, or by their family name."""
    first = one.name.split()[0]
    if first.casefold() in STOP or first.endswith(("'s", "’s")) or len(one.name.split()) < 2:
        return False
    before, _, after = one.words.partition(one.name)
    titled = bool(role_words(before)) and not re.search(r"\bof\s+(?:the\s+)?\S*\s*$", before)
    return titled or bool(role_words(after)) or one.name in familiar


def asked_for(question: str, everybody: Sequence[Introduced]) -> tuple[Introduced, ...]:
    """Those whom a question about people means, at most twelve, those who speak first.

    "Who is quoted?" means those who speak; "Which experts …?" those whose introduction has that role, where
    anybody's has.
    """
    chosen = list(everybody)
    if _ONLY_SPEAKERS.search(question):
        chosen = [one for one in chosen if one.speaks] or chosen
    if roles := role_words(" ".join(_singular(word) for word in words(question))):
        wanted = [
            one
            for one in chosen
            if roles & role_words(one.words) or set(terms(" ".join(roles))) & set(terms(one.words))
        ]
        chosen = wanted or chosen
    chosen.sort(key=lambda one: (not one.speaks, not one.described))
    return tuple(chosen[:MOST])


def introductions(chosen: Sequence[Introduced]) -> tuple[Draft, ...]:
    """A draft for each: their introduction, and whether they speak or are only named."""
    return tuple(
        Draft(
            f"{_opened(one.words)}.", (one.sentence,), one.words, "speaks" if one.speaks else "is mentioned"
        )
        for one in chosen
    )


def introduced(question: str, sentences: Sequence[EvidenceSentence]) -> Draft | None:
    """Who a person of a question is, by the words that the article introduces them with; None where it asks
    for no person, or the article does not describe them.
    """
    asked = set(words(question))
    named = [one for one in people(sentences) if one.described and words(one.name)[-1] in asked]
    if len(named) != 1:
        return None
    who = named[0]
    beyond = set(words(who.words)) - set(words(who.name)) - _HONORIFICS
    if not any(word.isalpha() for word in beyond):  # "Dr Ann Lee, 58" says no more than the name
        return None
    after = who.words.rpartition(who.name)[2]
    role = re.sub(r"^,\s+(?:\d{1,3},\s+)?", "", after) if re.match(r",.*\b(?:an?|the)\s", after) else ""
    told = role if role and who.words.startswith(who.name) else who.words
    return Draft(f"{_opened(told)}.", (who.sentence,), told)


def introduction(text: str, start: int, end: int) -> tuple[str, bool]:
    """The slice of a sentence that introduces the name at `[start, end)`, with what describes them before and
    after it, and whether anything does.
    """
    first = _before(text, start)
    last = end
    set_before = _SET_BEFORE.search(text[:start]) if text[end : end + 1] == "," else None
    if set_before and role_words(set_before["role"]):
        return text[set_before.start("role") : end], True
    while after := _SET_AFTER.match(text, last):
        role = after["role"]
        if role and not (_NOUN_PHRASE.match(role) and (role_words(role) or re.match(r"an?\b|who\b", role))):
            break
        if role and re.search(r"\baccording to\s+\S*\s*$", text[:first], re.I):
            break
        last = after.end()
        if role:
            break
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


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
