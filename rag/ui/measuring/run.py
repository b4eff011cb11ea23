"""One run at a time, in a process of its own: what it is doing, and how to stop it.

It is `python -m eval run`, at a lower priority: neither its memory nor its threads are the page's, and what
it has asked outlives a stop, the page and the server.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from index import Settings
from index.settings import PREFIX
from rag.errors import BylineError

from .kept import asked_in, count_in

PATIENCE = 10.0
"""Seconds that a process may take to stop."""
Stage = Literal["none", "starting", "asking", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class State:
    """Where the run stands. `asked` of `count` questions are answered; `seconds` since it began; `why` it
    failed. `folder` None: nothing has been run since the server started.
    """

    stage: Stage = "none"
    folder: Path | None = None
    label: str = ""
    asked: int = 0
    count: int = 0
    seconds: float = 0.0
    why: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether it is still to be waited for."""
        return self.stage in ("starting", "asking")


class Runner:
    """Runs question sets with the settings of a page; shared by its visitors."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._last = State()
        self._began = self._ended = 0.0
        self._stopped = False

    def start(self, path: Path, out: Path, label: str, per_article: int | None = None) -> None:
        """Begin to ask a set.

        :param out: folder for the run, which does not hold one.
        :param per_article: questions of each article, at most; None: all.
        :raises BylineError: if another run goes on, or the process cannot be started.
        """
        with self._lock:
            if self._process and self._process.poll() is None:
                raise BylineError("another set is being run: wait for its end, or stop it")
            found = find_spec("eval")
            if found is None or found.origin is None:
                raise BylineError("eval is not installed beside rag: install Byline anew")
            few = ["--per-article", str(per_article)] if per_article else []
            command = [sys.executable, "-P", "-m", "eval", "run", str(path), "--out", str(out), *few]
            home = str(Path(found.origin).parents[1])
            out.mkdir(parents=True, exist_ok=True)
            with (out / "log.txt").open("wb") as log:
                try:
                    self._process = subprocess.Popen(
                        command,
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=log,
                        env=_environment(self._settings, home),
                        start_new_session=True,
                    )
                except OSError as error:
                    raise BylineError(f"a run cannot be started: {error.strerror}") from error
            _give_way(self._process.pid)
            atexit.register(_end, self._process)
            self._last, self._stopped = State("starting", out, label), False
            self._began, self._ended = time.monotonic(), 0.0

    def stop(self) -> None:
        """End the run, if one goes on; what was asked stays."""
        with self._lock:
            if self._process and self._process.poll() is None:
                self._stopped = True
                _end(self._process)

    def state(self) -> State:
        """Where it stands now."""
        with self._lock:
            out, process = self._last.folder, self._process
            if out is None or process is None:
                return self._last
            code = process.poll()
            if code is not None and not self._ended:
                self._ended = time.monotonic()
                atexit.unregister(_end)
            seconds = (self._ended or time.monotonic()) - self._began
            asked, count = asked_in(out), count_in(out)
            why = ""
            if code is None:
                stage: Stage = "asking" if count else "starting"
            elif self._stopped:
                stage = "stopped"
            elif code in (0, 1):  # 1: a question failed, which the figures say
                stage = "done"
            else:
                stage, why = "failed", _last_line(out / "log.txt")
            return State(stage, out, self._last.label, asked, count, seconds, why)


def _environment(settings: Settings, home: str) -> dict[str, str]:
    """The process's variables: with what was set for the page, from wherever it came.

    :param home: folder that holds `eval`.
    """
    given = {}
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        if value is not None:
            text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            given[f"{PREFIX}{name.upper()}"] = text
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, **given, "PYTHONPATH": os.pathsep.join(paths)}


def _give_way(pid: int) -> None:
    """Let questions of visitors go first, where the system can."""
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, 10)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("byline: ") if lines else "it ended without a word"
