"""Items in, training examples out: which passage is shown, and which negatives.

Called anew in each epoch with another seed, so that a question meets other passages each time.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.train.augment import content_words, reword, swap_key
from eval.train.data import Item
from eval.train.text import Span

MAX_WORDS = 180  # passages longer than this are trimmed, away from the gold sentence
LENGTHS = (1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8)


@dataclass(frozen=True)
class Example:
    """A question and a passage with its labels.

    `span` is an answer's place, None for "no answer here", and unknown where `spanned` is false.
    """

    question: str
    sentences: tuple[str, ...]
    gold: frozenset[int]
    span: Span | None
    spanned: bool
    source: str


def build(
    items: Sequence[Item],
    seed: int,
    shares: Mapping[str, float] | None = None,
    negatives: float = 0.36,
    augment: bool = True,
) -> list[Example]:
    """One example of each item, at random a positive or a negative.

    :param shares: How often an item of a source is used (2.5: twice, and half of them once more);
        sources that are not named are used once.
    """
    draw = random.Random(seed)
    others = [item for item in items if len(item.document.sentences) > 4]
    made: list[Example] = []
    for item in items:
        share = (shares or {}).get(item.document.source, 1.0)
        for _ in range(times(share, draw)):
            example = None
            if item.gold and draw.random() < negatives:
                example = _negative(item, draw.choice(others), draw)
            example = example or _around(item, item.question, item.gold, draw)
            if augment:
                question = reword(example.question, draw)
                example = Example(
                    question, example.sentences, example.gold, example.span, example.spanned, example.source
                )
            made.append(example)
    draw.shuffle(made)
    return made


def times(share: float, draw: random.Random) -> int:
    """How often something is used of which `share` is wanted: 2.5 is twice, and half of them once more."""
    return int(share) + (draw.random() < share % 1)


def _around(item: Item, question: str, gold: frozenset[int], draw: random.Random) -> Example:
    """A passage around the item's anchor; unanswerable where `gold` is empty."""
    document = item.document
    focus = sorted(item.gold or {item.anchor})
    near = [i for i in focus if abs(i - item.anchor) < 8]
    block = next((b for b in document.blocks if b[0] <= item.anchor < b[1]), None)
    if block and draw.random() < 0.6:
        chosen = list(range(*block))
    elif document.source == "qamr":
        chosen = _gathered(item, draw.choice(LENGTHS), draw)
    else:
        size = max(draw.choice(LENGTHS), near[-1] - near[0] + 1)
        start = draw.randint(max(0, near[-1] - size + 1), near[0])
        chosen = list(range(start, min(start + size, len(document.sentences))))
    chosen = _trimmed(document.sentences, chosen, item.anchor)
    span = None
    if gold and item.span and item.span.sentence in chosen:
        span = Span(chosen.index(item.span.sentence), item.span.start, item.span.end)
    return Example(
        question,
        tuple(document.sentences[i] for i in chosen),
        frozenset(chosen.index(i) for i in gold if i in chosen),
        span,
        span is not None or not gold,
        document.source,
    )


def _negative(item: Item, stranger: Item, draw: random.Random) -> Example | None:
    """The item's question where it is not answered; None if this item allows no such example."""
    sentences = item.document.sentences
    kind = draw.choices(["removed", "elsewhere", "swapped", "stranger"], [35, 35, 25, 5])[0]
    if kind == "stranger" and stranger.document is not item.document:
        return _around(stranger, item.question, frozenset(), draw)
    if kind == "swapped" and item.swappable:
        question = swap_key(item.question, sentences[item.anchor], sentences, draw)
        return _around(item, question, frozenset(), draw) if question else None
    if kind == "removed" or len(sentences) < 12:
        example = _around(item, item.question, item.gold, draw)
        kept = tuple(s for i, s in enumerate(example.sentences) if i not in example.gold)
        return Example(item.question, kept, frozenset(), None, True, item.document.source) if kept else None
    return _elsewhere(item, draw)


def _elsewhere(item: Item, draw: random.Random) -> Example | None:
    """The passage of the same document, out of eight at random, that shares most words with the question."""
    sentences = item.document.sentences
    words, size = content_words(item.question), draw.choice(LENGTHS)
    starts = draw.sample(range(len(sentences)), min(8, len(sentences)))
    runs = [range(start, min(start + size, len(sentences))) for start in starts]
    runs = [run for run in runs if not any(gold in run for gold in item.gold)]
    if not runs:
        return None
    best = max(runs, key=lambda run: len(words & content_words(" ".join(sentences[i] for i in run))))
    chosen = _trimmed(sentences, list(best), best[0])
    return Example(
        item.question, tuple(sentences[i] for i in chosen), frozenset(), None, True, item.document.source
    )


def _gathered(item: Item, size: int, draw: random.Random) -> list[int]:
    """The anchor among other sentences of its document, in any order."""
    rest = [i for i in range(len(item.document.sentences)) if i != item.anchor]
    chosen = [item.anchor, *draw.sample(rest, min(len(rest), size - 1))]
    draw.shuffle(chosen)
    return chosen


def _trimmed(sentences: Sequence[str], chosen: list[int], keep: int) -> list[int]:
    """:return: `chosen` without sentences at its ends until it is short enough; `keep` stays."""
    kept = list(chosen)
    while len(kept) > 1 and sum(len(sentences[i].split()) for i in kept) > MAX_WORDS:
        at = kept.index(keep)
        kept.pop(0 if at > len(kept) - 1 - at else -1)
    return kept
