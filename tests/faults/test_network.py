"""Ways to a server: proxies of the environment, and certificates."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Settings
from index.route import is_local, proxy_for
from rag import EndpointError
from rag.errors import SettingsError
from rag.write.llm import Endpoint, Message

from .scripted import Server, answers, says
from .test_endpoint import closed_port

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def reply(url: str, ca_file: Path | None = None, seconds: float = 30.0) -> str:
    settings = Settings(llm_base_url=url, llm_model="m", llm_ca_file=ca_file and str(ca_file))
    return "".join(one.text for one in Endpoint.of(settings).stream([Message("user", "Who?")], seconds, 50))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# --- proxies ---------------------------------------------------------------------------------------------


@pytest.fixture(
    params=["http://127.0.0.1:{port}", "127.0.0.1:{port}", "socks5://127.0.0.1:{port}", "gopher://x"]
)
def proxy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A proxy that lets nothing through, by each name and in each form in which the environment has one."""
    with Server(models=answers(403, "Forbidden", "text/plain"), path="/none") as server:
        port = server.url.rpartition(":")[2].removesuffix("/v1")
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, request.param.format(port=port))
        yield server


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_of_this_machine_is_never_asked_through_a_proxy(host: str, proxy: Server) -> None:
    with Server(says("Ann.")) as server:
        endpoint = Endpoint(server.url.replace("127.0.0.1", host), "m")
        assert endpoint.context(5) == 4096
        assert "".join(one.text for one in endpoint.stream([Message("user", "Who?")], 30, 50)) == "Ann."
    assert proxy.requests == []


@pytest.mark.parametrize("url", ["http://llm.example.org/v1", "https://llm.example.org/v1"])
def test_a_proxy_that_lets_nothing_through_is_what_is_wrong(url: str, proxy: Server) -> None:
    with pytest.raises(EndpointError, match="cannot be reached through the environment's proxy"):
        reply(url, seconds=5)


def test_a_proxy_that_is_not_there_is_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(EndpointError, match="cannot be reached through the environment's proxy"):
        reply("http://llm.example.org/v1", seconds=5)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True), ("10.1.2.3", True),
        ("192.168.0.7", True), ("172.16.0.1", True), ("169.254.0.1", True), ("fd00::1", True),
        ("fe80::1%eth0", True), ("100.64.0.1", True), ("ollama", True), ("box.local", True),
        ("host.docker.internal", True), ("api.localhost", True), ("8.8.8.8", False), ("172.32.0.1", False),
        ("api.openai.com", False), ("2606:4700::1", False), ("localhost.example.org", False),
    ],
)  # fmt: skip
def test_what_is_near(host: str, local: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example.org:3128")
    assert is_local(host) is local
    address = f"[{host}]" if ":" in host else host
    assert (proxy_for(f"https://{address}/v1") is None) is local


def test_a_host_that_is_excepted_is_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://proxy.example.org:1080")
    monkeypatch.setenv("NO_PROXY", "example.net")
    assert proxy_for("https://llm.example.net/v1") is None
    assert proxy_for("https://llm.example.org/v1") == "socks5://proxy.example.org:1080"


# --- certificates ----------------------------------------------------------------------------------------


def certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A self-signed one for a name, and what a server shows it with."""
    key, file = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", file),
            *("-days", "2", "-subj", "/CN=byline-test", "-addext", f"subjectAltName={name}"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return file, context


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("own"), "IP:127.0.0.1,DNS:localhost")


def test_a_certificate_of_ones_own_is_trusted_where_it_is_named(own: tuple[Path, ssl.SSLContext]) -> None:
    file, context = own
    with Server(says("Ann."), tls=context) as server:
        assert reply(server.url, file) == "Ann."


def test_without_that_it_is_the_certificate_that_is_wrong(own: tuple[Path, ssl.SSLContext]) -> None:
    with Server(says("Ann."), tls=own[1]) as server:
        with pytest.raises(
            EndpointError, match="certificate is not trusted: name the one behind it in llm_ca_file"
        ):
            reply(server.url)
        assert server.requests == []


def test_a_certificate_for_another_name(tmp_path: Path) -> None:
    file, context = certificate(tmp_path, "DNS:llm.example.org")
    wrong = pytest.raises(EndpointError, match="certificate is for another name")
    with Server(says("Ann."), tls=context) as server, wrong:
        reply(server.url, file)


def test_tls_where_none_is_spoken() -> None:
    wrong = pytest.raises(EndpointError, match="should llm_base_url start with http://")
    with Server(says("Ann.")) as server, wrong:
        reply(server.url.replace("http://", "https://"))


@pytest.mark.parametrize(("content", "why"), [(None, "cannot be read"), ("no certificate", "holds none")])
def test_a_file_without_certificates(content: str | None, why: str, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)
    with pytest.raises(SettingsError, match=why):
        reply("https://llm.example.org/v1", file)
