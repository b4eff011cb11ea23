"""Baselines by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eval.baselines import Endpoint, open_baselines, registry
from eval.questions import Question
from index import Article, Library, Settings
from rag.errors import BylineError

ROOT = Path(__file__).parents[3]


def test_the_named_ones_are_opened_in_their_order(library: Library) -> None:
    article = library.add(Article("Boats came. The trout was discussed. Boats left."))
    question = Question(id="q", article="a", question="Who discussed trout?", kind="fact", answerable=True)
    with open_baselines(["hybrid", "bm25", "dense"], library) as systems:
        assert [system.name for system in systems] == ["hybrid", "bm25", "dense"]
        quotes = {system.ask(question, article).answer.citations[0].quote for system in systems}
    assert quotes == {"The trout was discussed."}


def test_a_given_endpoint_is_used_and_no_server_is_started(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "LlamaServer", None)
    endpoint = Endpoint("http://127.0.0.1:1/v1", "none")
    with open_baselines(["llama-index-query", "llama-index-citation"], library, endpoint) as systems:
        assert [system.name for system in systems] == ["llama-index query", "llama-index citation"]


def test_the_server_runs_as_long_as_the_block(
    library: Library, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    class Remembered(registry.LlamaServer):
        def __init__(self) -> None:
            super().__init__(small_model, context=512)
            started.append(self)

    monkeypatch.setattr(registry, "LlamaServer", Remembered)
    with open_baselines(["bm25", "llama-index-query", "llama-index-citation"], library):
        (server,) = started
        assert server.pid
    assert server.pid is None


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["bm52"], "unknown baseline 'bm52': did you mean 'bm25'"),
        (["x"], "expected some of bm25, dense, hybrid, llama-index-citation, llama-index-query"),
        (["dense", "bm25", "dense"], "'dense' stands twice"),
    ],
)
def test_wrong_names_are_refused(library: Library, names: list[str], message: str) -> None:
    with pytest.raises(BylineError, match=message), open_baselines(names, library):
        pass


def test_the_endpoint_of_the_settings() -> None:
    assert Endpoint.of(Settings()) is None
    assert Endpoint.of(Settings(llm_base_url="http://h/v1")) is None
    given = Settings(llm_base_url="http://h/v1", llm_model="m", llm_api_key="k", llm_timeout=9)
    assert Endpoint.of(given) == Endpoint("http://h/v1", "m", "k", timeout=9)


def test_importing_the_baselines_loads_nothing_heavy() -> None:
    heavy = ("llama_index", "torch", "xllamacpp", "chromadb", "transformers", "openai", "bm25s")
    code = f"import sys, eval.baselines; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"
