"""A GGUF file in, the address of a llama.cpp server out, which runs in a child process: `Child`.

So it has an environment of its own, may crash by itself, and ends with this process however that ends.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from rag.errors import EndpointError, ModelError

LOAD_SECONDS = 300.0
"""Most seconds for a model to be loaded."""
_MAGIC = b"GGUF"
_SCRIPT = Path(__file__).with_name("llama_server.py")
_READY = b"listening "

log = logging.getLogger(__name__)


class Child:
    """A llama.cpp server on a free port of 127.0.0.1; may be shared by threads.

    :param path: a GGUF file.
    :param context: tokens of each request, prompt and reply together.
    :param slots: requests that it serves at once.
    :param threads: None: half of the processors, at least one. More than are free make it far slower.
    :param prompt_cache: whether a prompt may be begun where another ended: faster, but the reply to one may
        then depend on what was asked before.
    :param embeddings: whether it gives vectors of texts, and no replies.
    """

    def __init__(
        self,
        path: Path,
        *,
        context: int,
        slots: int,
        threads: int | None = None,
        prompt_cache: bool = True,
        embeddings: bool = False,
    ) -> None:
        self.path = path
        self.model = path.stem
        self._options = [
            f"--alias={self.model}",
            f"--context={context}",
            f"--slots={slots}",
            f"--threads={threads or max(1, (os.cpu_count() or 1) // 2)}",
            *([] if prompt_cache else ["--no-prompt-cache"]),
            *(["--embeddings"] if embeddings else []),
        ]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._address: Future[str] = Future()

    @property
    def pid(self) -> int | None:
        """Of its process; None while there is none."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def address(self, seconds: float = LOAD_SECONDS) -> str:
        """Where it answers, `http://127.0.0.1:PORT/v1`; it is started where it does not run, or no longer.

        :param seconds: to wait for the model; what is not loaded by then goes on loading for the next call.
        :raises ModelError: if the file is no model, or llama.cpp is not installed.
        :raises EndpointError: if the model cannot be loaded, or not in time.
        """
        with self._lock:
            if self.pid is None:
                self._start()
            address = self._address
        try:
            error = address.exception(seconds)
        except TimeoutError:
            raise EndpointError(
                f"llama.cpp has not loaded {self.path} after {round(seconds, 1):g} s: ask again in a while"
            ) from None
        if error:
            raise EndpointError(f"llama.cpp cannot load {self.path}: {error}") from error
        return address.result()

    def stop(self) -> None:
        """End it, if it runs."""
        with self._lock:
            self._end()

    def _start(self) -> None:
        _check(self.path)
        if self._process:
            log.warning("llama.cpp ended (code %s): it is started again", self._process.returncode)
        self._end()
        errors = tempfile.TemporaryFile()  # noqa: SIM115  closed by `_watch`
        self._process = subprocess.Popen(
            # -P: the folder of the script must not be searched for modules
            [sys.executable, "-P", str(_SCRIPT), str(self.path), *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # waiting threads that spin make it ten times slower where the processors are shared
            env={"OMP_WAIT_POLICY": "passive", **os.environ},
        )
        self._address = Future()
        watch = (self._process, errors, self._address)
        threading.Thread(target=_watch, args=watch, name="byline-llama", daemon=True).start()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()  # it has nothing to put in order
            process.wait()
            assert process.stdin
            process.stdin.close()


def _check(path: Path) -> None:
    if find_spec("xllamacpp") is None:
        raise ModelError("llama.cpp is not installed: run `pip install 'byline[local-llm]'`")
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelError(f"model {path} cannot be read: {error.strerror}") from error
    if start != _MAGIC:
        raise ModelError(f"model {path} starts with {start!r}: expected a GGUF file")


def _watch(process: subprocess.Popen[bytes], errors: IO[bytes], address: Future[str]) -> None:
    """Set the address that a child writes when it is ready, or why it never is."""
    assert process.stdout
    began = time.monotonic()
    with errors, process.stdout as written:
        line = written.readline()
        if line.startswith(_READY):
            url = line.removeprefix(_READY).decode().strip()
            log.info("llama.cpp is ready at %s after %.1f s", url, time.monotonic() - began)
            address.set_result(f"{url}/v1")
        else:
            address.set_exception(EndpointError(_why(process, errors)))


def _why(process: subprocess.Popen[bytes], errors: IO[bytes]) -> str:
    """The first error in llama.cpp's log, or what else is known."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)
    process.kill()
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").splitlines()
    told = [line.split(" E ", 1)[1] for line in lines if " E " in line]  # "0.00.017.963 E what happened"
    return told[0].strip() if told else f"it ended with code {process.wait()}"
