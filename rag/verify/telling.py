"""What one article answers, and which of its words are its own beside another's: for comparing the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.names import role_words
from rag.words import STOP, names, stem, terms, words

CALENDAR = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)$"
)
_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]")
_APPOSED = re.compile(r",\s(?:an?|the)\s[^,.]+(?=[,.]|$)")


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article answers: the sentence, the few words of it that answer, "" where none do by
    themselves, who says it, None in the article's own voice, the article's day, the text around, and the
    article's title.
    """

    text: str
    answer: str
    speaker: str | None
    published: str | None
    around: str
    title: str = ""


def stems(text: str) -> Iterator[str]:
    """The stems of a text's words but function words, in order."""
    return (stem(word) for word in words(text) if word not in STOP)


def new_words(question: str, one: Telling, other: Telling) -> set[str]:
    """Words of a sentence, beside its answer and its source, that neither question nor other article has."""
    elsewhere = set(stems(f"{question} {other.around} {one.answer} {one.speaker or ''}"))
    told = _APPOSED.sub("", _QUOTED.sub("", one.text))
    before, found, after = told.partition(one.answer) if one.answer else (told, "", "")
    run = before.split()
    while found and run and role_words(run[-1]):  # "former president" is a title of the name behind it
        run.pop()
    own = {word for word in words(f"{' '.join(run)} {after}") if word.isalpha() and not CALENDAR.match(word)}
    return {word for word in own - STOP if stem(word) not in elsewhere}


def held_names(question: str, one: Telling) -> set[str]:
    """The stems of a question's names that an article has, in what was read of it or in its title."""
    named = {stem(word) for name in names(question) for word in words(name)}
    return named & set(stems(f"{one.title} {one.around}"))


def own_names(question: str, one: Telling, other: Telling) -> set[str]:
    """Names in a sentence, beside its answer and its source, that neither the question nor the other has."""
    elsewhere = set(stems(f"{question} {other.title} {other.around} {one.answer} {one.speaker or ''}"))
    told = (*names(one.text, openers=False), *names(one.title))
    held = {word for name in told for word in words(name)}
    return {word for word in held if not CALENDAR.match(word) and stem(word) not in elsewhere}


def alike(one: Telling, other: Telling, least: float) -> bool:
    """Whether both sentences, without their answers, are of much the same."""
    return min(_shared(one, other), _shared(other, one)) >= least


def _shared(one: Telling, other: Telling) -> float:
    answer = set(terms(one.answer))
    own = set(terms(one.text)) - answer
    return len(own & set(terms(other.around))) / len(own) if own else 0.0
