"""What every test of a fault starts from, and what none may leave behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from rag.write.llm import Endpoint, Message

from .scripted import Server, says


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    """The client takes seconds to load at the first call, which would count as a server's."""
    with Server(says("Ann.")) as server:
        list(Endpoint(server.url, "m").stream([Message("user", "Who?")], 120, 9))


@pytest.fixture(autouse=True)
def _nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of any server: the next one may get the same port."""
    monkeypatch.setattr("rag.write.llm.habits._known", {})


@pytest.fixture(autouse=True)
def _no_call_is_left() -> Iterator[None]:
    """No thread of a call outlives it."""
    yield
    assert not [thread for thread in threading.enumerate() if thread.name == "byline-llm"]
