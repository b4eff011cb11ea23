"""The API over the shipped article, asked without a network and with one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from index import Library
from rag import Engine
from rag.doors.http import Rights, create
from tests.browser.serving import free_port

HERE = "http://127.0.0.1:7860"


def client(app: ASGIApp, **usual) -> TestClient:
    return TestClient(app, base_url=HERE, raise_server_exceptions=False, **usual)


@pytest.fixture
def api(engine: Engine) -> TestClient:
    """The API as it is on one's own machine: open, and only to be read."""
    return client(create(engine))


@pytest.fixture
def writable(library: Library) -> TestClient:
    """The API over an empty library that may be added to."""
    return client(create(Engine(library=library), Rights(write=True)))


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """The app on a free port; gives its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server ended"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def address(shipped_engine: Engine) -> Iterator[str]:
    """Where the API over the shipped article listens."""
    with listening(create(shipped_engine)) as url:
        yield url
