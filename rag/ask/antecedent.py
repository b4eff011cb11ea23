"""A question and the one before it in, the question with the thing that "it" or "they" stands for out.

"When is it held?" after "Who plays in the final?" -> "When is the final held?". Search and the reader both do
better by the thing's name than by the whole question before in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.words import STOP

_POINTS = re.compile(
    r"\b(?:(?P<one>it|its)|(?P<many>they|them|their|theirs))\b"
    r"(?!\W+(?:true|false|possible|likely|clear|known|said|ok)\b)",
    re.I,
)
"""A word for a thing; not the "it" of "Is it true that …?"."""
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|its|their|our|my|this|that|these|those)\s+", re.I)
_ASKED_FOR = re.compile(r"^\W*(?:(?:and|in|on|at|by|to|for|with|of|from)\s+)*(?:what|which)\s+", re.I)
_WORD = re.compile(r"[\w][\w'’-]*")
_GAP = re.compile(r"\s+")
_LEFT_OUT = re.compile(r"\b(?:do|does|did)\s+(?:it|they)\W*$", re.I)
"""A question that leaves out what is done, too: "Why did it?"."""
_VERB_FOLLOWS = re.compile(
    r"\b(?:(?P<done>is|are|was|were|has|have|had)|do|does|did|will|would|can|could|shall|should|may|might|must)\s+$",
    re.I,
)
_DONE = re.compile(r"(?:ed|en|ound|own|ought|aught|old|ost|ent|ade|ut)$")
"""How a word ends that says what was done: the "found" of "Was the flight recorder found?"."""
_MOST_WORDS = 4
_ASKS_WHO = re.compile(r"^\W*(?:\w+\s+)?who(?:m|se)?\b", re.I)
_MANY = frozenset("people men women children police media".split())
_ONE = re.compile(r"(?:ss|us|is|news|series)$")


def named(question: str, before: str) -> str:
    """The question with what its "it" or "they" stands for by the question before; unchanged where it has
    neither, or that question holds no such thing.

    "They" who are asked for ("Who made the lamps, and what did they charge?") are no thing of the question.
    """
    found = _POINTS.search(question)
    if found is None or _LEFT_OUT.search(question) or (found["many"] and _ASKS_WHO.match(before)):
        return question
    thing = next((one for one in _things(before) if _is_many(one) == bool(found["many"])), None)
    if thing is None:
        return question
    owned = found.group().casefold() in ("its", "their", "theirs")
    return question[: found.start()] + (f"{thing}'s" if owned else thing) + question[found.end() :]


def _things(question: str) -> Iterator[str]:
    """The things that a question speaks of by a common noun: those with an article first, then the kind of
    thing that it asks for.
    """
    for opening in _DETERMINED.finditer(question):
        if run := _without_verb(_run(question, opening.end()), question[: opening.start()]):
            yield opening.group() + run
    asked_for = _ASKED_FOR.match(question)
    if asked_for and (run := _run(question, asked_for.end())):
        yield f"the {run}"


def _run(text: str, start: int) -> str:
    """The words from `start` on up to a small word, a mark or the end of a plural, after which a verb may
    stand; "" where all of them are names.
    """
    held: list[str] = []
    end = start
    while len(held) < _MOST_WORDS and (word := _WORD.match(text, end)):
        if word.group().casefold() in STOP:
            break
        held.append(word.group())
        gap = _GAP.match(text, word.end())
        end = gap.end() if gap else word.end()
        if gap is None or (_is_many(word.group()) and word.group().endswith("s")):
            break
    return " ".join(held) if any(word[0].islower() for word in held) else ""


def _without_verb(run: str, before: str) -> str:
    """A run of words without the verb at its end, where one is due: "did the mill close"."""
    held = run.split()
    due = _VERB_FOLLOWS.search(before)
    if due is None or len(held) < 2 or _is_many(run) or (due["done"] and not _DONE.search(held[-1])):
        return run
    return " ".join(held[:-1])


def _is_many(thing: str) -> bool:
    last = thing.split()[-1].casefold()
    return last in _MANY or (last.endswith("s") and not _ONE.search(last) and not last.endswith(("'s", "’s")))
