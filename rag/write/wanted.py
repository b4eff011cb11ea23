"""A question about people and an article's people in, those whom it means out, and what could not be told
apart.

A question may want those who speak, those of a role, women or men, or those of whom something is told ("who
died"). Each is honoured by the article's own words, or else said not to be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from index.names import role_words
from index.wordlists import FEMALE, MALE, WIDER
from rag.words import STOP, stem, terms, words

from .people import Introduced

MOST = 12
"""People that are named at most, those who speak first."""
_ONLY_SPEAKERS = re.compile(
    r"\b(?:quot\w*|speak\w*|spoke\w*|talk\w*|said|says?|say|sources?|voices?|interview\w*|cited?|cites|statements?|"
    r"comment\w*|heard?|words)\b",
    re.I,
)
"""In a question about people: those who say something are meant, and not all who are named."""
_ALSO_NAMED = re.compile(r"\bmention\w*|\bnamed\b|\bother people\b", re.I)
_NAMED = re.compile(r"\bby name\b|\bnames?\b|\bnamed\b", re.I)
_SEX = (("women", FEMALE, "she"), ("men", MALE, "he"))
_GENERAL = frozenset(
    "people person persons everyone everybody individual individuals name names named list quote quoted "
    "quotes quoting mentioned mention mentions appear appears appearing speak speaks speaking talk talks "
    "report reports piece story article text interview interviewed cited cite figure figures character "
    "characters voice voices source sources main key all statement statements comment comments words "
    "news page passage man men woman women show involved feature features featured give tell refer "
    "refers referred occur come up read role roles job jobs title titles who's others other they their "
    "do what each hear heard".split()
)
"""Words of a question about people that ask for nothing that only some of them are."""
_EXPERT = re.compile(r"\w(?:ologist|icist|omist|ician|ian|ist)$|^(?:dr|professor|prof)$")
_TOLD = re.compile(
    r"\b(?:who|that)\s+(?!(?:is|are|was|were|gets?)\s+(?:quoted|mentioned|named|cited)\b)(.+)$", re.I
)
"""What a question tells of those whom it wants: "(people) who died"."""
_DENIED = re.compile(r"\b(?:no|not|never|without|n't|n’t)\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Those whom a question means, those who speak first; `remark` says what was not honoured, None for
    nothing.
    """

    people: tuple[Introduced, ...]
    remark: str | None = None


def wanted(question: str, everybody: Sequence[Introduced]) -> Wanted:
    """Those whom a question about people means, at most twelve."""
    speaking = bool(_ONLY_SPEAKERS.search(question)) and not _ALSO_NAMED.search(question)
    chosen = [one for one in everybody if one.speaks] if speaking else list(everybody)
    chosen = chosen or list(everybody)
    if not speaking or _NAMED.search(question):
        chosen = [one for one in chosen if one.named] or chosen
    left_out: list[str] = []
    for told, fits in _filters(question):
        kept = [one for one in chosen if fits(one)]
        chosen = kept or chosen
        if not kept:
            left_out.append(told)
    chosen.sort(key=lambda one: (not one.speaks, not one.named, not one.described))
    remark = None
    if left_out:
        remark = f"It does not say of anybody “{left_out[0]}”; these are the people that it names."
    elif len(chosen) > MOST:
        remark = f"{MOST} of the {len(chosen)} people that it names."
    return Wanted(tuple(chosen[:MOST]), remark)


def _filters(question: str) -> list[tuple[str, Callable[[Introduced], bool]]]:
    """What only some people are, each in the question's words and as a test."""
    found: list[tuple[str, Callable[[Introduced], bool]]] = []
    asked = words(question)
    for plural, marks, pronoun in _SEX:
        if plural in asked or plural.replace("men", "man") in asked:
            found.append((plural, partial(_is_sex, marks=marks, pronoun=pronoun)))
    roles = {word: singular(word) for word in asked if role_words(singular(word)) and word not in _GENERAL}
    if roles and not re.search(r"\band\b.*\bpeople\b", question):
        found.append((" ".join(roles), partial(has_role, roles=tuple(roles.values()))))
    told = _TOLD.search(question)
    if told and not _DENIED.search(told.group(1)):
        held = [word for word in words(told.group(1)) if word not in STOP | _GENERAL | roles.keys()]
        if held:
            found.append((told.group(1).strip(" ?.!"), partial(_is_told, held=held)))
    return found


def has_role(one: Introduced, roles: Sequence[str]) -> bool:
    """Whether somebody is introduced by one of these nouns, or by a narrower one."""
    said = {singular(word) for word in words(one.words)} - set(words(one.name))
    stems = {stem(word) for word in said}
    expert = "expert" in roles and any(_EXPERT.search(word) for word in said)
    return expert or any(stem(role) in stems or said & WIDER.get(role, frozenset()) for role in roles)


def _is_sex(one: Introduced, marks: frozenset[str], pronoun: str) -> bool:
    """Whether somebody is called by a word for a woman, or a man, or by the pronoun in what they say."""
    if set(words(one.words)) & marks:
        return True
    own = " ".join(sentence.sentence.text for sentence in one.told if sentence.sentence.speaker == one.name)
    outside = re.sub(r"\"[^\"]*\"|“[^”]*”", " ", own)
    other = "he" if pronoun == "she" else "she"
    count = {word: len(re.findall(rf"\b{word}\b", outside, re.I)) for word in (pronoun, other)}
    return count[pronoun] > count[other]


def _is_told(one: Introduced, held: Sequence[str]) -> bool:
    """Whether the sentences about somebody hold what the question tells of them."""
    stems = {term for sentence in one.told for term in terms(sentence.sentence.text)}
    asked = [stem(word) for word in held]
    return sum(term in stems for term in asked) > len(asked) / 2


def singular(word: str) -> str:
    """A word without the ending of many."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
