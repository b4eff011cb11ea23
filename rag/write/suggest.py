"""An article in, questions that it answers out: made from its names, speakers and figures, then tried.

A made question is shown only where the chain answers it from the very sentence that it was made from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

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
_COUNT = re.compile(rf"\b(?:{_NUMBER})\s+(?P<what>[a-z]{{4,}}s)\b")
_REASON = re.compile(r"\b(?:because|in order to|so that)\b")
_CLAUSE = re.compile(
    r"(?P<who>The [a-z]+|[A-Z][\w-]+(?: [A-Z][\w-]+)?) "
    r"(?P<verb>was|were|is|are|will|has|had)\s(?P<rest>.{8,70})$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, the sentence that should answer it, and how it was made, so that not all are alike."""

    question: str
    sentence: EvidenceSentence
    manner: str


def candidates(sentences: Sequence[EvidenceSentence]) -> tuple[Candidate, ...]:
    """Questions of every manner in turn: who somebody is, what somebody said of something, how many.

    :param sentences: of one article, in order.
    """
    everybody = people(sentences)
    topics = _topics(sentences, {part for one in everybody for part in words(one.name)})
    manners = [
        list(_who(everybody)),
        list(_said(sentences, topics)),
        list(_counted(sentences)),
    ]
    turns = [
        one for row in zip(*(_padded(m, max(map(len, manners))) for m in manners), strict=True) for one in row
    ]
    unique = {one.question.casefold(): one for one in reversed([one for one in turns if one])}
    return tuple(reversed(unique.values()))[:TRIES]


def tried(made: Iterable[Candidate], ask: Callable[[str], Answer]) -> Iterator[str]:
    """The questions, at most eight, whose answer cites the sentence that they were made from, and no sentence
    twice; the manners take turns.
    """
    cited: set[tuple[str, int]] = set()
    kept = 0
    for one in made:
        if kept == MOST:
            return
        if one.sentence.place in cited:
            continue
        answer = ask(one.question)
        if any((c.article_id, c.start) == one.sentence.place for c in answer.citations):
            cited.add(one.sentence.place)
            kept += 1
            yield one.question


def _who(everybody: Sequence[Introduced]) -> Iterator[Candidate]:
    for one in everybody:
        if one.described and len(one.name.split()) > 1:
            yield Candidate(f"Who is {one.name}?", one.sentence, "who")


def _said(sentences: Sequence[EvidenceSentence], topics: Sequence[str]) -> Iterator[Candidate]:
    for one in sentences:
        speaker = one.sentence.speaker
        held = set(words(one.sentence.text))
        if speaker is None or not speaker[0].isupper():
            continue
        own = set(words(speaker))
        topic = next((t for t in topics if set(words(t)) <= held and not set(words(t)) & own), None)
        if topic:
            yield Candidate(f"What did {speaker} say about {topic}?", one, "said")


def _counted(sentences: Sequence[EvidenceSentence]) -> Iterator[Candidate]:
    for one in sentences:
        found = _COUNT.search(one.sentence.text)
        if found and one.sentence.speaker is None:
            rest = one.sentence.text[found.end() :]
            tail = re.match(r"\s+(?:were|was|are|is|have|had|will|took|died|work)\b[^,.;:]{3,60}", rest)
            if tail:
                yield Candidate(f"How many {found['what']}{tail.group().rstrip()}?", one, "counted")
        if _REASON.search(one.sentence.text) and one.sentence.speaker is None:
            clause = _REASON.split(one.sentence.text)[0].strip(" ,")
            subject = _CLAUSE.match(clause)
            if subject:
                yield Candidate(
                    f"Why {subject['verb']} {_small(subject['who'])} {subject['rest']}?", one, "why"
                )


def _topics(sentences: Sequence[EvidenceSentence], people_words: set[str]) -> list[str]:
    """Names of things and places, the most frequent first; people's are left out."""
    found: Counter[str] = Counter()
    for one in sentences:
        for run in NAME_RUN.finditer(one.sentence.text):
            name = bare_name(run.group()) or run.group()
            opens = run.start() == 0 and len(run.group().split()) == 1
            if opens or set(words(name)) & (people_words | STOP) or len(name) < 4:
                continue
            found[name] += 1
    return [name for name, count in found.most_common(12)]


def _padded(row: list[Candidate], size: int) -> list[Candidate | None]:
    return [*row, *[None] * (size - len(row))]


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if text.startswith("The ") else text
