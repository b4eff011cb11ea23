"""The articles that we invented, with questions about them, for training: `sets/own.jsonl`.

A line is one text: `register`, `sentences`, and `questions` and `statements` as in `sets/written.jsonl`
(`eval.train.written`); besides its kinds there is "bent", a question of which one word is turned so that the
text no longer answers it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.questions import Question
from eval.train.data import Document, Item, held_out
from eval.train.written import Statement, as_evaluated, written_item
from index import Article

OWN = Path(__file__).parent / "sets" / "own.jsonl"
HELD = 8
"""Per cent of the texts that are held out for calibration."""


def read_own(path: Path = OWN) -> Iterator[Item]:
    """The questions, each about its own text; a text is on one side of the split with all of them."""
    for row, document in _rows(path):
        for asked in row["questions"]:
            yield written_item(asked, document)


def read_own_statements(path: Path = OWN) -> Iterator[Statement]:
    """The statements, mostly a right one and its twin that one word makes wrong; split as the questions."""
    for row, document in _rows(path):
        for stated in row["statements"]:
            yield Statement(stated["statement"], document, tuple(stated["sentences"]), stated["label"])


def held_out_own(path: Path = OWN) -> Iterator[tuple[Question, Article]]:
    """The held-out questions as the evaluation asks them, each with its article."""
    for row, document in _rows(path):
        if document.split != "train":
            yield from as_evaluated(row["questions"], document)


def _rows(path: Path) -> Iterator[tuple[dict[str, Any], Document]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sentences = tuple(row["sentences"])
        yield row, Document("own", f"own: {sentences[0]}", held_out(sentences[0], HELD), sentences)
