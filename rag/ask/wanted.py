"""Question in, the kind of short answer that it asks for out: a person, time, place, number or thing."""

from __future__ import annotations

import re
from typing import Literal

from index.speakers import names_source

Wanted = Literal["person", "time", "place", "number", "thing"]

_BEFORE = re.compile(
    r"^\W*(?:(?:(?:and|but|so|also|please|hello|hi)\b|"
    r"(?:according to|in|as per) (?:the|this) (?:article|text|report|story|news)\b|"
    r"(?:can|could) you (?:please )?(?:tell me|say)\b|(?:please )?tell me\b|do you know\b)[\s,]*)+",
    re.I,
)
_PREPOSITION = r"(?:(?:in|on|at|by|to|from|for|with|of|since|until|till|during|under|near|about|into)\s+)?"
_MEASURES = "many|much|long|old|often|far|tall|big|large|high|fast|deep|heavy|wide|late|early|soon"
_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    ("person", re.compile(rf"^(?:according to\s+)?{_PREPOSITION}(?:who|whom|whose)\b")),
    (
        "time",
        re.compile(
            rf"^{_PREPOSITION}(?:when|(?:what|which) (?:\w+ )?"
            r"(?:year|date|day|month|time|season|decade|century)|how long ago)\b"
        ),
    ),
    ("place", re.compile(r"^(?:from )?where\b")),
    (
        "number",
        re.compile(
            rf"^{_PREPOSITION}(?:how (?:{_MEASURES})|what (?:percentage|percent|proportion|share|number))\b"
        ),
    ),
    ("thing", re.compile(rf"^{_PREPOSITION}(?:what|which)\b")),
)
_ASIDE = re.compile(
    r"\b(?:happen\w*|mean|means|meant|matters?|thoughts?|opinions?|views?|position|stance|reactions?|response|"
    r"reply|comments?|reasons?|causes?|purpose|aim|goal|role|idea|point|difference|significance|consequence\w*|"
    r"effects?|situation|explanation)\b"
)
"""What takes a statement to answer, not a word or two."""
_DOING = re.compile(r"\b(?:do|does|did|done|doing)\W*$|\b(?:do|does|did)\b.*\bdo\b")
_AUXILIARY = frozenset(
    "is are was were be been has have had do does did will would can could shall should may might "
    "must".split()
)
_ONE = frozenset(
    "news series status process business class address congress press crisis basis campus".split()
)
_MANY = frozenset("people men women children media police both two three four five some other".split())
_DETERMINED = re.compile(r"^(?:now |currently )?(?:the|a|an|his|her|its|their|our|my)\b|\w['’]s?\s\w")
_DONE = re.compile(
    r"^(?:(?:\w+ly )?\w+(?:ed|en|ing|ne|wn|ught|old|ost|ent|ade|ut)(?=$|\s+(?:in|on|at|by|to|as|from|for|"
    r"with|of|under|during|after|before|when|there|here)\b)|(?:behind|next|first|last)\b)"
)
"""How "arrested on Monday" opens, and "Anne Lee" does not."""
_IS = re.compile(r"^(?P<word>who|what)(?:['’]s| is| are| was| were| has been)\s+(?P<rest>.*)")
_PROPERTY = re.compile(
    r"^(?:the|his|her|its|their) .+ (?:of|for|in|at|on)\b|\w['’]s?\s\w|\b(?:worth|\w+(?:ed|ing))$"
)
_TWICE = re.compile(r"(?:\b(?:and|or)|,)\s+(?:who|whom|whose|what|when|where|why|how|which)\b")


def asks(question: str) -> Wanted | None:
    """What a few words could answer; None for all else.

    None: yes or no, why and how, a list, what somebody said or thinks, who or what something is, two
    questions in one, and key words without a question word first.
    """
    asked = _bare(question)
    kind = next((kind for kind, pattern in _WANTED if pattern.match(asked)), None)
    if kind is None or _TWICE.search(asked) or _defines(asked):
        return None
    return None if _wants_list(asked, kind) or _wants_statement(asked, kind) else kind


def asks_who_said(question: str) -> bool:
    """Whether a question is who said something."""
    return asks(question) == "person" and names_source(_bare(question))


def _bare(question: str) -> str:
    """The question in lower case, from its question word on where that comes first."""
    return _BEFORE.sub("", " ".join(question.split())).casefold().rstrip(" ?!.")


def _wants_list(asked: str, kind: Wanted) -> bool:
    """'which towns', 'what other reasons', 'who were', 'what are'; 'how many towns' is a number."""
    if kind == "number":
        return False
    if re.match(r"(?:who|what)(?: else)? (?:are|were)\b", asked):
        return True
    found = re.search(r"\b(?:what|which)\s+(.*)", asked)
    if not found:
        return False
    for word in found[1].split()[:3]:
        word = word.strip(",;:\"'’")
        if word in _AUXILIARY:
            return False
        if word in _MANY or word == "of" or (re.search(r"[^su]s$", word) and word not in _ONE):
            return True
    return False


def _wants_statement(asked: str, kind: Wanted) -> bool:
    if kind == "person":
        return False
    if kind == "thing" and (_ASIDE.search(asked) or _DOING.search(asked)):
        return True
    return kind not in ("time", "place") and names_source(asked)


def _defines(asked: str) -> bool:
    """'who is Ann Lee', 'what is the Lisk accord'; not 'who is the owner of', 'what was stolen'."""
    found = _IS.match(asked)
    if not found:
        return False
    rest = found["rest"]
    if found["word"] == "who":
        return not (_DETERMINED.search(rest) or _DONE.match(rest))
    return not (_DONE.match(rest) or _PROPERTY.search(rest))
