"""An article in, questions that it answers out: made from its names, speakers and figures, then tried.

A made question is shown only where the chain answers it from the very sentence that it was made from. All
are made by form alone: no verb is put into another form.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from index.names import NAME_RUN, bare_name
from rag.answer import Answer
from rag.retrieve.evidence import EvidenceSentence
from rag.words import STOP, words

from .people import Introduced, people

MOST = 8
"""Questions that are kept of an article."""
TRIES = 24
"""Questions that are tried at most."""
_NUMBER = r"\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|dozens of"
_ENDS = r"(?=[,.;:]|\s+(?:and|but|or|because|while|when|after|before|so|which|who)\b|$)"
_COUNT = re.compile(
    rf"\b(?:{_NUMBER})\s+(?P<what>[a-z]{{4,}}s)"
    rf"(?P<rest>\s+(?:were|was|are|is|have|had|will|took|died|work)\b[^,.;:]{{3,60}}?){_ENDS}"
)
_REASON = re.compile(r",?\s+(?:because|in order to|so that)\b")
_CALENDAR = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
)
_SUBJECT = r"(?P<who>(?:The|A|An) [\w-]+(?: [\w-]+){0,4}?|There|[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})"
_CLAUSE = re.compile(rf"{_SUBJECT} (?P<verb>was|were|is|are|will|has|had|can)\s(?P<rest>[^,;:]{{8,70}})$")
_BEFORE_TIME = re.compile(rf"\s+(?:in|on|by|at the end of)\s+(?:\d\d? )?(?:{_CALENDAR}|(?:19|20)\d\d)\b")
_BEFORE_PLACE = re.compile(r"\s+(?:in|at|near|outside)\s+(?:the\s+)?(?=[A-Z])")
_PRONOUNS = frozenset("he she it they we you i this that these those both neither all".split())
_RUN = re.compile(rf"{NAME_RUN.pattern}(?:\s+of\s+(?:the\s+)?{NAME_RUN.pattern})?")
_TOLD = re.compile(
    r"\b(?:told|tells|(?:interview|conversation)\s+(?:with|to)|comment\w*\s+(?:for|to))\s+(?:the\s+)?$"
)
"""Whoever is told something is seldom what is spoken of."""
_THE = re.compile(r"\bthe\s+$", re.I)
ALIKE = 1
"""Questions of one manner that stand before all others have had their turn."""
_DOES = re.compile(r"(?:, (?P<aside>[^,]{3,80}),)?\s+(?P<does>(?!said\b)[a-z]+ed\s[^,;:]{12,90}?)[.,;:]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, the sentence that should answer it, and how it was made, so that not all are alike."""

    question: str
    sentence: EvidenceSentence
    manner: str


def candidates(sentences: Sequence[EvidenceSentence]) -> tuple[Candidate, ...]:
    """Questions of every manner in turn, at most 24: what somebody said of something, why, how many, who did
    something, when, where, and last, since it is the easiest, who somebody is.

    :param sentences: of one article, in order.
    """
    everybody = people(sentences)
    own_voice = [one for one in sentences if one.sentence.speaker is None]
    manners = (
        _said(sentences, everybody),
        _clauses(own_voice, "why", _REASON),
        _counted(own_voice),
        _did(sentences, everybody),
        _clauses(own_voice, "when", _BEFORE_TIME),
        _clauses(own_voice, "where", _BEFORE_PLACE),
        _who(everybody),
    )
    unique: dict[str, Candidate] = {}
    for one in chain.from_iterable(zip_longest(*manners)):
        if one:
            unique.setdefault(one.question.casefold(), one)
    return tuple(unique.values())[:TRIES]


def tried(made: Iterable[Candidate], ask: Callable[[str], Answer]) -> Iterator[str]:
    """The questions, at most eight, whose answer cites the sentence that they were made from, and no sentence
    twice; a second one of a manner comes after the others.
    """
    cited: set[tuple[str, int]] = set()
    kept: Counter[str] = Counter()
    waiting = deque(made)
    late: deque[Candidate] = deque()
    while (waiting or late) and kept.total() < MOST:
        one = waiting.popleft() if waiting else late.popleft()
        if one.sentence.place in cited:
            continue
        if waiting and kept[one.manner] >= ALIKE:
            late.append(one)
            continue
        answer = ask(one.question)
        if any((c.article_id, c.start) == one.sentence.place for c in answer.citations):
            cited.add(one.sentence.place)
            kept[one.manner] += 1
            yield one.question


