"""What the library does not do: load much at import, print, call home, or depend on hash seeds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter, in a home of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )


HEAVY = (
    "chromadb llama_index torch transformers sentence_transformers bm25s httpx trafilatura "
    "pypdfium2 rapidocr lxml"
).split()


@pytest.mark.parametrize("module", ["index", "index.__main__"])
def test_import_loads_nothing_heavy(module: str) -> None:
    out = python(f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))").stdout
    assert not set(HEAVY) & set(json.loads(out))


USE = """
import json, sys
from pathlib import Path
from index import Library
library = Library()
(article,) = library.articles()
library.nearest("What guarantees does Russia want?", 3)
library.rebuild()
assert library.check() == ()
"""


def test_onnxruntime_is_told_to_send_nothing_unless_somebody_wants_it_to() -> None:
    code = "import os, index; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    kept = os.environ.pop("ORT_DISABLE_TELEMETRY", None)  # of this process, which has imported Byline
    try:
        assert python(code).stdout == "1\n"
    finally:
        if kept is not None:
            os.environ["ORT_DISABLE_TELEMETRY"] = kept
    assert python(code, ORT_DISABLE_TELEMETRY="0").stdout == "0\n"


NO_NETWORK = """
import socket
def refused(*address):
    raise SystemExit(f"the network was asked for: {address}")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refused
"""


def test_no_network_and_not_a_word() -> None:
    done = python(NO_NETWORK + USE)
    assert (done.stdout, done.stderr) == ("", "")


REPORT = """
from dataclasses import asdict
print(json.dumps([
    [asdict(s) for s in library.sentences(article.id)],
    [asdict(p) for p in library._opened().passages()],
    [(p.id, round(score, 4)) for p, score in library.matching("guarantees of security for Ukraine", 9)],
    [(p.id, round(score, 4)) for p, score in library.nearest("guarantees of security for Ukraine", 9)],
]))
"""


@pytest.mark.slow
def test_hash_seed_does_not_matter(tmp_path: Path) -> None:
    outputs = {
        python(USE + REPORT, PYTHONHASHSEED=seed, BYLINE_STORE="", XDG_DATA_HOME=str(tmp_path / seed)).stdout
        for seed in "123"
    }
    assert len(outputs) == 1


def test_progress_bars_are_left_as_they_were() -> None:
    code = """
from transformers.utils import logging
from index import Settings
from index.embed import Embedder
for shown in (True, False):
    logging.enable_progress_bar() if shown else logging.disable_progress_bar()
    Embedder(Settings()).encode(["x"])
    assert logging.is_progress_bar_enabled() is shown
"""
    assert python(code).stderr == ""
