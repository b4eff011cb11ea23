"""`app.py` from outside: its errors and its password."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import httpx
import pytest

from tests.browser.serving import APP, serving
from tests.faults.scripted import Server, answers

pytestmark = pytest.mark.browser


def refused(tmp_path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "BYLINE_STORE": str(tmp_path / "store")}
    return subprocess.run(
        [sys.executable, str(APP), *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True
    )


@pytest.mark.parametrize("auth", ["secretword", ":secretword", "secretword:", ""])
def test_a_malformed_password_is_refused_and_not_repeated(tmp_path, auth):
    done = refused(tmp_path, "--auth", auth)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "byline: auth must be name:password, both not empty\n"


def test_a_busy_port_is_one_clear_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = refused(tmp_path, "--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"byline: cannot serve at 127.0.0.1:{port} (address already in use)")
    assert done.stderr.count("\n") == 1


def test_a_traceback_comes_with_debug_only(tmp_path):
    assert "Traceback" in refused(tmp_path, "--port", "0", "--debug").stderr
    assert refused(tmp_path, "--port", "0").stderr == "byline: port must be 1 to 65535, got 0\n"


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:{port}", "socks5://127.0.0.1:{port}"])
def test_a_proxy_in_the_environment_keeps_no_page_from_starting(tmp_path, proxy):
    with Server(models=answers(403, "Forbidden", "text/plain")) as forbids:
        named = proxy.format(port=forbids.url.rpartition(":")[2].removesuffix("/v1"))
        proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), named)
        with serving(tmp_path, **proxies) as url, httpx.Client(base_url=url, trust_env=False) as client:
            assert client.get("/config").status_code == 200
        assert not [asked.path for asked in forbids.requests if url.removeprefix("http://") in asked.path]


def test_a_password_guards_everything_and_no_file_is_served(tmp_path):
    with (
        serving(tmp_path, "--auth", "ada:enchantress") as url,
        httpx.Client(base_url=url) as client,
    ):
        secret = tmp_path / "byline.toml"
        secret.write_text("k = 5")
        assert client.get("/config").status_code == 401
        call = {"session_hash": "x", "component_id": 1, "fn_name": "show_article", "data": ""}
        assert client.post("/gradio_api/component_server", json=call).status_code == 401
        assert client.post("/login", data={"username": "ada", "password": "wrong"}).status_code == 400
        assert client.post("/login", data={"username": "ada", "password": "enchantress"}).status_code == 200
        assert client.get("/config").status_code == 200
        for path in (secret, secret.name, APP, "/etc/passwd"):
            assert client.get(f"/gradio_api/file={path}").status_code in (403, 404)
        upload = client.post("/gradio_api/upload", files={"files": ("a.txt", b"a secret")})
        assert client.get(f"/gradio_api/file={upload.json()[0]}").status_code == 404
        client.cookies.clear()
        assert client.post("/gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 401
