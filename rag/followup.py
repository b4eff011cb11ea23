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
_FIRST_WORD = re.compile(r"^\W*\w+\s")
_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w'’-]+(?: [A-ZÀ-ÞА-ЯЁ][\w'’-]+)*")
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
        person = None if names(asked) else _person(before, answer)  # a name of its own may be who is meant
        if person is None:
            return asked
        return _PERSON.sub(lambda match: f"{person}'s" if match["owner"] else person, asked)
    leans = asked != question or bool(_THING.search(asked))
    if leans and len(terms(asked)) < (_ALONE - 1 if names(asked) else _ALONE):
        return f"{asked} ({before})"
    return asked


def _person(before: str, answer: Answer) -> str | None:
    """Who 'he' or 'she' is: the speaker whom the question before named, or else the first who spoke."""
    speakers = [citation.speaker for citation in answer.citations if citation.speaker]
    named = set(terms(before))
    known = next((speaker for speaker in speakers if set(terms(speaker)) & named), None)
    run = _NAME.search(_FIRST_WORD.sub("", before))
    return known or (run.group() if run else None) or next(iter(speakers), None)
