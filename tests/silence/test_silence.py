"""Nothing leaves the machine: no connection but to loopback and no look-up of a name, from any door."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.serving import free_port
from tests.faults.scripted import Server, answers, says
from tests.silence.doors import ARTICLE, ASK, DOORS, Door
from tests.silence.watching import environment, tracer, watched

pytestmark = pytest.mark.slow
MODELS = answers(200, {"object": "list", "data": [{"id": "m", "object": "model"}]})


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an indexed article and an answer, made under watch."""
    folder = tmp_path_factory.mktemp("silence")
    shutil.copy(ARTICLE, folder / "article.txt")
    assert watched(["-m", "index", "add", "article.txt"], folder) == []
    done = subprocess.run(
        [sys.executable, *ASK],
        env=environment(folder, folder / "x"),
        cwd=folder,
        capture_output=True,
        check=True,
    )
    (folder / "answer.json").write_bytes(done.stdout)
    return folder


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_door_attempts_nothing(door: Door, indexed: Path, request: pytest.FixtureRequest) -> None:
    command = [part.replace("{port}", str(free_port())) for part in door.command]
    with Server(says("Moscow insists on the withdrawal of Ukraine from Donbas."), models=MODELS) as server:
        variables = {}
        if door.llm:
            variables = {"BYLINE_LLM_BASE_URL": server.url, "BYLINE_LLM_MODEL": "m"}
        if door.local:
            variables = {"BYLINE_LLM_PATH": str(request.getfixturevalue("small_model"))}
        attempts = watched(command, indexed, door.stdin, door.use, door.codes, **variables)
    assert attempts == []
    assert not list(indexed.rglob("deviceid"))  # onnxruntime's, written where it is about to send
    assert bool(server.requests) == door.llm


NAMES = {
    "getaddrinfo": "socket.getaddrinfo('example.org', 80)",
    "gethostbyname": "socket.gethostbyname('example.org')",
    "gethostbyaddr": "socket.gethostbyaddr('192.0.2.1')",
    "connect": "socket.socket().connect(('192.0.2.1', 80))",
    "connect_ex": "socket.socket().connect_ex(('192.0.2.1', 80))",
    "sendto": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "urllib": "import urllib.request; urllib.request.urlopen('http://example.org')",
    "httpx": "import httpx; httpx.get('http://192.0.2.1')",
    "child": "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; "
    'socket.getaddrinfo("example.org", 80)\'])',
}


@pytest.mark.parametrize("attempt", NAMES.values(), ids=NAMES)
def test_an_attempt_is_seen_and_fails(attempt: str, tmp_path: Path) -> None:
    code = f"import socket\ntry:\n    {attempt}\nexcept Exception as error:\n    print(error)"
    attempts = watched(["-c", code], tmp_path)
    assert any("example.org" in one or "192.0.2.1" in one for one in attempts)


NATIVE = """
import ctypes, socket, struct
libc = ctypes.CDLL(None)
address = struct.pack("=HH4s8x", socket.AF_INET, socket.htons(9), socket.inet_aton("192.0.2.1"))
libc.connect(socket.socket(type=socket.SOCK_DGRAM).fileno(), address, len(address))
"""


def test_what_goes_around_python_is_seen_by_the_kernel(tmp_path: Path) -> None:
    if not tracer():
        pytest.skip("strace is not installed, or may not trace: only Python's own sockets are watched")
    (attempt,) = watched(["-c", NATIVE], tmp_path)
    assert "192.0.2.1" in attempt


def test_loopback_is_no_attempt(tmp_path: Path) -> None:
    with Server(answers(200, "{}"), models=MODELS) as server:
        code = f"import httpx\nassert httpx.get('{server.url}/models').status_code == 200"
        assert watched(["-c", code], tmp_path) == []
