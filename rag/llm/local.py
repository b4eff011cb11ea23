"""A GGUF file in, an `Endpoint` out: llama.cpp runs it on this machine (the extra `local-llm`).

It runs in a child process, which has an environment of its own, may crash by itself, and ends with this one.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from index import Settings

from ..errors import EndpointError, ModelError, SettingsError
from .endpoint import DEFAULT_CONTEXT, Endpoint

LOAD_SECONDS = 300.0
"""Most seconds for a model to be loaded."""
_MAGIC = b"GGUF"
_CHILD = Path(__file__).with_name("llama_server.py")
_READY = "listening "
_lock = threading.Lock()

log = logging.getLogger(__name__)


def endpoint_of(settings: Settings) -> Endpoint:
    """Where the settings' language model answers; a model file is loaded here, once in a process.

    :raises SettingsError: if they name neither a file nor an endpoint with a model, or both.
    :raises ModelError: if the file is no model, or llama.cpp is not installed.
    :raises EndpointError: if the model cannot be loaded.
    """
    if not settings.llm_path:
        return Endpoint.of(settings)
    if settings.llm_base_url:
        raise SettingsError("llm_path and llm_base_url are both set: expected one of them")
    path = Path(settings.llm_path).expanduser().resolve()
    context = settings.llm_context or DEFAULT_CONTEXT
    with _lock:
        url = _served(path, context, settings.llm_parallel)
    return Endpoint(
        url,
        path.stem,
        context=context,
        temperature=settings.llm_temperature,
        seed=settings.llm_seed,
    )


@cache
def _served(path: Path, context: int, at_once: int) -> str:
    """Load a model, and serve it on a free port of this machine until the process ends; its address."""
    if find_spec("xllamacpp") is None:
        raise ModelError("llm_path needs llama.cpp: run `pip install 'byline[local-llm]'`")
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelError(f"llm_path {path} cannot be read: {error.strerror}") from error
    if start != _MAGIC:
        raise ModelError(f"llm_path {path} starts with {start!r}: expected a GGUF file")
    began = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = _started(path, context, at_once, errors)
        try:
            assert process.stdout
            ready = _first_line(process.stdout)
            if not ready.startswith(_READY):
                raise EndpointError(f"llama.cpp cannot load {path}: {_why(process, errors)}")
        except BaseException:
            _stop(process)
            raise
    atexit.register(_stop, process)
    url = ready.removeprefix(_READY).strip()
    log.info("llama.cpp serves %s at %s after %.1f s", path.stem, url, time.monotonic() - began)
    return f"{url}/v1"


def _started(path: Path, context: int, at_once: int, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    threads = max(1, (os.cpu_count() or 1) // 2)  # more than are free make it far slower
    options = {"alias": path.stem, "context": context, "threads": threads, "slots": at_once}
    return subprocess.Popen(
        # -P: the folder of the script must not be searched for modules
        [
            sys.executable,
            "-P",
            str(_CHILD),
            str(path),
            *(f"--{key}={value}" for key, value in options.items()),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        # waiting threads that spin make it ten times slower where the processors are shared
        env={"OMP_WAIT_POLICY": "passive", **os.environ},
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # it has nothing to put in order
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def _first_line(pipe: IO[bytes]) -> str:
    """What is written first; empty if nothing is in time, or the writer ends."""
    lines: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=lambda: lines.put(pipe.readline()), daemon=True).start()
    try:
        return lines.get(timeout=LOAD_SECONDS).decode("utf-8", "replace")
    except queue.Empty:
        return ""


def _why(process: subprocess.Popen[bytes], errors: IO[bytes]) -> str:
    """The first error in llama.cpp's log, or what else is known."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1)
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").splitlines()
    told = [line.split(" E ", 1)[1] for line in lines if " E " in line]  # "0.00.017.963 E what happened"
    if told:
        return told[0].strip()
    code = process.poll()
    return f"not ready after {LOAD_SECONDS:g} s" if code is None else f"it ended with code {code}"
