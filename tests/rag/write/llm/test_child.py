"""The child process that runs a model file: started, waited for, and said why not."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from rag.errors import EndpointError, ModelError
from rag.write.llm import child as module
from rag.write.llm.child import Child


@pytest.fixture
def child(small_model: Path) -> Iterator[Child]:
    made = Child(small_model, context=512, slots=1)
    yield made
    made.stop()


def cached(address: str) -> int:
    """Tokens of a prompt that are kept from the same one, asked before."""
    asked = {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 2}
    url = f"{address}/chat/completions"
    first, second = (httpx.post(url, json=asked, timeout=120).json()["usage"] for _ in range(2))
    assert not first["prompt_tokens_details"]["cached_tokens"]
    return int(second["prompt_tokens_details"]["cached_tokens"])


def test_it_starts_when_it_is_asked_for_and_then_stays(child: Child) -> None:
    assert child.pid is None
    address, pid = child.address(), child.pid
    assert pid
    assert (child.address(), child.pid) == (address, pid)
    assert cached(address) > 0


def test_threads_at_once_start_one(child: Child) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: child.address(), range(4)))
    assert len(set(found)) == 1


def test_what_takes_longer_than_one_waits_goes_on_loading(child: Child) -> None:
    with pytest.raises(EndpointError, match=r"has not loaded .*\.gguf after 0 s: ask again"):
        child.address(0.0)
    pid = child.pid
    assert pid
    assert child.address()
    assert child.pid == pid


def test_one_that_was_killed_is_started_again(child: Child) -> None:
    child.address()
    pid = child.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert httpx.get(f"{child.address()}/models", timeout=60).is_success
    assert child.pid not in (None, pid)


def test_one_that_is_killed_while_it_loads_says_so(child: Child) -> None:
    with pytest.raises(EndpointError, match="has not loaded"):
        child.address(0.0)
    pid = child.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)  # so that it is not ready before
    threading.Timer(1, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(EndpointError, match=r"cannot load .*: it ended with code -9"):
        child.address()


def test_after_a_stop_nothing_runs(child: Child) -> None:
    address = child.address()
    child.stop()
    child.stop()
    assert child.pid is None
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/models")


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (None, ModelError, "cannot be read: No such file or directory"),
        (b"These are notes.", ModelError, "starts with b'Thes': expected a GGUF file"),
        (b"", ModelError, "starts with b''"),
    ],
    ids=["missing", "text", "empty"],
)
def test_a_file_that_is_no_model(tmp_path: Path, content: bytes | None, error: type, says: str) -> None:
    refused(tmp_path, content, error, says)


def test_half_a_model_is_no_model(tmp_path: Path, small_model: Path) -> None:
    half = small_model.read_bytes()[:1_000_000]
    refused(tmp_path, half, EndpointError, r"llama\.cpp cannot load .*half\.gguf: gguf")


def refused(tmp_path: Path, content: bytes | None, error: type, says: str) -> None:
    path = tmp_path / "half.gguf"
    if content is not None:
        path.write_bytes(content)
    child = Child(path, context=512, slots=1)
    for _ in range(2):  # and again
        with pytest.raises(error, match=says):
            child.address()
    assert child.pid is None


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read: Is a directory"):
        Child(tmp_path, context=512, slots=1).address()


def test_a_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install 'byline\[local-llm\]'"):
        Child(Path("x.gguf"), context=512, slots=1).address()
