"""How far int8 weights say something else than floats of the same values, on this processor:
`python -m eval.bench.precision`.

With `--keep FILE` the logits are kept, and with `--against FILE` compared with those that another processor
kept. Floats differ in their last digit from one to the other, and so a value is rounded to another integer
now and then. For a processor that is not at hand, qemu-user runs the same command, such as `qemu-x86_64 -cpu
Haswell-v4 python -m eval.bench.precision --against FILE`.
"""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import math
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.questions import load
from eval.train.dequantise import write_float
from eval.train.quantise import quantise
from index import Settings, shipped_articles
from index.read import read
from index.split import passages
from rag.nets.network import Network, feeds, session_options
from rag.nets.processor import processor
from rag.nets.saturation import products_saturate
from rag.retrieve.reader import FOLDER as READER
from rag.verify.support import FOLDER as VERIFIER
from rag.words import terms

SET = Path(__file__).parents[1] / "sets" / "article.jsonl"
INPUTS = 45
LOGITS = "logits"
NETWORKS = {"reader": READER, "verifier": VERIFIER}
FLOAT = "float"
Pair = tuple[Sequence[int], Sequence[int]]
"""The two texts that a network sees, as token ids."""
Logits = NDArray[np.float64]


def pairs(network: Network, count: int = INPUTS) -> list[Pair]:
    """Token ids as the product puts them to a network: questions of the shipped set, spread over it, each
    with the passage of the shipped article that holds most of its words.
    """

    def ids(text: str) -> list[int]:
        found: list[int] = network.tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def counts(texts: Sequence[str]) -> list[int]:
        return [len(ids(text)) for text in texts]

    texts = [p.text for p in passages(read(shipped_articles()[0], Settings()), counts)]
    questions = [question.question for question in load(SET)]
    chosen = questions[:: len(questions) // count][:count]
    held = [(set(terms(text)), text) for text in texts]
    found: list[Pair] = []
    for question in chosen:
        asked = set(terms(question))
        _, best = max(held, key=lambda one: len(one[0] & asked))
        head = network.head(question)
        found.append((head, ids(best)[: network.config["max_tokens"] - len(head) - 1]))
    return found


def outputs(model: Path, posed: Sequence[Pair], exact: bool = True) -> tuple[Logits, float]:
    """Logits of all tokens of all pairs, and the median milliseconds of a run on one thread.

    :param exact: as in `session_options`.
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(
        model, session_options(1, exact), providers=["CPUExecutionProvider"]
    )
    session.run([LOGITS], feeds(*posed[0]))
    found, took = [], []
    for head, body in posed:
        start = time.thread_time()
        found.append(session.run([LOGITS], feeds(head, body))[0][0].astype(np.float64))
        took.append(1000 * (time.thread_time() - start))
    return np.concatenate(found), statistics.median(took)


def measure(
    folder: Path, count: int = INPUTS, floats: Logits | None = None
) -> dict[str, tuple[Logits, float]]:
    """Logits and milliseconds of each form of a folder's weights, by the form's name; floats come first.

    :param floats: what floats said elsewhere, which saves their time; None: they are run.
    """
    shipped = folder / "model.onnx"
    posed = pairs(Network(folder, folder.name), count)
    with tempfile.TemporaryDirectory(prefix="byline-precision-") as held:
        whole, again = Path(held, "float.onnx"), Path(held, "int8.onnx")
        write_float(shipped, whole)
        quantise(whole, again)
        return {
            FLOAT: outputs(whole, posed) if floats is None else (floats, math.nan),
            "as shipped": outputs(shipped, posed),
            "as shipped, without the option": outputs(shipped, posed, exact=False),
            "by today's recipe": outputs(again, posed, exact=False),
        }


def table(measured: Mapping[str, tuple[Logits, float]], other: Mapping[str, Logits]) -> str:
    """Deviations of the logits as Markdown.

    :param other: the logits of each form on another processor, by its name; {}: no such column.
    """
    head = "| weights | mean from float | most from float | ms a run |"
    lines = [head + " mean from there | most from there |" * bool(other)]
    lines.append("|---|---|---|---|" + "---|---|" * bool(other))
    reference, _ = measured[FLOAT]
    for name, (logits, took) in measured.items():
        off = np.abs(logits - reference)
        lines.append(f"| {name} | {off.mean():.3f} | {off.max():.3f} | {took:.1f} |")
        if other:
            there = np.abs(logits - other[name])
            lines[-1] += f" {there.mean():.3f} | {there.max():.3f} |"
    return "\n".join(lines)


def main() -> None:
    """Measure the networks, and print a table of each."""
    parser = argparse.ArgumentParser(description="Measure what int8 arithmetic does to logits here.")
    parser.add_argument("--network", choices=NETWORKS, help="only this one")
    parser.add_argument("--inputs", type=int, default=INPUTS, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write the logits to FILE.npz")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with logits that were kept")
    args = parser.parse_args()
    kept: dict[str, Logits] = {}
    other = dict(np.load(args.against)) if args.against else {}
    print(f"{processor()}; int8 products {'saturate' if products_saturate() else 'are exact'}", flush=True)
    for name in [args.network] if args.network else NETWORKS:
        theirs = {key.removeprefix(f"{name}: "): v for key, v in other.items() if key.startswith(name)}
        measured = measure(NETWORKS[name], args.inputs, theirs.get(FLOAT))
        kept |= {f"{name}: {form}": logits for form, (logits, _) in measured.items()}
        print(f"\n{name}, {args.inputs} inputs\n\n{table(measured, theirs)}", flush=True)
    if args.keep:
        np.savez(args.keep, **kept)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
