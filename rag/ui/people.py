"""The sentences of an article in, who speaks in it out: each with what they say, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Sentence

from .escaping import escape
from .links import link

SHOWN = 60
"""Sentences of one speaker that are listed; the article's own marks show the rest."""


@dataclass(frozen=True)
class Speaker:
    """Who speaks, and the sentences that are theirs; `number` tells them apart within the article."""

    number: int
    name: str
    said: tuple[Sentence, ...]

    @property
    def named(self) -> bool:
        """Whether they have a name; the index writes a source without one ("a worker at the depot") small."""
        return not self.name[:1].islower()

    @property
    def quoted(self) -> int:
        """Sentences that hold their own words."""
        return sum(one.direct for one in self.said)


def speakers(sentences: Sequence[Sentence]) -> tuple[Speaker, ...]:
    """Everybody who speaks, those who have a name first, then those who say most."""
    said: dict[str, list[Sentence]] = {}
    for one in sentences:
        if one.speaker:
            said.setdefault(one.speaker, []).append(one)
    each = (Speaker(0, name, tuple(own)) for name, own in said.items())
    ranked = sorted(each, key=lambda one: (not one.named, -len(one.said)))
    return tuple(replace(one, number=number) for number, one in enumerate(ranked))


def render_speakers(found: Sequence[Speaker], article_id: str) -> str:
    """The panel over the article; nothing where nobody speaks."""
    if not found:
        return ""
    named = _list([one for one in found if one.named], "Who speaks in the article", article_id)
    others = _list([one for one in found if not one.named], "Others who speak, without a name", article_id)
    between = '<p class="byline-unnamed" aria-hidden="true">Without a name</p>' if named and others else ""
    return (
        f'<details class="byline-people"><summary>Who speaks <small>{len(found)}</small></summary>'
        f"<div>{named}{between}{others}</div></details>"
    )


def _list(each: Sequence[Speaker], name: str, article_id: str) -> str:
    rows = "".join(f"<li>{_speaker(one, article_id)}</li>" for one in each)
    return f'<ol aria-label="{name}">{rows}</ol>' if rows else ""


def _speaker(one: Speaker, article_id: str) -> str:
    name = escape(one.name[:1].upper() + one.name[1:])
    count = _count(len(one.said), "sentence") + (f", {one.quoted} word for word" if one.quoted else "")
    shown = "".join(
        f'<li dir="auto">{link(article_id, each.start, each.end, each.text, "byline-saying")}</li>'
        for each in one.said[:SHOWN]
    )
    return (
        f'<details class="byline-person"><summary><span dir="auto">{name}</span> '
        f"<small>{count}</small></summary>"
        f'<button type="button" class="byline-only" data-who="{one.number}" data-name="{name}" '
        f'aria-pressed="false">Quotes of {name} in the article</button><ol>{shown}</ol></details>'
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
