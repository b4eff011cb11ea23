"""Statements that people judged, in sets without a stated licence: to measure with, and never to train on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from eval.train.judged import sentences_of
from eval.train.pairs import Label, Pair, nearest


def read_unseen(data: Path) -> dict[str, list[Pair]]:
    """The pairs of AttributionBench (without its ExpertQA part, which is trained on), CLIFF and EntFA.

    Labels are S and N: these sets do not tell partial from unsupported.
    """
    return {
        "attributionbench": list(_attribution(data / "attributionbench")),
        "cliff": list(_cliff(data / "cliff" / "cliff.jsonl")),
        "entfa": list(_entfa(data / "entfa")),
    }


def _attribution(folder: Path) -> Iterator[Pair]:
    """AttributionBench (Li et al. 2024, https://arxiv.org/abs/2402.15089): answer engines."""
    seen = set()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["src_dataset"] != "ExpertQA" and row["id"] not in seen:
                seen.add(row["id"])
                source = [s for text in row["references"] for s in sentences_of(text)]
                if source:
                    label: Label = "S" if row["attribution_label"] == "attributable" else "N"
                    yield Pair(row["claim"], nearest(row["claim"], source), label, "attributionbench")


def _cliff(path: Path) -> Iterator[Pair]:
    """CLIFF (Cao and Wang 2021, https://arxiv.org/abs/2109.09209): summaries of news, a sentence each."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        source, summary = sentences_of(row["doc"]), sentences_of(row["summ"])
        if len(summary) == 1 and source:
            label: Label = "S" if "correct" in row["error_type"] else "N"
            yield Pair(summary[0], nearest(summary[0], source), label, "cliff")


def _entfa(folder: Path) -> Iterator[Pair]:
    """EntFA (Cao et al. 2022, https://arxiv.org/abs/2109.09784): supported where each name is."""
    for path in sorted(folder.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            source = sentences_of(row["source"])
            if source and row["entities"]:
                held = all(one["label"] == "Non-hallucinated" for one in row["entities"])
                label: Label = "S" if held else "N"
                yield Pair(row["prediction"], nearest(row["prediction"], source), label, "entfa")
