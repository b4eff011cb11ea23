"""Whether int8 products saturate on this processor: found out by multiplying, not by a list of processors."""

from __future__ import annotations

from functools import cache

import numpy as np

ROWS, TERMS, WEIGHT = 4, 16, 127
PRODUCT = (
    b"\x08\x08:\x94\x01\x0a\x18\x0a\x01a\x0a\x01b\x12\x01c\x22\x0dMatMul"
    b"Integer\x12\x01p*K\x08\x10\x08\x04\x10\x03B\x01bJ@"
    + bytes([WEIGHT])
    * 4
    * TERMS
    + b"Z\x13\x0a\x01a\x12\x0e\x0a\x0c\x08\x02\x12\x08\x0a\x02\x08\x04\x0a\x02\x08"
    b"\x10b\x13\x0a\x01c\x12\x0e\x0a\x0c\x08\x06\x12\x08\x0a\x02\x08\x04\x0a\x02\x08\x04B\x04\x0a\x00\x10\x0d"
)
"""An ONNX file of one `MatMulInteger`: u8 [4, 16], "a", times weights [16, 4] that are all 127."""


@cache
def products_saturate() -> bool:
    """Whether onnxruntime's product of unsigned and signed bytes differs from the exact one here.

    On x86 with AVX2 but without VNNI it adds two products in 16 bits, which cannot hold 2 x 255 x 127.
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(PRODUCT, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"a": np.full((ROWS, TERMS), 255, dtype=np.uint8)})
    return bool((found != TERMS * 255 * WEIGHT).any())
