"""What a server was found to want, remembered for the process: `Habits`, and how a request follows them.

A refusal is answered by what it names: the fields that its error gives, or else those of ours that its words
hold. They are left out, or sent under the name that it asks for; a system's turn goes into the user's.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from .complaint import Complaint

Thinking = Literal["no", "apart", "marked", "unmarked"]
_SAYS_THINKING: dict[Thinking | None, str] = {
    "apart": "thinks, apart from what it answers",
    "marked": "thinks aloud between marks",
    "unmarked": "thinks aloud and marks only the end of it, so that no answer is shown before that",
}
_TOKENS = {"max_tokens": "max_completion_tokens"}
_ALIASES = {"max_new_tokens": "max_tokens", "max_output_tokens": "max_tokens", "num_predict": "max_tokens"}
"""Other names under which servers speak of a field of ours."""
_ROLES = re.compile(
    r"\broles?\b|\b(?:system|developer) (?:role|message|prompt|instruction)|[\"'`](?:system|developer)[\"'`]|"
    r"\bjinja\b|template error|chat template",
    re.I,
)
_STREAM = re.compile(
    r"[\"'`.]stream[\"'`:]|\bstream(?:ing)? (?:is |mode )?(?:not|un)|\bstream=|not \w+ stream", re.I
)
"""Where words are about our field `stream`, which is an ordinary word too."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of a model at a server.

    `base`: the address where it answers, where that is not the one of the settings. `without`: fields left
    out. `renamed`: the limit of tokens goes by its newer name. `folded`: it takes no system's turn. `thinks`:
    None until a first reply was read to its end. `room`: tokens for thoughts, beside those of the answer.
    """

    base: str | None = None
    without: frozenset[str] = frozenset()
    renamed: bool = False
    folded: bool = False
    thinks: Thinking | None = None
    room: int = 0

    def told(self) -> list[str]:
        """Each of them in words; [] for a server that takes every request as it is made."""
        found = [f"answers at {self.base}, not at llm_base_url"] if self.base else []
        left = sorted(self.without - {"stream"})
        found += [f"refuses {', '.join(left)}"] if left else []
        found += ["does not stream"] if "stream" in self.without else []
        found += ["wants max_completion_tokens"] if self.renamed else []
        found += ["takes no system message"] if self.folded else []
        found += [_SAYS_THINKING[self.thinks]] if self.thinks in _SAYS_THINKING else []
        return found + ([f"is given {self.room} tokens more for its thoughts"] if self.room else [])


_known: dict[tuple[str, str], Habits] = {}
_lock = threading.Lock()


def known(base_url: str, model: str) -> Habits:
    """What is known of a model at an address."""
    with _lock:
        return _known.get((base_url, model), Habits())


def learn(base_url: str, model: str, **found: Any) -> Habits:
    """Remember something of a model at an address."""
    with _lock:
        habits = replace(_known.get((base_url, model), Habits()), **found)
        _known[base_url, model] = habits
        return habits


def shaped(body: dict[str, Any], habits: Habits) -> dict[str, Any]:
    """A request as a server wants it."""
    made = {key: value for key, value in body.items() if key not in habits.without}
    for old, new in _TOKENS.items():
        if habits.renamed and old in made and new not in habits.without:
            made[new] = made.pop(old)
    for key in {*_TOKENS, *_TOKENS.values()} & set(made):
        made[key] += habits.room
    if habits.folded:
        made["messages"] = _folded(made["messages"])
    return made


def changed(habits: Habits, told: Complaint, sent: dict[str, Any]) -> Habits | None:
    """How to ask again after a complaint about a request; None where nothing is left to try.

    :param sent: the request that it is about.
    """
    named = list(_named(told, sent))
    if named:
        wanted = next((new for old, new in _TOKENS.items() if old in named and new in told.text), None)
        if wanted and not habits.renamed:
            return replace(habits, renamed=True)
        return replace(habits, without=habits.without | set(named))
    if not habits.folded and _has_system(sent) and (_ROLES.search(told.text) or _names_role(told)):
        return replace(habits, folded=True)
    if told.status not in (400, 422):
        return None
    if left := _optional(sent) - {"stream"}:  # it does not say which: as little as possible
        return replace(habits, without=habits.without | left)
    return None if habits.folded or not _has_system(sent) else replace(habits, folded=True)


def _named(told: Complaint, sent: dict[str, Any]) -> Iterator[str]:
    """The fields of a request that a complaint is about: all that it gives, or the first in its words."""
    may = _optional(sent)
    given = [_ALIASES.get(name, name) for name in (field.partition(".")[0] for field in told.fields)]
    if found := [name for name in given if name in may]:
        yield from found
        return
    if _names_role(told):
        return
    places = {name: place for name in may if (place := _place(name, told.text)) is not None}
    if places:
        yield min(places, key=lambda name: places[name])


def _place(name: str, text: str) -> int | None:
    """Where a text speaks of a field, by its name or another one for it."""
    if name == "stream":
        found = _STREAM.search(text)
        return found.start() if found else None
    names = [name, *(alias for alias, ours in _ALIASES.items() if ours == name)]
    either = "|".join(one.replace("_", "[_ -]?") for one in names)
    found = re.search(rf"(?<![a-z])(?:{either})(?![a-z_])", text, re.I)
    return found.start() if found else None


def _optional(sent: dict[str, Any]) -> frozenset[str]:
    return frozenset(sent) - {"model", "messages"}


def _names_role(told: Complaint) -> bool:
    return any(field.startswith("messages") and "role" in field for field in told.fields)


def _has_system(sent: dict[str, Any]) -> bool:
    return any(message["role"] in ("system", "developer") for message in sent["messages"])


def _folded(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The system's turn before the text of the first user's."""
    orders = [one["content"] for one in messages if one["role"] in ("system", "developer")]
    turns = [dict(one) for one in messages if one["role"] not in ("system", "developer")]
    if orders and turns:
        turns[0]["content"] = "\n\n".join([*orders, turns[0]["content"]])
    return turns
