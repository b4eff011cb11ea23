"""The machine that a figure was measured on, and how busy it was meanwhile."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.nets.processor import processor

CPUINFO, MEMINFO = Path("/proc/cpuinfo"), Path("/proc/meminfo")
PLACES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Machine:
    """`name` is the processor's own, `cores` those that this process may use, `memory_gb` all of the memory
    (None: not known), `load` the processes that wanted a processor in the last minute, at the beginning;
    `limits` are the variables of the environment that set the number of threads.
    """

    name: str
    features: str
    cores: int
    memory_gb: float | None
    system: str
    python: str
    load: float | None
    limits: dict[str, str]
    started: str

    def __str__(self) -> str:
        busy = "load not known" if self.load is None else f"load {self.load:.1f} at the start"
        memory = "" if self.memory_gb is None else f", {self.memory_gb:.0f} GB"
        set_ = "".join(f", {key}={value}" for key, value in self.limits.items())
        return (
            f"{self.name}, {self.cores} cores{memory} ({self.features}), {self.system}, "
            f"Python {self.python}, {busy}{set_}, {self.started}"
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return asdict(self)


def machine() -> Machine:
    """This one, now."""
    return Machine(
        name=_name(),
        features=processor(),
        cores=_cores(),
        memory_gb=_memory_gb(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        limits={key: os.environ[key] for key in PLACES if key in os.environ},
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _name() -> str:
    if CPUINFO.is_file():
        found = re.search(r"^model name\s*:\s*(.+)$", CPUINFO.read_text(errors="replace"), re.M)
        if found:
            return found[1].strip()
    return platform.processor() or platform.machine() or "unknown processor"


def _memory_gb() -> float | None:
    if not MEMINFO.is_file():
        return None
    found = re.search(r"^MemTotal:\s*(\d+) kB", MEMINFO.read_text(), re.M)
    return int(found[1]) / 2**20 if found else None
