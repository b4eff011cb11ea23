"""What of the gold an answer holds: the quotes that it cites, and the keys that its words hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag import Answer
from rag.words import words

from ..questions import Gold
from ..records import Span


def cites_gold(cited: Iterable[Span], golds: Sequence[Gold], article_id: str, need_all: bool) -> bool:
    """Whether the cited spans overlap a gold quote of an article, or every one where `need_all`.

    `Gold.overlaps` says what counts: half of the shorter of the two. False without golds.
    """
    spans = [span for span in cited if span.article_id == article_id]
    found = [any(gold.overlaps(span.start, span.end) for span in spans) for gold in golds]
    return bool(found) and (all(found) if need_all else any(found))


def holds_keys(text: str, keys: Sequence[Sequence[str]]) -> bool:
    """Whether a text holds one alternative of every key group, word by word; True without groups.

    Case and possessive endings do not matter, word boundaries do: "expert" is not in "inexpert".
    """
    return all(keys_held(text, keys))


def keys_held(text: str, keys: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """For every key group, whether a text holds one of its alternatives, word by word."""
    held = f" {' '.join(words(text))} "
    return tuple(any(f" {' '.join(words(key))} " in held for key in group) for group in keys)


def cited_spans(answer: Answer) -> tuple[Span, ...]:
    """Where the answer's quotes stand."""
    return tuple(Span(c.article_id, c.start, c.end) for c in answer.citations)
