"""The times of what a user would pick instead, with the same embedding weights and a small language model."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.baselines import Endpoint, open_baselines
from eval.questions import Question
from index import Article, Library
from index.embed import built_in_folder

from ..child import ended
from ..times import Measured

PIPELINE = Path(__file__).with_name("pipeline.py")
PIPELINED = "llama-index, sentence-transformers"
CITATION = "llama-index citation"


def cold(
    folder: Path, article: Article, question: str, endpoint: Endpoint, runs: int
) -> tuple[list[Measured], dict[str, float]]:
    """Whole processes of the pipeline that ask a question of the article; and the stages of the last one."""
    index(folder, [article])
    command = _command("ask", folder, question, endpoint.base_url, endpoint.model)
    asked = [ended(command) for _ in range(runs)]
    stages = [json.loads(one.output.splitlines()[-1]) for one in asked]
    found = tuple(one.seconds - parts["write"] for one, parts in zip(asked, stages, strict=True))
    measured = [
        Measured(
            "cold start", CITATION, tuple(one.seconds for one in asked), note="with SmolLM2 on a warm server"
        ),
        Measured(
            "cold start", f"{CITATION}, passages alone", found, note="without the language model's time"
        ),
    ]
    peaks = tuple(one.peak_mb for one in asked if one.peak_mb is not None)
    if peaks:
        note = "without the language model, which has a process of its own"
        measured.append(Measured("peak memory of a cold start", CITATION, peaks, "MB", note))
    last = {"python": asked[-1].seconds - sum(stages[-1].values()), **stages[-1]}
    return measured, last


def index(folder: Path, articles: Sequence[Article]) -> float:
    """Index articles by the pipeline; seconds of the indexing itself, its imports and models left out."""
    texts = folder / "texts"
    texts.mkdir(parents=True)
    for number, article in enumerate(articles):
        (texts / f"{number:06d}.txt").write_text(article.text, "utf-8")
    done = ended(_command("index", folder, *map(str, sorted(texts.iterdir()))))
    return float(json.loads(done.output.splitlines()[-1])["index"])


def indexing(folder: Path, articles: Sequence[Article], runs: int) -> Measured:
    """New stores of some articles."""
    took = tuple(index(folder / f"run-{run}", articles) for run in range(runs))
    return Measured("indexing", PIPELINED, took, note="chunks of 1024 tokens, of which 256 are embedded")


def warm(
    names: Sequence[str], library: Library, article: Article, asked: Sequence[str], endpoint: Endpoint
) -> Iterator[Measured]:
    """Questions of rivals that the baselines have; their indexes are made before, and not timed."""
    rows = [
        Question(id=str(number), article="shipped", question=text, kind="fact", answerable=True)
        for number, text in enumerate(asked)
    ]
    with open_baselines(names, library, endpoint) as systems:
        for system in systems:
            took = tuple(system.ask(row, article).answer.timings["total"] for row in rows)
            yield Measured("warm query", system.name, took, note="with SmolLM2, one request at a time")


def _command(what: str, folder: Path, *rest: str) -> list[str]:
    # -P: the script's folder must not be searched for modules
    return [sys.executable, "-P", str(PIPELINE), what, str(folder / "chroma"), str(built_in_folder()), *rest]
