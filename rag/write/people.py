"""An article in, its people out: each once, as the article introduces them, and whether they speak.

A person is introduced by a slice of one sentence: what stands right before the name ("warehouse owner"), the
name, and what is set after it ("an expert at the Valdai Club"). Nothing is said of them in other words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index.names import NAME_RUN, People, bare_name, role_words
from index.wordlists import GROUP_WORDS, HONORIFICS
from rag.retrieve.evidence import Draft, EvidenceSentence
from rag.words import STOP, words

from .introduction import introduction, is_person_noun

_DETERMINED = re.compile(
    r",\s+(?:\d+,\s+)?(?:an?|the|his|her|its|their)\b|^(?:the|an?|his|her|its|their)\b", re.I
)
"""How an introduction opens or goes on that says what somebody is."""
_INDEFINITE = re.compile(r"(?:an?|one|two|three|four|five|six|some|several|many|other)\s", re.I)
"""How a source without a name opens that stands for a person, and not for a body."""
_PLACES = re.compile(r"\b(?:in|at|near|from|across|outside|around|into|to|between)\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Introduced:
    """A person: the fullest name, the words that introduce them, where, whether they speak, and whether these
    words say who they are beyond the name. `told` are the sentences that name them or are theirs. `named` is
    False for a source without a name, such as "a worker at the depot".
    """

    name: str
    words: str
    sentence: EvidenceSentence
    speaks: bool
    described: bool
    told: tuple[EvidenceSentence, ...] = ()
    named: bool = True


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
    told: dict[str, list[EvidenceSentence]] = {}
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
            told.setdefault(person.name, []).append(one)
            said, described = introduction(text, start, start + len(name))
            before = found.get(person.name)
            whole = " " in name or " " not in person.name
            if before is None or (whole and _worth(said, described) > _worth(before.words, before.described)):
                found[person.name] = Introduced(person.name, said, one, speaks, described)
            if " " not in name and not re.search(r"\bthe\s+$", text[:start], re.I):
                familiar.add(person.name)
    kept = [one for one in found.values() if one.speaks or _is_person(one, familiar)]
    for one in sentences:
        if one.sentence.speaker in found and one not in told[one.sentence.speaker]:
            told[one.sentence.speaker].append(one)
    named = (replace(one, told=tuple(told[one.name])) for one in kept)
    return (*named, *_unnamed(sentences))


def _unnamed(sentences: Sequence[EvidenceSentence]) -> Iterator[Introduced]:
    """Those who speak and have no name, each where they are first heard; no bodies and no documents."""
    heard: dict[str, list[EvidenceSentence]] = {}
    for one in sentences:
        speaker = one.sentence.speaker
        if speaker and _INDEFINITE.match(speaker) and not set(words(speaker)) & GROUP_WORDS:
            heard.setdefault(speaker, []).append(one)
    for name, said in heard.items():
        for one in said:
            at = one.sentence.text.casefold().find(name.casefold())
            if at >= 0:
                shown = one.sentence.text[at : at + len(name)]
                yield Introduced(name, shown, one, True, True, tuple(said), named=False)
                break


def _worth(said: str, described: bool) -> int:
    """How much an introduction says: a role more than an age, or what somebody has done, and these more
    than a name.
    """
    if not described:
        return 0
    return 2 if role_words(said) or _DETERMINED.search(said) else 1


def _is_person(one: Introduced, familiar: Collection[str]) -> bool:
    """Whether somebody who says nothing is a person: by a role right at the name, or by their family name."""
    first = one.name.split()[0]
    if first.casefold() in STOP or first.endswith(("'s", "’s")):
        return False
    before, _, after = one.words.partition(one.name)
    titled = bool(role_words(before)) and not re.search(r"\bof\s+(?:the\s+)?\S*\s*$", before)
    if titled or role_words(after) or before.rstrip().endswith(","):
        return True
    behind = re.match(r",\s+(?:\d{1,3}\b|who\b|(?P<role>(?:an?|the|his|her|its|their)\s.*))", after)
    return bool(behind and (behind["role"] is None or is_person_noun(behind["role"]))) or (
        one.name in familiar and " " in one.name
    )


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
    beyond = set(words(who.words)) - set(words(who.name)) - HONORIFICS
    if not any(word.isalpha() for word in beyond):  # "Dr Ann Lee, 58" says no more than the name
        return None
    after = who.words.rpartition(who.name)[2]
    role = re.sub(r"^,\s+(?:\d{1,3},\s+)?", "", after) if re.match(r",.*\b(?:an?|the)\s", after) else ""
    told = role if role and who.words.startswith(who.name) else who.words
    return Draft(f"{_opened(told)}.", (who.sentence,), told)


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
