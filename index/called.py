"""A name in a sentence in, the phrase beside it that says what somebody is out: "head of the port"."""

from __future__ import annotations

import re

from .wordlists import HONORIFICS, ROLE_GROUPS, THINGS, TITLES

_ROLES = frozenset().union(*ROLE_GROUPS) | TITLES - HONORIFICS - frozenset("the a an of then us uk".split())
_DETERMINER = re.compile(r"^(?:the|an?|his|her|its|their|one of (?:the|its|his|her))\s+", re.I)
_BEHIND = re.compile(
    r",\s+(?:\d{1,3},\s+)?(?:who (?:is|was)\s+)?(?P<role>[^,.;:()\"“”«»—–]{3,80})(?=[,.;:)—–]|$)"
)
_BEFORE = re.compile(r"(?:^|[,;:.\"”»—–]\s*|\b(?:and|but|that)\s+)(?P<role>[^,;:.()\"“”«»—–]{3,70}),\s+$")
_RIGHT_BEFORE = re.compile(r"(?:(?:^|(?<=\s))[\w’'-]+\s+){1,4}$")
_BINDS = re.compile(r"\s+(?:of|at|from|for|with|in|on|to|who|whose)\s")
_PERSON = re.compile(
    r"\w{2}(?:er|or|ist|ian|man|woman|eer|ant|ent|ee|nurse|boss|chief|head|coach|steward|guard)$"
)
"""How a noun ends that says what somebody is."""
_MOST_WORDS = 9


def called(text: str, start: int, name: int, end: int) -> str:
    """What somebody is, without an article before it; "" where the sentence does not say.

    :param start: where the capitalised run begins whose name is `[name, end)`: "Prosecutor | Ann Lee".
    """
    for found in (_BEHIND.match(text, end), _BEFORE.search(text[:start])):
        if found and _is_role(role := _DETERMINER.sub("", found["role"].strip())):
            return role
    title = text[start:name].strip()
    run = _RIGHT_BEFORE.search(text[:start])
    small: list[str] = []
    for word in reversed(run.group().split() if run else []):
        opens = small and text.startswith(" ".join([word, *small]))  # "Coastguard officer Ann Lee"
        if word.casefold() in _SMALL or not (word.islower() or opens):
            break
        small.insert(0, word.casefold() if opens else word)
    held = [word for word in (*small, *title.split()) if word.casefold().strip(".") not in HONORIFICS]
    role = " ".join(held)
    return role if role and _is_role(role) else ""


def _is_role(phrase: str) -> bool:
    """Whether a noun phrase says what a person is."""
    core = _BINDS.split(phrase, maxsplit=1)[0].split()
    head = core[-1].casefold().strip(".’'") if core else ""
    fits = len(phrase.split()) <= _MOST_WORDS and head.isalpha() and head not in THINGS
    return bool(fits and (head in _ROLES or head.rpartition("-")[2] in _ROLES or _PERSON.search(head)))


_SMALL = frozenset(
    "said says told added asked by and to the of for with from a an his her its their one".split()
)
