"""A drafted sentence beside what was read: is somebody's statement told as a fact, is it given to the wrong
one, is it told as surer than it was?

What a sentence claims is what it says beside who says it (`index.telling`). It is held against what each
sentence of the article claims, and against what the article says in its own voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index import Sentence
from index.cast import Cast
from index.quotations import blanked
from index.speakers import followed, names_source
from index.telling import Telling, telling
from index.wordlists import GROUP_WORDS, PRONOUNS
from rag.retrieve.evidence import EvidenceSentence
from rag.words import recall, terms, words

from .exact import Problem
from .hedges import hardened

LEAST = 0.5
"""Least share of a claim's terms that a statement must hold to be what it rests on."""
LEAST_OF_OWN = 0.3
"""The same among the statements of whoever the draft names."""
FEWEST = 2
"""Terms of a clause that are enough to tell whose it is."""
_JOINED = re.compile(r"[;:]|,\s+(?:and|but|while)\b|\b(?:because|since|although|so that)\b", re.I)
NEARER = 0.12
"""By how much more of a claim one statement must hold than others, to be what it rests on."""


@dataclass(frozen=True, slots=True)
class Misattributed:
    """What is wrong with a draft's attribution, and the sentence that it rests on, which knows who said it.

    `telling` is who the draft says says it, None where it names nobody.
    """

    problem: Problem
    quote: EvidenceSentence
    telling: Telling | None


def misattributed(text: str, sentences: Sequence[EvidenceSentence]) -> Misattributed | None:
    """The worst that is wrong with whom a draft gives its claim to, None for nothing.

    :param text: a draft without markers.
    :param sentences: what was read, in article order.
    """
    return next(_faults(text, sentences), None)


def _faults(text: str, sentences: Sequence[EvidenceSentence]) -> Iterator[Misattributed]:
    held = tuple(_Held.of(one) for one in sentences)
    if not held:
        return
    cast = _cast(tuple(one.sentence for one in sentences))
    told = telling(blanked([Sentence(text, 0, len(text), 0)])[0], cast)
    whole = _nearest(text, held)
    if (
        told and text[slice(*told.cue)].casefold() in whole.claim.casefold()
    ):  # "he said that it was written by X"
        told = None
    if told and text[slice(*told.source)].casefold() in PRONOUNS:  # whoever was spoken of last
        told = replace(told, who="")
    claim = _without(text, told.frame) if told else text
    best = _nearest(claim, held) if told else whole
    speaker, near = best.one.sentence.speaker, recall(claim, best.claim)
    if told and told.who:
        own = [one for one in held if one.said_by(told.who, cast)]
        if speaker and _rests_on(claim, best, held, own):
            says = f"{told.who} did not say it: {speaker} did"
            yield Misattributed(Problem("speaker", says), best.one, told)
        best = _nearest(claim, own) if own else best
        speaker, near = best.one.sentence.speaker, recall(claim, best.claim)
    elif not told:
        for part in (claim, *_clauses(claim)):
            one = _nearest(part, held)
            said = one.one.sentence.speaker
            if (
                said
                and _rests_on(part, one, held, ())
                and not (names_source(text) and not names_source(one.claim))
            ):
                yield Misattributed(
                    Problem("fact", f"it is {said}'s statement, told as a fact"), one.one, None
                )
    enough = LEAST if not (told and told.who) else LEAST_OF_OWN
    cue = text[slice(*told.cue)] if told else ""
    if near >= enough and (word := hardened(text, best.claim, cue, best.one.sentence.cue or "")):
        problem = Problem("hedge", f"surer than the quote: {word!r}")
        yield Misattributed(problem, best.one, told)


def _rests_on(claim: str, best: _Held, held: Sequence[_Held], own: Sequence[_Held]) -> bool:
    """Whether a claim is of one statement, and neither of the article's own voice nor of others."""
    others = [recall(claim, one.voice) for one in held if one.voice] + [
        recall(claim, one.claim) for one in own
    ]
    return recall(claim, best.claim) >= max([LEAST, *(share + NEARER for share in others)])


def _clauses(claim: str) -> Iterator[str]:
    """The clauses of a claim that may each be of somebody else, where there are several."""
    parts = _JOINED.split(claim)
    return (part for part in parts if len(parts) > 1 and len(terms(part)) >= FEWEST)


def _nearest(claim: str, held: Sequence[_Held]) -> _Held:
    """What holds most of a claim, the likelier answer of two alike."""
    return max(held, key=lambda one: (recall(claim, one.claim), one.one.relevance))


@dataclass(frozen=True, slots=True)
class _Held:
    """A sentence that was read, parted into what somebody claims in it and what the article says itself."""

    one: EvidenceSentence
    claim: str
    voice: str

    @classmethod
    def of(cls, one: EvidenceSentence) -> _Held:
        text = one.sentence.text
        if one.sentence.speaker is None:
            return cls(one, text, text)
        told = telling(blanked([one.sentence])[0], _cast((one.sentence,)))
        if told is None:
            return cls(one, text, "")
        voice = " ".join(text[start:end] for start, end in told.frame)
        return cls(one, _without(text, told.frame), voice)

    def said_by(self, who: str, cast: Cast) -> bool:
        """Whether a draft's speaker is this sentence's: by family name, by what the article calls them, or
        as the body that they speak for.
        """
        said = self.one.sentence
        ours, theirs = words(who), words(said.speaker or "")
        if not ours or not theirs:
            return False
        if ours[-1] == theirs[-1]:
            return True
        if who[:1].islower() and ours[-1] in words(said.role or "") + theirs:
            return True
        return cast.people.find(who) is None and _speaks_for(said, ours, self.voice)


def _speaks_for(said: Sentence, body: Sequence[str], frame: str) -> bool:
    """Whether a person is introduced as a body's own: "its director", "the director of the port", or as a
    director where the body is only "the company".
    """
    if not said.role:
        return False
    held = words(frame) + words(said.role)
    return bool({"its", "their"} & set(held[:1]) or set(body[-1:]) & set(held)) or (
        body[-1] in GROUP_WORDS and len(body) == 1
    )


@lru_cache(maxsize=64)
def _cast(sentences: tuple[Sentence, ...]) -> Cast:
    """The people of some sentences; it is asked and not told anything more."""
    return followed(sentences)[1]


def _without(text: str, frame: Sequence[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in frame:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
