"""A float ONNX file in, its int8 form out: the numbers that the product multiplies."""

from __future__ import annotations

from pathlib import Path

WHOLE = tuple(f"/model/bert/encoder/layer.{i}/output/dense/MatMul" for i in range(3))
"""Left in float: their int8 error, measured on the calibration items, was a third of the whole."""


BITS = 7
"""Of the weights that are multiplied."""


def quantise(model: Path, out: Path) -> None:
    """Write the weights as symmetric integers of 7 bits, a scale for each output; the activations become
    integers as they come. Embeddings, which are looked up and not multiplied, have 8 bits.

    Without VNNI, x86 adds two products of an unsigned and a signed byte in 16 bits, which saturate: with 8
    bits of weight they do, with 7 they cannot (2 x 255 x 64 < 2^15). So the integers are the same on every
    processor, in whatever runtime, and at the speed of that instruction.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    held = out.with_suffix(".embeddings.onnx")
    quantize_dynamic(
        model,
        held,
        op_types_to_quantize=["Gather"],
        weight_type=QuantType.QInt8,
        extra_options={"WeightSymmetric": False},
    )
    quantize_dynamic(
        held,
        out,
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=list(WHOLE),
        extra_options={"WeightSymmetric": True},
    )
    held.unlink()
