"""Whole processes, timed: seconds and most memory of one that ends, or until one that serves is ready."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rag.errors import BylineError

ROOT = Path(__file__).parents[2]
PAGE_KB = 1024


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that ended well: its seconds, its peak of memory in MB (None: not known), what it wrote."""

    seconds: float
    peak_mb: float | None
    output: str


def ended(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Ended:
    """Run a process to its end; in this checkout, so that its code is this one.

    :param environment: variables beside those of this process.
    :raises BylineError: if it fails.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = _start(command, environment, out, err)
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            # kilobytes, and on macOS bytes
            peak = usage.ru_maxrss / (PAGE_KB if sys.platform != "darwin" else PAGE_KB**2)
        else:
            process.wait()
            peak = None
        took = time.perf_counter() - began
        if process.returncode:
            raise BylineError(f"{' '.join(command)} ended with {process.returncode}: {_last(err)}")
        out.seek(0)
        return Ended(took, peak, out.read().decode("utf-8", "replace"))


@contextmanager
def serving(
    command: Sequence[str], ready: str, environment: Mapping[str, str] | None = None, wait: float = 120.0
) -> Iterator[tuple[int, float, str]]:
    """Run a process that serves until the block ends; gives its id, the seconds until it wrote a line that
    holds `ready`, and that line.

    :raises BylineError: if it ends before, or is not ready in time.
    """
    with tempfile.NamedTemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = _start(command, environment, out, err)
        try:
            while True:
                lines = Path(out.name).read_text("utf-8", "replace").splitlines()
                line = next((one for one in lines if ready in one), None)
                if line is not None:
                    break
                if process.poll() is not None:
                    raise BylineError(f"{' '.join(command)} ended with {process.returncode}: {_last(err)}")
                if time.perf_counter() - began > wait:
                    raise BylineError(f"{' '.join(command)} was not ready after {wait:.0f} s: {_last(err)}")
                time.sleep(0.01)
            yield process.pid, time.perf_counter() - began, line
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def memory_mb(pid: int) -> float | None:
    """What a process holds in memory at the moment; None where the system does not say, or it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / PAGE_KB for line in lines if line.startswith("VmRSS:")), None)


def _start(
    command: Sequence[str], environment: Mapping[str, str] | None, out: IO[bytes], err: IO[bytes]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
    )


def _last(err: IO[bytes]) -> str:
    err.seek(0)
    lines = err.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it wrote nothing"
