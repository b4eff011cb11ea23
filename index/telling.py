"""A sentence's own words in, who it says that says it out: the name, the cue, and where both stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .cast import Cast
from .cues import Cue, cues
from .names import NAME_RUN, bare_name
from .sources import source

ACCORDING = re.compile(
    r"\b(?P<cue>according to|in the (?:words|opinion|view) of|in the eyes of)\s+"
    r"(?P<who>[^,;:()\"“”«»—]{2,90}?)"
    r"(?=[,;:()\"“”«»—]|[.!?]*\s*$|\s+(?:and|but|who|which)\b)",
    re.I,
)
_OPINION = re.compile(
    r"\b(?:in|by)\s+(?P<who>(?:his|her|their|(?:[\w’'.-]+\s+){0,3}[\w.-]+['’]s))\s+(?:\w+\s+)?"
    r"(?P<cue>opinion|view|words|judgment|account)\b",
    re.I,
)
_APPOSED = re.compile(r"(?:,\s[^;:()\"“”«»—]{0,80}?,?\s*|\s*)")
"""What may stand between who says something and the verb: nothing, or what is set behind a name."""
_BEHIND = re.compile(r"(?:,\s+[^,;:\"“”«»—]{2,80})*")
"""What is set behind a name at a sentence's end."""
_TAIL = 8
"""Words behind a cue that closes its sentence, at most."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Telling:
    """Who says it: `who` as the article's cast knows them, "" for a pronoun of which nobody is known.

    `source` is the slice `[start, end)` of the sentence that names them, `cue` the one that says that they
    say it, and `frame` are the slices that hold both with what is set behind the name: the rest is what is
    said. `stance`: the cue tells what they want or think of it, and not their words.
    """

    who: str
    source: Span
    cue: Span
    frame: tuple[Span, ...]
    stance: bool = False


def telling(own: str, cast: Cast) -> Telling | None:
    """Who says what a sentence tells, None where it names nobody.

    :param own: the sentence with its quotations blanked.
    """
    if (match := ACCORDING.search(own)) and (found := _according(match, own, cast)):
        return found
    if match := _OPINION.search(own):
        who = cast.resolve(re.sub(r"['’]s$", "", match["who"]))
        if who:
            return Telling(who, match.span("who"), match.span("cue"), (match.span(),))
    weak: Telling | None = None
    stance: Telling | None = None
    for cue in cues(own):
        phrases = source(own, cue)
        for phrase in phrases:
            who = cast.resolve(phrase)
            if who is None:
                continue
            at = _place(own, phrase, cue)
            frame = _frame(own, at, [_place(own, one, cue) for one in phrases], cue)
            found = Telling(who, at, (cue.start, cue.end), frame, cue.stance)
            if who and not (cue.weak and who[:1].islower()):
                if not cue.stance and (stance is None or _closes(own, stance, cue)):
                    return found
                stance = stance or found  # "X plans to go, Y said" is what Y said
                break
            weak = weak if weak and (weak.who or not who) else found
    return stance or weak


def _closes(own: str, before: Telling, cue: Cue) -> bool:
    """Whether a cue closes the sentence that another one opens: "X plans to go, Y said on Monday"."""
    return len(own[cue.end :].split()) <= _TAIL and ";" not in own[before.cue[1] : cue.start]


def _according(match: re.Match[str], own: str, cast: Cast) -> Telling | None:
    """Who is named after "according to": the name that is set behind a role, or else the phrase."""
    part = re.match(r",\s+(?P<name>[^,;:()\"“”]{3,60})(?=,)", own[match.end() :])
    name = part["name"].strip() if part else ""
    who, at = cast.resolve(match["who"]), match.span("who")
    end = match.end()
    if part and NAME_RUN.fullmatch(name) and " " in bare_name(name) and match["who"][:1].islower():
        who, end = cast.resolve(name), match.end() + part.end()
        at = (match.end() + part.start("name"), end)
    return Telling(who, at, match.span("cue"), ((match.start(), end),)) if who else None


def _place(own: str, phrase: str, cue: Cue) -> Span:
    """Where a phrase stands that names a cue's source, the nearer of two; an empty slice at the cue where its
    words were put together.
    """
    before, behind = own.rfind(phrase, 0, cue.start), own.find(phrase, cue.end)
    at = before if before >= 0 else behind
    return (at, at + len(phrase)) if at >= 0 else (cue.start, cue.start)


def _frame(own: str, at: Span, places: Sequence[Span], cue: Cue) -> tuple[Span, ...]:
    """What names the source and says that it says it, with all that stands on the same side for its name."""
    if at[0] == at[1]:
        return ((cue.left, cue.end),)
    beside = [one for one in (at, *places) if (one[0] > cue.start) == (at[0] > cue.start) and one[0] < one[1]]
    start, end = min(a for a, _ in beside), max(b for _, b in beside)
    if start > cue.start:
        behind = _BEHIND.match(own, end)
        return ((cue.left, behind.end() if behind else end),)
    if _APPOSED.fullmatch(own, end, cue.left):
        return ((start, cue.end),)
    return ((start, end), (cue.left, cue.end))
