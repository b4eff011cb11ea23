"""Settings in, a running page out: builds the engine, fills an empty library, and launches."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index import Settings
from rag.engine import Engine
from rag.errors import SettingsError

HOST = "127.0.0.1"
PORT = 7860
_OFFLINE = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_SSR_MODE": "False"}
_NO_PROXY = ("NO_PROXY", "no_proxy")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Running:
    """A page that answers at `url` until it is closed."""

    url: str
    _blocks: Any

    def wait(self) -> None:
        """Return when the page is closed or the process is interrupted."""
        self._blocks.block_thread()

    def close(self) -> None:
        """Stop answering."""
        self._blocks.close(verbose=False)


def serve(settings: Settings, host: str = HOST, port: int = PORT, auth: str | None = None) -> Running:
    """Start the page and return once it answers.

    :param auth: `name:password` that visitors must give; None: as in the settings.
    :raises SettingsError: if `auth` is malformed, or the address cannot be used.
    :raises StoreError: if the library cannot be opened.
    """
    given = auth if auth is not None or settings.auth is None else settings.auth.get_secret_value()
    login = None if given is None else _login(given)
    _check_free(host, port)
    os.environ.update(_OFFLINE)
    engine = Engine(settings)
    engine.retrieve("Is everything here?", k=1)  # loads the models now, and fails now where one is missing
    if login is None and not _is_local(host):
        log.warning("the page has no password, and %s can be reached from other machines", host)
    with _unproxied():
        blocks, url = _launched(engine, host, port, login)
    log.info("the page answers at %s", url)
    return Running(url.rstrip("/"), blocks)


def _launched(engine: Engine, host: str, port: int, login: tuple[str, str] | None) -> tuple[Any, str]:
    """The page and its address."""
    from .look import look  # Gradio takes seconds to import: not before all that can be checked without it
    from .page import build

    blocks = build(engine)
    try:
        _, url, _ = blocks.launch(
            server_name=host,
            server_port=port,
            auth=login,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            max_file_size=1,
            state_session_capacity=1000,
            **look(),
        )
    except OSError as error:
        raise _unusable(host, port, str(error)) from error
    return blocks, url


@contextlib.contextmanager
def _unproxied() -> Iterator[None]:
    """Gradio asks its own page whether it answers, which must not go through a proxy of the environment.

    Naming the page's host would not do: its client makes ready for a proxy of any kind, and fails at one that
    it does not know, such as SOCKS.
    """
    before = {name: os.environ.get(name) for name in _NO_PROXY}
    os.environ.update(dict.fromkeys(_NO_PROXY, "*"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _login(auth: str) -> tuple[str, str]:
    """Name and password; the message of the error does not repeat them."""
    name, colon, password = auth.partition(":")
    if not (colon and name.strip() and password):
        raise SettingsError("auth must be name:password, both not empty")
    return name, password


def _check_free(host: str, port: int) -> None:
    if not 1 <= port <= 65535:
        raise SettingsError(f"port must be 1 to 65535, got {port}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise _unusable(host, port, error.strerror or str(error)) from error


def _unusable(host: str, port: int, why: str) -> SettingsError:
    return SettingsError(
        f"cannot serve at {host}:{port} ({why.lower()}): choose another with --host or --port"
    )


def _is_local(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
