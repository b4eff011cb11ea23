"""A command in, its attempts to reach or to look up anything beyond this machine out."""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUARD = Path(__file__).parent / "guard"
TRACED = (
    "strace -f -qq --seccomp-bpf -e trace=connect,sendto,sendmsg,sendmmsg -e signal=none -s 64 -o".split()
)
_ADDRESS = re.compile(r'htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
_SWITCHES = ("HF_", "ORT_", "TRANSFORMERS_", "GRADIO_", "ANONYMIZED_", "DO_NOT_TRACK", "BYLINE_", "CHROMA_")
"""Beginnings of variables by which somebody may have silenced the libraries: Byline has to do without."""
PATIENCE = 1800
"""Seconds after which a command hangs, however busy the machine is."""


@cache
def tracer() -> bool:
    """Whether the kernel's view can be had: strace is there, and may trace."""
    if not shutil.which("strace"):
        return False
    tried = subprocess.run([*TRACED, os.devnull, "true"], capture_output=True)
    return tried.returncode == 0


def watched(
    command: Sequence[str],
    folder: Path,
    stdin: str = "",
    use: Callable[[str], None] | None = None,
    codes: Sequence[int] = (0,),
    **variables: str,
) -> list[str]:
    """Run a Python command in a folder of its own, and give what it attempted, children included.

    :param command: arguments of the interpreter.
    :param use: of a server: called with the address that its first line ends with; then it is interrupted.
    :param codes: exit codes that it may have.
    """
    log, trace = folder / "silence.log", folder / "trace.log"
    for old in (log, trace):
        old.unlink(missing_ok=True)
    whole = [sys.executable, *command]
    if tracer():
        whole = [*TRACED, str(trace), *whole]
    with (folder / "errors.log").open("w+") as errors:
        process = subprocess.Popen(
            whole,
            cwd=folder,
            env=environment(folder, log) | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
            preexec_fn=_interruptible,
        )
        try:
            assert process.stdout is not None
            first = process.stdout.readline() if use else ""
            if use:
                assert first, (folder / "errors.log").read_text()
                use(first.split()[-1])
                os.killpg(process.pid, signal.SIGINT)
            process.communicate(stdin, PATIENCE)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        errors.seek(0)
        assert process.returncode in codes, errors.read()
    return [*(log.read_text().split("\n\n") if log.exists() else ()), *_traced(trace)]


def _interruptible() -> None:
    """Heed the signal that ends a server, also where the tests ignore it, as in a background job."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def environment(folder: Path, log: Path) -> dict[str, str]:
    """As a user's, who has set nothing, in a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SWITCHES)}
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(folder))
    path = os.pathsep.join(map(str, (GUARD, ROOT)))
    return kept | homes | {"PYTHONPATH": path, "SILENCE_LOG": str(log), "BYLINE_STORE": str(folder / "store")}


def _traced(trace: Path) -> list[str]:
    """Calls of the kernel to an address of the Internet that is not loopback, or to a name server."""
    lines = trace.read_text(errors="replace").splitlines() if trace.exists() else []
    found = []
    for line in lines:
        for port, address in _ADDRESS.findall(line):
            host = ipaddress.ip_address(address)
            host = getattr(host, "ipv4_mapped", None) or host
            if port == "53" or not (host.is_loopback or host.is_unspecified):
                found.append(line)
    return found
