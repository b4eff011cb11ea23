"""What of the gold an answer holds: the quotes that it cites, and the keys that its words hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag import Answer
from rag.words import words

from ..questions import Gold, Part, Question
from ..records import Span
from .given import said, written

ENOUGH = 2
"""Gold sentences that a summary must cite at the least, of the four to six that a set names."""


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


def gives(answer: Answer, wanted: Question | Part, golds: Sequence[Gold], article_id: str) -> bool:
    """Whether an answer that is no abstention gives what is asked for: enough golds, and every key.

    A summary ("about") is not asked for its keys. The article's own data ("metadata") may be told in words
    that nothing is cited for.
    """
    keys = () if wanted.asks == "about" else wanted.keys
    text = written(answer) if wanted.asks == "metadata" else said(answer)
    cited = golds_cited(cited_spans(answer), golds, article_id)
    return cited >= golds_needed(wanted, len(golds)) and holds_keys(text, keys)


def golds_needed(wanted: Question | Part, count: int) -> int:
    """How many of its golds a right answer cites at the least: one, or all where so wanted.

    A summary cites `ENOUGH`, a list of people one; the article's own data may stand outside its text, so that
    they need none.
    """
    match wanted.asks:
        case "about":
            return min(ENOUGH, count)
        case "metadata":
            return 0
        case "people":
            return min(1, count)
        case _:
            return min(1, count) if wanted.any else count


def golds_cited(cited: Iterable[Span], golds: Sequence[Gold], article_id: str) -> int:
    """How many of the golds some cited span overlaps."""
    spans = tuple(cited)
    return sum(cites_gold(spans, [gold], article_id, need_all=True) for gold in golds)
