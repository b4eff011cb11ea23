"""Features as Linux and macOS list them, by our names."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from rag.nets import processor as module
from rag.nets.processor import described, flags_of_linux, flags_of_macos, processor

LAPTOP = """processor\t: 0
vendor_id\t: GenuineIntel
flags\t\t: fpu sse2 avx avx2 fma
bogomips\t: 5192.27

processor\t: 1
flags\t\t: fpu sse2 avx avx2 fma avx512_vnni
"""
SERVER = "flags\t\t: avx2 avx512f avx512_vnni avx512_bf16 amx_bf16 amx_tile amx_int8\n"
GRAVITON = "processor\t: 0\nFeatures\t: fp asimd asimddp i8mm bf16\n"
OLD_BOARD = "Features\t: fp asimd\n"
APPLE = "hw.optional.arm.FEAT_DotProd: 1\nhw.optional.arm.FEAT_BF16: 0\nhw.optional.arm.FEAT_I8MM: 1\n"
INTEL_MAC = "machdep.cpu.features: FPU SSE2 FMA\nmachdep.cpu.leaf7_features: AVX2 BMI2 AVX512F AVX512VNNI\n"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (flags_of_linux(LAPTOP), "AVX2"),
        (flags_of_linux(SERVER), "AVX2, AVX-512, VNNI, AMX, bf16"),
        (flags_of_linux(GRAVITON), "dot product, int8 matrices, bf16"),
        (flags_of_macos(APPLE), "dot product, int8 matrices"),
        (flags_of_macos(INTEL_MAC), "AVX2, AVX-512, VNNI"),
        (flags_of_linux("processor: 0\n"), "unknown"),
        (flags_of_macos(""), "unknown"),
    ],
)
def test_features_have_our_names(flags: set[str] | None, said: str) -> None:
    assert described(flags) == said


def test_a_processor_without_any_says_so() -> None:
    assert described(flags_of_linux(OLD_BOARD)).startswith("none of AVX2, ")


def test_where_the_system_does_not_say_it_is_unknown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "CPUINFO", tmp_path / "nothing")
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    assert processor() == f"{platform.machine()}: unknown"


def test_this_processor_is_named_with_its_architecture() -> None:
    assert processor().startswith(f"{platform.machine()}: ")
    assert processor() == processor()
