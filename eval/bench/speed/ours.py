"""Byline's own times: cold and warm questions, indexing, articles that are there already, and the page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from eval.questions import load
from index import Article, Library, Settings
from index.embed import Embedder
from rag import Engine
from rag.doors.listen import HOST
from rag.errors import BylineError

from ..child import ended, serving
from ..times import Measured, seconds

BYLINE = "Byline"
QUESTION = "Who is Andrei Kortunov?"
SET = Path(__file__).parents[2] / "sets" / "article.jsonl"
MB = "MB"


def questions(count: int) -> list[str]:
    """Questions about the shipped article, spread over its set."""
    every = [one.question for one in load(SET)]
    return every[:: max(1, len(every) // count)][:count]


def cold(store: Path, runs: int) -> Iterator[Measured]:
    """Whole processes: one that asks a question of an indexed store, and one that only imports."""
    environment = {"BYLINE_STORE": str(store)}
    asked = [ended([sys.executable, "-m", "rag", QUESTION], environment) for _ in range(runs)]
    yield Measured("cold start", BYLINE, tuple(one.seconds for one in asked))
    peaks = tuple(one.peak_mb for one in asked if one.peak_mb is not None)
    if peaks:
        yield Measured("peak memory of a cold start", BYLINE, peaks, MB)
    bare = [ended([sys.executable, "-c", "pass"]).seconds for _ in range(runs)]
    imported = [ended([sys.executable, "-c", "import rag"]).seconds for _ in range(runs)]
    yield Measured("import", BYLINE, tuple(imported), note="`import rag`, with Python's own start")
    yield Measured("import", "limit", tuple(bare), note="Python's own start")


def warm(engine: Engine, asked: Sequence[str]) -> Iterator[Measured]:
    """Questions of an engine that has answered one already, and the passages alone."""
    engine.query(asked[0])
    yield Measured("warm query", BYLINE, tuple(seconds(lambda q=q: engine.query(q)) for q in asked))  # type: ignore[misc]
    found = tuple(seconds(lambda q=q: engine.retrieve(q)) for q in asked)  # type: ignore[misc]
    yield Measured("warm retrieval", BYLINE, found, note="read sentence by sentence, too")


def indexing(folder: Path, embedder: Embedder, articles: Sequence[Article], runs: int) -> Measured:
    """New stores of some articles."""
    took = []
    for run in range(runs):
        with _library(folder / f"indexing-{run}", embedder) as library:
            library.ids()  # the store is opened, and not timed
            took.append(seconds(lambda: _add_all(library, articles)))
    return Measured("indexing", BYLINE, tuple(took))


def adding(
    folder: Path, embedder: Embedder, held: Sequence[Article], new: Sequence[Article]
) -> list[Measured]:
    """Articles added one by one to a library that holds some: each as new, and then once more."""
    with _library(folder / f"adding-{len(held)}", embedder) as library:
        _add_all(library, held)
        fresh = tuple(seconds(lambda one=one: library.add(one)) for one in new)  # type: ignore[misc]
        again = tuple(seconds(lambda one=one: library.add(one)) for one in new)  # type: ignore[misc]
    note = f"to a library of {len(held)}; {sum(len(one.text) for one in new) // len(new)} characters each"
    return [
        Measured(f"added article, library of {len(held)}", BYLINE, fresh, note=note),
        Measured(f"unchanged article, library of {len(held)}", BYLINE, again, note=note),
    ]


def page(store: Path, runs: int) -> Iterator[Measured]:
    """`python app.py` until its address answers with the page."""
    ready, painted = [], []
    for _ in range(runs):
        command = [sys.executable, "app.py", "--port", str(free_port())]
        began = time.perf_counter()
        with serving(command, "Byline is ready", {"BYLINE_STORE": str(store)}) as (_, took, line):
            ready.append(took)
            answer = httpx.get(line.split()[-1], timeout=60, trust_env=False)
            painted.append(time.perf_counter() - began)
            answer.raise_for_status()
    yield Measured(
        "start of the page", BYLINE, tuple(ready), note="`python app.py` until it says that it is ready"
    )
    yield Measured("first load of the page", BYLINE, tuple(painted), note="until its HTML has come")


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    import socket

    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


def cold_stages(store: Path) -> dict[str, float]:
    """Seconds of a cold question by stage; "python" is the interpreter's own start.

    :raises BylineError: if it fails.
    """
    from eval.bench.child import ROOT

    code = (
        "import time; began = time.perf_counter(); from eval.bench.speed.profile import cold; "
        f"cold({QUESTION!r}, began)"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "BYLINE_STORE": str(store)},
        capture_output=True,
        text=True,
    )
    whole = time.perf_counter() - began
    if done.returncode:
        raise BylineError(f"the profile of a cold start failed: {done.stderr.strip().splitlines()[-1]}")
    import json

    stages: dict[str, float] = json.loads(done.stdout)
    return {"python": whole - sum(stages.values()), **stages}


def _library(store: Path, embedder: Embedder) -> Library:
    library = Library(Settings(store=str(store)))
    library.embedder = embedder
    return library


def _add_all(library: Library, articles: Sequence[Article]) -> None:
    for _, stored in library.add_all(articles):
        if isinstance(stored, BylineError):
            raise stored
