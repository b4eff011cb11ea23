"""The page behind a proxy, under a path, over TLS and with a password; and what it does not serve."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.browser.serving import PATIENCE, free_port, serving
from tests.browser.test_door import refused
from tests.browser.test_page import QUESTIONS, ask

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=PATIENCE)  # what a press changes comes from the server, which may be busy

NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {cert}; ssl_certificate_key {key};
    client_max_body_size 210m;
    location /byline/ {{
      proxy_pass {page}/;
      proxy_http_version 1.1;
      proxy_buffering off;
      proxy_read_timeout 600s;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    return cert, key


@contextmanager
def nginx(folder: Path, page: str, certificate: tuple[Path, Path]) -> Iterator[str]:
    """nginx before a page, over TLS and under `/byline`; gives its address."""
    path = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if path is None:
        pytest.skip("nginx is not installed")
    port = free_port()
    config = folder / "nginx.conf"
    cert, key = certificate
    config.write_text(NGINX.format(folder=folder, port=port, page=page, cert=cert, key=key))
    process = subprocess.Popen([path, "-e", str(folder / "error.log"), "-c", str(config)])
    try:
        url = f"https://127.0.0.1:{port}/byline/"
        with httpx.Client(transport=httpx.HTTPTransport(retries=20, verify=False)) as client:
            assert client.get(url).status_code == 200
        yield url
    finally:
        process.terminate()
        process.wait(20)


def test_it_works_behind_nginx_under_a_path_over_tls_with_sign_in(
    tmp_path: Path, browser, certificate
) -> None:
    asked: list[str] = []
    with (
        serving(tmp_path, "--root-path", "/byline", "--auth", "ada:enchantress") as page,
        nginx(tmp_path, page, certificate) as url,
    ):
        context = browser.new_context(ignore_https_errors=True)
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(url)
        tab.get_by_label("username").fill("ada")
        tab.get_by_label("password").fill("enchantress")
        tab.get_by_role("button", name="Login").click()
        tab.wait_for_selector("[data-shown]")
        turn = ask(tab, QUESTIONS[0])
        expect(turn.locator(".byline-quote").first).to_be_visible()
        turn.locator(".byline-marker").first.click()
        expect(tab.locator("mark.byline-mark").first).to_be_visible()
        tab.get_by_role("button", name="Add an article").click()
        (tmp_path / "zoo.txt").write_text("The zoo of Ostrava bought a giraffe named Zora.")
        tab.locator("#byline-files input[type=file]").set_input_files(tmp_path / "zoo.txt")
        expect(tab.locator("#byline-adding [role=status]")).to_have_text("1 article added.")
        listed = tab.request.get(f"{url}api/articles").json()["articles"]
        assert any("Zora" in one["title"] for one in listed)
        cookies = {one["name"]: one for one in context.cookies()}
        assert not any(name.startswith("byline") for name in cookies)  # a person is known by their name
        context.close()
    assert [one for one in asked if not one.startswith((url, "data:", "blob:"))] == []


def test_the_cookie_of_a_browser_belongs_to_the_path_and_to_tls(tmp_path: Path, certificate) -> None:
    with (
        serving(tmp_path, "--root-path", "/byline") as page,
        nginx(tmp_path, page, certificate) as url,
        httpx.Client(verify=False) as client,
    ):
        cookie = client.get(url).headers["set-cookie"]
        for attribute in ("byline-visitor=", "Path=/byline", "Secure", "HttpOnly", "SameSite=Lax"):
            assert attribute in cookie
        assert client.get(f"{url}healthz").json()["status"] == "ok"
        assert "manifest" not in client.get(url).text.split("<body")[0]


def test_it_serves_over_tls_by_itself(tmp_path: Path, browser, certificate) -> None:
    cert, key = certificate
    with serving(tmp_path, "--tls-cert", str(cert), "--tls-key", str(key)) as url:
        assert url.startswith("https://")
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        page.wait_for_selector("[data-shown]")
        [cookie] = [one for one in context.cookies() if one["name"] == "byline-visitor"]
        assert (cookie["secure"], cookie["httpOnly"]) == (True, True)
        context.close()


def test_a_certificate_without_its_key_is_refused(tmp_path: Path, certificate) -> None:
    done = refused(tmp_path, "--tls-cert", str(certificate[0]))
    assert (done.returncode, done.stderr) == (
        2,
        "byline: tls_cert and tls_key belong together: set both, or neither\n",
    )
    wrong = refused(tmp_path, "--tls-cert", str(certificate[1]), "--tls-key", str(certificate[0]))
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("byline: cannot serve over TLS with ")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_other_machines_are_let_in_with_a_password_only(tmp_path: Path, host: str) -> None:
    done = refused(tmp_path, "--host", host)
    assert (done.returncode, done.stdout) == (2, "")
    said = f"byline: {host} can be reached from other machines, and there is no password"
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_no_file_is_served_and_nothing_of_gradio_that_the_page_does_not_need(tmp_path: Path) -> None:
    secret = tmp_path / "byline.toml"
    secret.write_text("k = 5")
    with serving(tmp_path) as url, httpx.Client(base_url=url) as ada, httpx.Client(base_url=url) as bob:
        for client in (ada, bob):
            client.get("/")
        [upload] = ada.post("/gradio_api/upload", files={"files": ("a.txt", b"A secret.")}).json()
        assert Path(upload).read_bytes() == b"A secret."
        assert Path(upload).parents[1].stat().st_mode & 0o077 == 0  # of this user alone
        names = [upload, str(secret), secret.name, "/etc/passwd", "../../../../etc/passwd", "byline.toml"]
        names += [quote(name, safe="") for name in names] + [f"{Path(upload).parent}/../../{secret}"]
        for client in (ada, bob):
            for name in names:
                for path in ("gradio_api/file=", "gradio_api/file/", "file=", "gradio_api//file="):
                    reply = client.get(f"/{path}{name}")
                    assert reply.status_code in (403, 404), (path, name)
                    assert b"secret" not in reply.content.lower()
        for path in (
            "/gradio_api/deep_link",
            "/gradio_api/runs",
            "/gradio_api/info",
            "/gradio_api/openapi.json",
            "/gradio_api/proxy=http://127.0.0.1/",
            "/gradio_api/custom_component/1/client/a/b.js",
            "/monitoring",
            "/monitoring/summary",
            "/gradio_api/vibe-code",
            "/assets/../../../../etc/passwd",
            "/assets/%2e%2e/%2e%2e/routes.py",
            "/static/..%2f..%2froutes.py",
            "/?deep_link=../../etc",
        ):
            reply = ada.get(path)
            assert reply.status_code in (200, 403, 404), path
            assert reply.status_code != 200 or path.startswith("/?"), path
            assert "Traceback" not in reply.text
        large = ada.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * (21 * 2**20))})
        assert large.status_code == 413
        several = [("files", (f"{n}.txt", b"x" * (15 * 2**20))) for n in range(14)]
        assert ada.post("/gradio_api/upload", files=several).status_code == 413


def test_a_forged_event_tells_nothing_of_the_server(tmp_path: Path) -> None:
    with serving(tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        config = client.get("/config").json()
        calls = [one for one in config["dependencies"] if one["targets"]]
        for one in calls:
            data = {"data": ["x"] * len(one["inputs"]), "fn_index": one["id"], "session_hash": "forged"}
            reply = client.post("/gradio_api/run/predict", content=json.dumps(data))
            assert "Traceback" not in reply.text
            assert "site-packages" not in reply.text
        for body in (b"", b"{", b'{"data": 3}', b"\xff"):
            for path in ("run/predict", "component_server", "queue/join", "upload"):
                reply = httpx.post(f"{url}/gradio_api/{path}", content=body, timeout=60)
                assert reply.status_code >= 400
                assert "Traceback" not in reply.text
