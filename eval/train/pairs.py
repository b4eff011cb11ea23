"""Statements with the quotes they are checked against, for the verifier: people's, ours, and made by rule."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.judge.labels import Labelled, read_labels
from eval.train.claims import answer_of, attributed, falsified, shortened, speakers, stated
from eval.train.data import Document, Item, Split
from eval.train.text import split_sentences
from eval.train.written import Statement
from rag.words import terms

Label = Literal["S", "P", "U", "N"]
"""Supported, partly supported, unsupported; N: not supported, where a set does not tell P from U."""
LABELLED = ("wice/oracle_chunks_claim_dev.jsonl", "qags/mturk_cnndm.jsonl")
QUOTES = 4
"""Most sentences of a long source that a statement is checked against."""
LONG = 0.3
"""Share of our own statements that are shown with the nearest sentences of their whole article."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and its quotes, in article order."""

    statement: str
    quotes: tuple[str, ...]
    label: Label
    source: str


def read_labelled(data: Path, split: Split) -> list[Pair]:
    """WiCE and QAGS; every third article is held out as "test"."""
    return [
        labelled_pair(one, path.split("/")[0])
        for path in LABELLED
        for one in read_labels(data / path)
        if ("test" if zlib.crc32(one.article.encode()) % 3 == 0 else "train") == split
    ]


def labelled_pair(one: Labelled, source: str) -> Pair:
    """What people judged, against the sentences of its sources that are nearest to it."""
    return Pair(one.sentence, nearest(one.sentence, _sentences(one.sources)), _label(one), source)


def nearest(statement: str, sentences: Sequence[str], most: int = QUOTES) -> tuple[str, ...]:
    """The sentences, at most `most` and in order, that together hold most of a statement's terms.

    Greedy, as `rag.verify.verdict.align` is; the sentence that holds most of them all alone comes first.
    """
    wanted = set(terms(statement))
    held = [wanted & set(terms(sentence)) for sentence in sentences]
    chosen: list[int] = []
    covered: set[str] = set()
    while len(chosen) < min(most, len(sentences)):
        rest = [i for i in range(len(sentences)) if i not in chosen]
        best = max(rest, key=lambda i: (len(held[i] - covered), len(held[i]), -i))
        if chosen and not held[best]:
            break
        chosen.append(best)
        covered |= held[best]
    return tuple(sentences[i] for i in sorted(chosen))


def from_statement(one: Statement, draw: random.Random) -> Iterator[Pair]:
    """What we wrote: as it stands, and with quotes that lack a part of it, or all."""
    sentences, label = one.document.sentences, one.label
    around = _among(sentences, one.sentences, draw)
    if label != "P" and draw.random() < LONG:
        near = {sentences.index(sentence) for sentence in nearest(one.text, sentences)}
        around = tuple(sentences[i] for i in sorted({*one.sentences, *near}))
    yield Pair(one.text, around, label, one.document.source)  # type: ignore[arg-type]
    if label == "S" and draw.random() < 0.35:
        others = [i for i in range(len(sentences)) if i not in one.sentences]
        yield Pair(one.text, nearest(one.text, [sentences[i] for i in others], 2), "N", one.document.source)


def from_document(document: Document, draw: random.Random, count: int) -> Iterator[Pair]:
    """Rule-made statements about sentences of a document drawn at random."""
    sentences = document.sentences
    heard = speakers(sentences)
    for i in draw.sample(range(len(sentences)), min(count, len(sentences))):
        sentence, around = sentences[i], _among(sentences, (i,), draw)
        kind = draw.choices(["plain", "false", "said", "joined"], [25, 35, 20, 20])[0]
        if kind == "plain":
            yield Pair(shortened(sentence) or sentence, around, "S", "rule")
        elif kind == "false":
            base = (shortened(sentence) if draw.random() < 0.5 else None) or sentence
            made = falsified(base, draw)
            if made:
                yield Pair(made, around, "U", "rule")
        elif kind == "said":
            report = attributed(sentence, heard, draw)
            if report:
                yield Pair(report[0], around, "S", "rule")
                if report[1]:
                    yield Pair(report[1], around, "U", "rule")
        else:
            yield from _joined(sentences, i, draw)


def _joined(sentences: Sequence[str], i: int, draw: random.Random) -> Iterator[Pair]:
    """Two sentences as one statement: supported by both together, partly by one of them."""
    j = draw.choice([j for j in range(len(sentences)) if j != i])
    first, second = sentences[i].rstrip(".!?"), sentences[j]
    text = f"{first}, {draw.choice(['and', 'and', 'while', 'but'])} {second}"
    if draw.random() < 0.5:
        yield Pair(text, tuple(sentences[k] for k in sorted((i, j))), "S", "rule")
    else:
        others = [k for k in range(max(0, i - 2), min(len(sentences), i + 3)) if k not in (i, j)]
        around = sorted([i, *draw.sample(others, min(len(others), draw.randint(0, 1)))])
        yield Pair(text, tuple(sentences[k] for k in around), "P", "rule")


def from_questions(items: Sequence[Item], draw: random.Random) -> Iterator[Pair]:
    """Answered questions as statements; false with another answer of the same sentence, or of its article."""
    spots: dict[tuple[Document, int], list[Item]] = {}
    for item in items:
        if item.span:
            spots.setdefault((item.document, item.span.sentence), []).append(item)
    for (document, place), here in spots.items():
        answers = sorted({answer_of(item) for item in here})
        for item in here:
            right = answer_of(item)
            around = _among(document.sentences, (place,), draw)
            made = stated(item.question, right)
            if made is None:
                continue
            if draw.random() < 0.45:
                yield Pair(made, around, "S", "asked")
                continue
            apart = [a for a in answers if not set(terms(a)) & set(terms(right))]
            wrong = stated(item.question, draw.choice(apart)) if apart else None
            if wrong:
                yield Pair(wrong, around, "U", "asked")


def _among(sentences: Sequence[str], gold: Sequence[int], draw: random.Random) -> tuple[str, ...]:
    """The gold sentences with none to two of their neighbours, in order."""
    near = {i for g in gold for i in range(max(0, g - 2), min(len(sentences), g + 3))} - set(gold)
    added = draw.sample(sorted(near), min(len(near), draw.choice([0, 0, 0, 1, 2])))
    return tuple(sentences[i] for i in sorted({*gold, *added}))


def _sentences(sources: Sequence[str]) -> list[str]:
    if len(sources) > 1:
        return list(sources)
    return [sources[0][start:end] for start, end in split_sentences(sources[0])]


def _label(one: Labelled) -> Label:
    kinds: dict[str, Label] = {"supported": "S", "partially_supported": "P", "not_supported": "U"}
    return kinds.get(one.kind) or ("S" if one.supported else "N")
