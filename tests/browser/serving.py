"""The real page in a process of its own, the articles it may hold, and a Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Article, Heading

APP = Path(__file__).parents[2] / "app.py"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 120_000  # milliseconds: the machine may be busy
HOSTILE = Article(
    text=(
        "<script>window.hacked = 1</script> The <b>zoo</b> of Ostrava bought a giraffe & a tapir.\n\n"
        '<img src="http://evil.example/x.png" onerror="window.hacked = 2"> ${window.hacked = 3} {{this}} `x`'
    ),
    title="<img src=x onerror='window.hacked = 4'>",
    outlet='"><script>window.hacked = 5</script>',
    source="javascript:window.hacked=6",
    language='en" onload="window.hacked = 7',
)
EMOJI = Article(
    text=(
        "🦒 The zoo 🏙️\n\nThe giraffe 🦒🦒 ate 40 kg of hay 🌾. It slept 𝓦ell.\n\n"
        "The tapir 🐾 did not eat — e\u0301t\u00e9."
    ),
    title="A day at the zoo",
    headings=(Heading(0, 12),),
)


@contextmanager
def serving(folder: Path, *arguments: str, **variables: str) -> Iterator[str]:
    """The page over the store of a folder, on a free port; gives its address.

    :param variables: settings, as environment variables.
    """
    command = [sys.executable, str(APP), "--port", str(free_port()), *arguments]
    environment = {**os.environ, "BYLINE_STORE": str(folder / "store"), **variables}
    log = folder / "app.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, env=environment, cwd=folder, text=True
        )
        try:
            assert process.stdout is not None
            ready = process.stdout.readline()
            assert ready.startswith("Byline is ready: "), f"{ready}\n{log.read_text()}"
            yield ready.split()[-1]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chromium():
    """A Chromium, the machine's or Playwright's own; skips the test where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with api.sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome")
        path = next(filter(None, map(shutil.which, names)), playwright.chromium.executable_path)
        if not Path(path).exists():
            pytest.skip(
                f"no Chromium: none of {', '.join(names)} is on PATH, nor is Playwright's own installed"
            )
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser, ours: Callable[[str, str], bool], shown: dict, quiet: bool = False, **usual):
    """Opens addresses, each in a new session; at the end nothing foreign was asked for, nothing had failed.

    `ours` tells, of an address opened and one that its page asked for, whether that may be. `shown` are the
    arguments of the selector to wait for, where scripts run; `usual` are a session's options. `quiet`: an
    error in the console is a failure too.
    """
    contexts, foreign, failed = [], [], []

    def opened(address: str, **options):
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: ours(address, r.url) or foreign.append(r.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        if quiet:
            page.on("console", lambda message: message.type == "error" and failed.append(message.text))
        page.goto(address)
        if options.get("java_script_enabled", True):
            page.wait_for_selector(**shown)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == []
    assert failed == []
