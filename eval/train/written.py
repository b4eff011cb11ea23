"""The questions and statements that we wrote about other people's texts, for training.

`sets/written.jsonl` holds ours only: each line names an article of the development data, its sentences by
number, and a digest, so that a text that was split in another way is noticed and not trained on wrongly.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eval.questions import Question
from eval.train.data import Document, Item, held_out
from eval.train.text import Span, detokenise, split_sentences
from index import Article
from index.clean import clean
from rag.errors import BylineError

SET = Path(__file__).parent / "sets" / "written.jsonl"
UNANSWERABLE = ("near", "false", "off", "command", "bent")
KINDS = {"near": "unanswerable", "off": "unanswerable", "false": "false_premise", "said": "attribution"}
KINDS |= {"multi": "multi_hop", "command": "injection", "wrapped": "injection", "gist": "list"}
KINDS |= {"bent": "unanswerable"}
"""Kinds that the evaluation calls otherwise."""
MULTISPAN = "multispanqa/valid.json"
LONGEST = 36
"""Sentences of a news page, from its start, that were shown to the writers."""
_OPENS = re.compile(r"[A-Z“\"‘0-9$]")
_FURNITURE = re.compile(
    r"sign up|newsletter|subscribe|cookie|click here|advertis|need a news break|all rights|getty images|"
    r"contributing:|read more|follow .* on (twitter|x)\b",
    re.I,
)


@dataclass(frozen=True)
class Statement:
    """A statement, and the sentences it is checked against; `label`: S, P or U (supported, partly, not)."""

    text: str
    document: Document
    sentences: tuple[int, ...]
    label: str


def read_written(data: Path, path: Path = SET) -> Iterator[Item]:
    """The questions; about one article in twelve is held out for calibration."""
    for row, document in _rows(data, path):
        for asked in row["questions"]:
            yield written_item(asked, document)


def read_statements(data: Path, path: Path = SET) -> Iterator[Statement]:
    """The statements, split by article as the questions are."""
    for row, document in _rows(data, path):
        for stated in row["statements"]:
            numbers = tuple(stated["sentences"])
            yield Statement(stated["statement"], document, numbers, stated["label"])


def held_out_questions(data: Path, path: Path = SET) -> Iterator[tuple[Question, Article]]:
    """The held-out questions as the evaluation asks them, each with the article, a paragraph a sentence."""
    for row, document in _rows(data, path):
        if document.split != "train":
            yield from as_evaluated(row["questions"], document)


def as_evaluated(rows: Sequence[dict[str, Any]], document: Document) -> Iterator[tuple[Question, Article]]:
    """A document's questions as the evaluation asks them, without those whose sentences cleaning changes."""
    article = clean("\n\n".join(document.sentences), title=document.name, source=document.name)
    for number, asked in enumerate(rows):
        answerable = asked["kind"] not in UNANSWERABLE
        if all(document.sentences[i] in article.text for i in asked["sentences"]):
            question = Question(
                id=f"{document.name}/{number}",
                article=document.name,
                question=asked["question"],
                kind=KINDS.get(asked["kind"], asked["kind"]),
                quotes=tuple(document.sentences[i] for i in asked["sentences"] if answerable),
                any=not asked.get("together", False),
                answerable=answerable,
            )
            yield question, article


def written_item(asked: dict[str, Any], document: Document) -> Item:
    """A line's question about its document."""
    numbers: list[int] = asked["sentences"]
    question, kind, answer = (str(asked.get(key, "")) for key in ("question", "kind", "answer"))
    if kind in UNANSWERABLE:
        return Item(question, document, frozenset(), numbers[0])
    at = document.sentences[numbers[0]].find(answer) if answer not in ("", "yes", "no") else -1
    span = Span(numbers[0], at, at + len(answer)) if at >= 0 else None
    return Item(question, document, frozenset(numbers), numbers[0], span, swappable=kind == "fact")


def _rows(data: Path, path: Path) -> Iterator[tuple[dict[str, Any], Document]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = row["article"]
        sentences = _sentences(data, name)
        digest = hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:16]
        if digest != row["sha256"]:
            raise BylineError(
                f"{path}: {name} has {len(sentences)} sentences of digest {digest}, but was written about "
                f"{row['count']} of {row['sha256']}: is {data} the data of the same date?"
            )
        yield row, Document("written", name, held_out(_split_by(data, name), 8), sentences)


def _split_by(data: Path, name: str) -> str:
    """What an article's side of the split hangs on: for other sets' texts the same as in those sets."""
    source, _, rest = name.partition("#")
    if source == "qed":
        return rest.rsplit("#", 1)[0]
    return " ".join(_multispan(data / MULTISPAN)[rest][:20]) if source == "multispanqa" else name


def _sentences(data: Path, name: str) -> tuple[str, ...]:
    source, _, rest = name.partition("#")
    if source.startswith("realtimeqa/"):
        return _page(_pages(data / source)[rest])
    if source == "qed":
        return _qed(data / "qed" / "qed-dev.jsonlines")[rest.rsplit("#", 1)[1]]
    return _split(_multispan(data / MULTISPAN)[rest])


def _page(text: str) -> tuple[str, ...]:
    """A page's first sentences of its story, without what stands around it."""
    kept: dict[str, None] = {}
    for start, end in split_sentences(text):
        sentence = " ".join(text[start:end].split())
        whole = 4 <= len(sentence.split()) <= 55 and sentence[-1] in ".!?”\"’'" and _OPENS.match(sentence)
        if whole and not _FURNITURE.search(sentence):
            kept[sentence] = None
    return tuple(kept)[:LONGEST]


@cache
def _pages(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        for page in json.loads(line)["search_result"]:
            found.setdefault(page.get("url", ""), page.get("text") or "")
    return found


@cache
def _qed(path: Path) -> dict[str, tuple[str, ...]]:
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        paragraph = json.loads(line)["paragraph_text"]
        found[hashlib.sha1(paragraph.encode()).hexdigest()[:8]] = _split(paragraph.split(" "))
    return found


@cache
def _multispan(path: Path) -> dict[str, list[str]]:
    return {row["id"]: row["context"] for row in json.loads(path.read_text())["data"]}


def _split(tokens: list[str]) -> tuple[str, ...]:
    text = detokenise(tokens)[0]
    return tuple(text[start:end] for start, end in split_sentences(text))
