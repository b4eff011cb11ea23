"""A follow-up in, a question that stands by itself out, by the turn before; no LLM, no guess.

"And what did he say about Europe?" takes the person from the question before, or else from who spoke
in its answer. An answer is only asked for names: it is never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from index.names import NAME_RUN, bare_name
from rag.answer import Answer
from rag.words import STOP, names, terms, words

from .antecedent import named

_FUNCTION = "|".join(sorted(STOP))
_PERSON = re.compile(rf"\b(?:(?P<owner>his|hers|her(?=\s+(?!(?:{_FUNCTION})\b)\w))|he|she|him|her)\b", re.I)
_OPENS = re.compile(r"^\W*(?:and|but|so|also|what about|how about)\b[\s,]*", re.I)
_ORDINALS = {
    "first": 0,
    "former": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "last": -1,
    "latter": -1,
}
_ONE_OF_THEM = re.compile(
    rf"\bthe (?P<which>{'|'.join(_ORDINALS)})(?: (?:one|of (?:them|these|those|the two)))?"
    r"(?=\W*$|\W+(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|say|says|said|means?|thinks?|"
    r"in|on|at|of|to|by|for|about|from|and|or)\b)",
    re.I,
)
"""'the second one', 'the latter': one of several that were told before; not 'the second round'."""
_MEMBER = r"[^,;:.!?()\[\]—–\"“”«»]+"
_LISTED = re.compile(rf"{_MEMBER}(?:, (?:and |or )?{_MEMBER})+|{_MEMBER} (?:and|or) {_MEMBER}")
_SPLIT = re.compile(r",\s*(?:and|or)\s+|,\s*|\s+(?:and|or)\s+")
_MARKER = re.compile(r"\s*\[\d+\]")
_ASKS_WHO = re.compile(r"^\W*(?:(?:by|to|with|from|for) )?whom?\b", re.I)
_WHO_IS = re.compile(r"^\W*[Ww]ho(?:['’]s| is| was)\s+[A-ZÀ-ÞА-ЯЁ]")
"""A question that names the person whom it asks about; other questions for a person name others."""
_FIRST_WORD = re.compile(r"^\W*\w+\s")
_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w'’-]+(?: [A-ZÀ-ÞА-ЯЁ][\w'’-]+)*")
_ALONE = 3
"""A question with fewer terms, one fewer if it names somebody, has too few of its own to be searched for."""


class Condenser(Protocol):
    """Whoever makes a follow-up a question that stands by itself."""

    def standalone(self, question: str, history: Sequence[tuple[str, Answer]]) -> str:
        """The question with what it leaves out; unchanged where it stands by itself."""
        ...


class RuleCondenser:
    """Goes by `standalone`."""

    def standalone(self, question: str, history: Sequence[tuple[str, Answer]]) -> str:
        """See `rag.ask.followup.standalone`."""
        return standalone(question, history)


def standalone(question: str, history: Sequence[tuple[str, Answer]], leans: bool = True) -> str:
    """The question with what it takes from the turn before; unchanged where it takes nothing.

    :param history: earlier turns, oldest first.
    :param leans: whether it cannot be understood without the turn before, as `rag.ask.head` says; else only
        its "he", "it" and "the second one" are looked up.
    """
    if not history:
        return question
    before, answer = history[-1]
    asked = _OPENS.sub("", question).strip() or question
    if (chosen := _ONE_OF_THEM.search(asked)) and (meant := _listed(before, answer, chosen["which"])):
        around = asked[: chosen.start()], asked[chosen.end() :]
        asked = meant.join(around)
        if not words(" ".join(around)):
            return f"{asked} ({before})"
    if _PERSON.search(asked):
        person = None if names(asked) else _person(before, answer)  # a name of its own may be who is meant
        if person is not None:
            asked = _PERSON.sub(lambda match: f"{person}'s" if match["owner"] else person, asked)
        return named(asked, before)
    if (whole := named(asked, before)) != asked:
        return whole
    if leans and len(terms(asked)) < (_ALONE - 1 if names(asked) else _ALONE):
        return f"{asked} ({before})"
    return asked


def _listed(before: str, answer: Answer, which: str) -> str | None:
    """Which of several things an ordinal means: of those that the answer lists, or else the question; None
    where neither lists so many.
    """
    place = _ORDINALS[which.casefold()]
    for text in (_MARKER.sub("", answer.text) if not answer.abstained else "", before):
        for run in _LISTED.finditer(text):
            items = [_bare(item, not at) for at, item in enumerate(_SPLIT.split(run.group()))]
            listed = [item for item in items if item]
            if len(listed) >= max(2, place + 1):
                return listed[place]
    return None


def _bare(item: str, first: bool) -> str:
    """A member of a list without what stands around the list: of "He met Ann Lee" and "Bob Ray on Monday" the
    names; what has no name, as it is.
    """
    found = [" ".join(_without_stops(match.group())) for match in _NAME.finditer(item)]
    names_in_it = [name for name in found if name]
    if not names_in_it:
        return item.strip()
    return names_in_it[-1] if first else names_in_it[0]


def _without_stops(name: str) -> Sequence[str]:
    return [word for word in name.split() if word.casefold() not in STOP]


def _person(before: str, answer: Answer) -> str | None:
    """Who 'he' or 'she' is: the speaker whom the question before named; or, where it asked who, the person
    whom its answer names; or else the first name of another question, or the first who spoke.
    """
    speakers = [citation.speaker for citation in answer.citations if citation.speaker]
    asked = set(terms(before))
    known = next((speaker for speaker in speakers if set(terms(speaker)) & asked), None)
    if known is None and _ASKS_WHO.match(before) and not answer.abstained:
        known = _full_name(answer.text)
    asks_for_another = _ASKS_WHO.match(before) and not _WHO_IS.match(before)
    run = None if asks_for_another else _NAME.search(_FIRST_WORD.sub("", before))
    return known or (run.group() if run else None) or next(iter(speakers), None)


def _full_name(text: str) -> str | None:
    """The first name of two words or more, without the titles before it."""
    found = (bare_name(run.group()) for run in NAME_RUN.finditer(text))
    return next((name for name in found if " " in name), None)
