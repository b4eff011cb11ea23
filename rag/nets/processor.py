"""What the processor can do that int8 arithmetic, and so the figures of two machines, may hang on."""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

UNKNOWN = "unknown"
CPUINFO = Path("/proc/cpuinfo")
NAMES: Mapping[str, frozenset[str]] = {
    "AVX2": frozenset({"avx2"}),
    "AVX-512": frozenset({"avx512f"}),
    "VNNI": frozenset({"avx512_vnni", "avx512vnni", "avx_vnni"}),
    "AMX": frozenset({"amx_int8", "amx_tile"}),
    "dot product": frozenset({"asimddp", "hw.optional.arm.FEAT_DotProd"}),
    "int8 matrices": frozenset({"i8mm", "hw.optional.arm.FEAT_I8MM"}),
    "bf16": frozenset({"avx512_bf16", "amx_bf16", "bf16", "hw.optional.arm.FEAT_BF16"}),
}
"""Our name of each feature, and what Linux or macOS calls it; any one of them is enough."""


def processor() -> str:
    """The architecture and the features that matter, such as "x86_64: AVX2, VNNI".

    "x86_64: none of AVX2, …" where it has none of them, and "…: unknown" where the system does not say.
    """
    return f"{platform.machine() or UNKNOWN}: {described(_flags())}"


def described(flags: Collection[str] | None) -> str:
    """Features by our names.

    :param flags: as the system names them; None: it does not say.
    """
    if flags is None:
        return UNKNOWN
    found = [name for name, theirs in NAMES.items() if theirs & set(flags)]
    return ", ".join(found) or f"none of {', '.join(NAMES)}"


def flags_of_linux(text: str) -> set[str] | None:
    """What `/proc/cpuinfo` lists for its first processor; None where it lists nothing."""
    found = re.search(r"^(?:flags|Features)\s*:(.*)$", text, re.M)
    return set(found[1].split()) if found else None


def flags_of_macos(text: str) -> set[str] | None:
    """What `sysctl machdep.cpu hw.optional` lists; None where it lists nothing.

    Of an Intel processor the features stand in one line, of Apple's each in its own, with 1 or 0.
    """
    found: set[str] = set()
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.endswith("features"):
            found |= set(value.lower().split())
        elif value.strip() == "1":
            found.add(name)
    return found or None


def _flags() -> set[str] | None:
    if platform.system() == "Darwin":
        command = ["sysctl", "machdep.cpu", "hw.optional"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=10)
        except (OSError, subprocess.SubprocessError):
            return None
        return flags_of_macos(done.stdout)
    try:
        return flags_of_linux(CPUINFO.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
