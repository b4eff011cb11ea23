"""Two versions of an article in, the sentences and headings that went and came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .article import Article, Sentence


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence or a heading that only the older version holds ("-"), or only the newer one ("+")."""

    sign: Literal["-", "+"]
    text: str


def changes(
    old: Article, new: Article, before: Sequence[Sentence], after: Sequence[Sentence]
) -> tuple[Change, ...]:
    """What differs, in order, what went before what came in its place; a title that changed comes first.

    :param before: the older version's sentences.
    :param after: the newer one's.
    """
    found: list[Change] = []
    if old.title != new.title:
        found += [Change("-", old.title), Change("+", new.title)]
    went, came = _units(old, before), _units(new, after)
    for tag, a, b, c, d in SequenceMatcher(None, went, came, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [*(Change("-", text) for text in went[a:b]), *(Change("+", text) for text in came[c:d])]
    return tuple(found)


def _units(article: Article, sentences: Sequence[Sentence]) -> list[str]:
    """Headings and sentences in order, each on one line."""
    spans = [(one.start, one.end) for one in article.headings] + [(one.start, one.end) for one in sentences]
    return [" ".join(article.text[start:end].split()) for start, end in sorted(spans)]