def _who(everybody: Sequence[Introduced]) -> Iterator[Candidate]:
    for one in everybody:
        if one.named and one.described and len(one.name.split()) > 1:
            yield Candidate(f"Who is {one.name}?", one.sentence, "who")


def _said(sentences: Sequence[EvidenceSentence], everybody: Sequence[Introduced]) -> Iterator[Candidate]:
    """What each says of the topic that the article names most; the speakers take turns."""
    topics = _topics(sentences, {part for one in everybody if one.named for part in words(one.name)})
    speakers = {one.name: 0 for one in everybody if one.speaks and one.named}
    made: list[tuple[int, Candidate]] = []
    for one in sentences:
        speaker = one.sentence.speaker
        if speaker not in speakers:
            continue
        text = one.sentence.text
        topic = next((said for name, said in topics if re.search(rf"\b{re.escape(name)}\b", text)), None)
        if topic:
            question = f"What did {speaker} say about {topic}?"
            made.append((speakers[speaker], Candidate(question, one, "said")))
            speakers[speaker] += 1
    yield from (one for _, one in sorted(made, key=lambda pair: pair[0]))


def _counted(sentences: Sequence[EvidenceSentence]) -> Iterator[Candidate]:
    for one in sentences:
        if found := _COUNT.search(one.sentence.text):
            yield Candidate(f"How many {found['what']}{found['rest'].rstrip()}?", one, "counted")


def _did(sentences: Sequence[EvidenceSentence], everybody: Sequence[Introduced]) -> Iterator[Candidate]:
    """Who did what a sentence opens with somebody doing."""
    names = {name for one in everybody if one.named for name in (one.name, one.name.split()[-1])}
    for one in sentences:
        run = NAME_RUN.match(one.sentence.text)
        if run is None or bare_name(run.group()) not in names:
            continue
        if found := _DOES.match(one.sentence.text, run.end()):
            yield Candidate(f"Who {found['does']}?", one, "did")


def _clauses(
    sentences: Sequence[EvidenceSentence], asks: str, before: re.Pattern[str]
) -> Iterator[Candidate]:
    """A clause with an auxiliary, turned into a question after the reason, time or place behind it."""
    for one in sentences:
        text = one.sentence.text
        end = before.search(text)
        clause = _CLAUSE.match(text[: end.start()]) if end else None
        if clause and clause["who"].casefold() not in _PRONOUNS:
            asked = f"{asks.capitalize()} {clause['verb']} {_small(clause['who'])} {clause['rest'].strip()}?"
            yield Candidate(asked, one, asks)


def _topics(sentences: Sequence[EvidenceSentence], people_words: set[str]) -> list[tuple[str, str]]:
    """Names of things and places, those of several words and then the most frequent first; people's, days,
    who is told, and what only describes the noun behind it are left out. Each as it is written, and as it is
    asked for: Hague, the Hague.
    """
    found: Counter[str] = Counter()
    told: set[str] = set()
    with_the: set[str] = set()
    for one in sentences:
        text = one.sentence.text
        for run in _RUN.finditer(text):
            name = re.sub(r"^(?:The|A|An)\s+|['’]s$", "", run.group()).strip(" .,'’-")
            before = text[: run.start()]
            if _TOLD.search(before):
                told.add(name)
            opens = " " not in name and not re.search(r"[\w,]\s*$", before)
            held = set(words(name))
            if opens or not bare_name(name) or _describes(text[run.end() :]):
                continue
            if held & (people_words | STOP - {"of", "the"}) or re.search(_CALENDAR, name):
                continue
            if len(name) > 3 or (name.isupper() and len(name) > 1):
                found[name] += 1
            if _THE.search(before):
                with_the.add(name)
    ranked = sorted(found.keys() - told, key=lambda name: (" " not in name, -found[name], name))
    return [(name, f"the {name}" if name in with_the else name) for name in ranked]


def _describes(after: str) -> bool:
    """Whether a lower-case word that is no function word follows: "Morvanian town"."""
    follows = re.match(r"\s+([a-z]+)", after)
    return follows is not None and follows[1] not in STOP


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if text.split()[0] in ("The", "A", "An", "There") else text
