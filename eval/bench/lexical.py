"""Three lexical engines side by side: `python -m eval.bench.lexical SQUAD.json [--sizes 100 10000 100000]`.

Quality: the paragraph that a SQuAD question was asked of, looked for among all paragraphs (recall@5, MRR@24).
Speed: the same paragraphs, repeated with numbers of their own, at several sizes: milliseconds of the
processor, which others on the machine do not change, for one question and for one added article of ten
passages. Processes: what four at once make of forty articles. tantivy is left out where it is not installed:
`pip install tantivy`.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from eval.bench.lexical_engines import ENGINES, Engine
from eval.squad import squad_titles
from index import Passage

DEPTH = 24
ADDED = 10
ASKED = 40
WORKERS = 4
ARTICLES = 10
WORK = "import sys; from eval.bench.lexical import work; work(sys.argv[1], sys.argv[2], sys.argv[3])"


def corpus(path: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """Paragraphs, and answerable questions each with the number of its paragraph."""
    paragraphs: list[str] = []
    asked: list[tuple[str, int]] = []
    for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in entry["paragraphs"]:
            asked += [
                (qa["question"], len(paragraphs)) for qa in paragraph["qas"] if not qa.get("is_impossible")
            ]
            paragraphs.append(" ".join(paragraph["context"].split()))
    return paragraphs, asked


def passages(texts: Sequence[str], size: int) -> list[Passage]:
    """So many passages, ten an article; a text that comes again has another number at its end."""
    rounds = (f"{text} {n}" if n else text for n in range(size // len(texts) + 1) for text in texts)
    return [
        Passage(f"{at // ADDED:016x}", text, 0, len(text))
        for at, text in zip(range(size), rounds, strict=False)
    ]


def quality(engine: Engine, texts: Sequence[str], asked: Sequence[tuple[str, int]]) -> tuple[float, float]:
    """Recall@5 and MRR over the questions."""
    found = [engine.search(question, DEPTH) for question, _ in asked]
    ranks = [
        next((rank for rank, text in enumerate(one, 1) if text == texts[right]), 0)
        for one, (_, right) in zip(found, asked, strict=True)
    ]
    return sum(0 < rank <= 5 for rank in ranks) / len(ranks), sum(1 / r for r in ranks if r) / len(ranks)


def milliseconds(act: Callable[[], object], times: int = 1) -> float:
    """Of the processor: median of several."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        act()
        taken.append(1000 * (time.process_time() - began))
    return statistics.median(taken)


def work(name: str, folder: str, worker: str) -> None:
    """Add a few articles with others at it, as one process of several."""
    for number in range(ARTICLES):
        article = f"{worker}-{number}"
        with ENGINES[name](Path(folder)) as engine:
            engine.add([Passage(article, f"Mill number{article} was sold.", 0, 1)])


def processes(name: str, folder: Path) -> str:
    """What is left of what several processes add at once, and how many of them failed."""
    command = [sys.executable, "-c", WORK, name, str(folder)]
    started = [subprocess.Popen([*command, str(n)], stderr=subprocess.DEVNULL) for n in range(WORKERS)]
    failed = sum(one.wait() != 0 for one in started)
    with ENGINES[name](folder) as engine:
        kept = len(engine.search("mill", WORKERS * ARTICLES))
    return f"{kept} of {WORKERS * ARTICLES} kept, {failed} of {WORKERS} processes failed"


def main() -> None:
    """Measure all and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("squad", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=1000)
    given = parser.parse_args()
    texts, asked = corpus(given.squad)
    asked = random.Random(0).sample(asked, min(given.questions, len(asked)))
    print(f"{len(texts)} paragraphs, {len(asked)} questions of {len(squad_titles(given.squad))} articles")  # noqa: T201
    for name, make in ENGINES.items():
        if name == "tantivy" and find_spec("tantivy") is None:
            print(f"{name:14} not installed")  # noqa: T201
            continue
        with tempfile.TemporaryDirectory() as folder, make(Path(folder) / "quality") as engine:
            engine.add(passages(texts, len(texts)))
            recall, mrr = quality(engine, texts, asked)
            print(f"{name:14} recall@5 {recall:.3f}  MRR {mrr:.3f}  ", end="", flush=True)  # noqa: T201
            print(processes(name, Path(folder) / "processes"))  # noqa: T201
        for size in given.sizes:
            with tempfile.TemporaryDirectory() as folder, make(Path(folder)) as engine:
                many = passages(texts, size + ADDED)
                built = milliseconds(lambda: engine.add(many[:size]))  # noqa: B023
                few = iter(asked[:ASKED])
                question = milliseconds(lambda: engine.search(next(few)[0], DEPTH), ASKED)  # noqa: B023
                added = milliseconds(lambda: engine.add(many[size:]))  # noqa: B023
                print(  # noqa: T201
                    f"{name:14} {size:7} passages: built in {built / 1000:.1f} s, "
                    f"a question {question:.2f} ms, an article {added:.1f} ms"
                )


if __name__ == "__main__":
    main()
