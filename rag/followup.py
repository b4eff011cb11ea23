"""A follow-up in, a question that stands by itself out, by the turn before; no LLM, no guess.

"And what did he say about Europe?" takes the person from the question before, or else from who spoke
in its answer. An answer is only asked for names: it is never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .answer import Answer
from .words import STOP, names, terms

_FUNCTION = "|".join(sorted(STOP))
_PERSON = re.compile(rf"\b(?:(?P<owner>his|hers|her(?=\s+(?!(?:{_FUNCTION})\b)\w))|he|she|him|her)\b", re.I)
_THING = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|there|then)\b", re.I)
_OPENS = re.compile(r"^\W*(?:and|but|so|also|what about|how about)\b[\s,]*", re.I)
_ALONE = 3
"""A question with fewer terms, one fewer if it names somebody, that has a pronoun or opens with 'and',
leans on the one before.
"""


def standalone(question: str, history: Sequence[tuple[str, Answer]]) -> str:
    """The question with what it takes from the turn before; unchanged where it takes nothing.

    :param history: earlier turns, oldest first.
    """
    if not history:
        return question
    before, answer = history[-1]
    asked = _OPENS.sub("", question).strip() or question
    if _PERSON.search(asked):
        person = _person(before, answer)
        return (
            _PERSON.sub(lambda match: f"{person}'s" if match["owner"] else person, asked) if person else asked
        )
    leans = asked != question or bool(_THING.search(asked))
    if leans and len(terms(asked)) < (_ALONE - 1 if names(asked) else _ALONE):
        return f"{asked} ({before})"
    return asked if asked != question else question


def _person(before: str, answer: Answer) -> str | None:
    """Who 'he' or 'she' is: whom the question before named, as its answer spells them, or who spoke there."""
    speakers = [citation.speaker for citation in answer.citations if citation.speaker]
    named = " ".join(names(before))
    for speaker in speakers:
        if set(terms(speaker)) & set(terms(named)):
            return speaker
    return named or (speakers[0] if speakers else None)
