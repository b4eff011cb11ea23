"""Settings in, a running page and API out: builds the engine, fills an empty library, and launches."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index import Settings
from index.read.files import limit
from rag.doors.listen import HOST, check_free, check_guarded, check_tls, login, unusable
from rag.engine import Engine

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
    asked_for = login(auth, settings)
    check_guarded(host, asked_for)
    check_free(host, port)
    check_tls(settings)
    uploads = tempfile.mkdtemp(prefix="byline-")  # only for this user to read
    atexit.register(shutil.rmtree, uploads, ignore_errors=True)
    os.environ.update(_OFFLINE, GRADIO_TEMP_DIR=uploads)
    engine = Engine(settings)
    engine.retrieve("Is everything here?", k=1)  # loads the models now, and fails now where one is missing
    with _unproxied():
        blocks, url = _launched(engine, host, port, asked_for)
    log.info("the page answers at %s", url)
    return Running(url.rstrip("/"), blocks)


def _launched(engine: Engine, host: str, port: int, asked_for: tuple[str, str] | None) -> tuple[Any, str]:
    """The page with the API beside it, and their address."""
    from starlette.middleware import Middleware

    from rag.doors.http import Rights, create

    from .beside import Beside, logged_in
    from .gate import Gate
    from .look import look  # Gradio takes seconds to import: not before all that can be checked without it
    from .page import build
    from .policy import Strict

    settings = engine.settings
    api = create(engine, Rights(asked_for, host, logged_in, settings.api_write))
    blocks = build(engine, asked_for)
    root = "/" + settings.root_path.strip("/") if settings.root_path.strip("/") else ""
    pages = [page[0] for page in blocks.pages if page[0]]
    gate = Middleware(Gate, engine=engine, login=asked_for, root=root, pages=pages)
    try:
        _, url, _ = blocks.launch(
            server_name=host,
            server_port=port,
            auth=asked_for,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            max_file_size=limit(settings),
            state_session_capacity=1000,
            root_path=root or None,
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
            ssl_verify=False,  # of Gradio's own question whether the page answers
            app_kwargs={"middleware": [gate, Middleware(Strict), Middleware(Beside, api=api, root=root)]},
            **look(),
        )
    except OSError as error:
        raise unusable(host, port, str(error)) from error
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
