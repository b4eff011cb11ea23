"""Measure a verifier where people have judged, beside term recall and an embedding cosine.

`python -m eval.train.weigh --data ../shared/data [--verifier rag/weights/verifier] [--out figures.json]`

Of WiCE and QAGS the third of the articles that was not trained on, RAGTruth, what was held out of the sets
of `eval.train.judged` ("judged") and of what we wrote. The four numbers of `eval.train.blend` are fitted to
these, but only to half of RAGTruth's articles ("ragtruth"); "ragtruth, fresh" is the other half. Nothing at
all was fitted to it, nor to AttributionBench, CLIFF and EntFA.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from eval.judge.labels import read_labels
from eval.train.blend import SUPPORTED
from eval.train.evaluate import auroc
from eval.train.judged import judged_split, read_judged
from eval.train.own import read_own_statements
from eval.train.pairs import Pair, from_statement, labelled_pair, read_labelled
from eval.train.unseen import read_unseen
from eval.train.written import read_statements
from index import Settings
from index.embed import BUILT_IN, Embedder
from rag.verify.support import Verifier
from rag.words import recall

RAGTRUTH = "ragtruth_faithjudge/ragtruth_summary.jsonl"
DRAWS = 500
Scores = NDArray[np.float64]
Scorer = Callable[[Sequence[Pair]], Scores]


def sets(data: Path) -> dict[str, list[Pair]]:
    """The pairs of each set, none of them trained on."""
    people = read_labelled(data, "test")
    return {
        "wice": [pair for pair in people if pair.source == "wice"],
        "qags": [pair for pair in people if pair.source == "qags"],
        "ragtruth": ragtruth(data, 0),
        "ragtruth, fresh": ragtruth(data, 1),
        **held_out(data, seed=0),
        **read_unseen(data),
    }


def ragtruth(data: Path, half: int) -> list[Pair]:
    """RAGTruth's summaries of half of the articles."""
    every = read_labels(data / RAGTRUTH)
    return [labelled_pair(one, "ragtruth") for one in every if zlib.crc32(one.article.encode()) % 2 == half]


def held_out(data: Path, seed: int) -> dict[str, list[Pair]]:
    """What was held out of other people's sets, of what we wrote about their articles, and about our own."""
    draw = random.Random(seed)
    ours = {"written": read_statements(data), "own": read_own_statements()}
    found = {
        name: [pair for one in stated if one.document.split == "dev" for pair in from_statement(one, draw)]
        for name, stated in ours.items()
    }
    return found | {"judged": [pair for pair in read_judged(data) if judged_split(pair) == "dev"]}


def scorers(verifier: Verifier) -> dict[str, Scorer]:
    """The verifier and both baselines."""
    embedder = Embedder(Settings(embed_model=BUILT_IN))

    def neural(pairs: Sequence[Pair]) -> Scores:
        bar = tqdm(pairs, desc="verifier", mininterval=10)
        return np.array([verifier.supports([(pair.statement, pair.quotes)])[0] for pair in bar])

    def lexical(pairs: Sequence[Pair]) -> Scores:
        return np.array([recall(pair.statement, " ".join(pair.quotes)) for pair in pairs])

    def near(pairs: Sequence[Pair]) -> Scores:
        stated = embedder.encode([pair.statement for pair in pairs])
        quoted = embedder.encode([" ".join(pair.quotes) for pair in pairs])
        return np.asarray((stated * quoted).sum(1), dtype=np.float64)

    return {"verifier": neural, "term recall": lexical, "embedding": near}


def figures(scores: Scores, supported: NDArray[np.bool_], cut: float) -> dict[str, float]:
    """AUROC with its 95 % interval (bootstrap over pairs), balanced accuracy at a threshold, 0 to 1, and the
    shares of the supported and of the other statements that reach the default of `min_support`."""
    draw = np.random.default_rng(0)
    drawn = []
    for _ in range(DRAWS):
        some = draw.integers(0, len(scores), len(scores))
        if 0 < supported[some].sum() < len(some):
            drawn.append(ranked(scores[some], supported[some]))
    return {
        "AUROC": ranked(scores, supported),
        "AUROC from": float(np.quantile(drawn, 0.025)),
        "AUROC to": float(np.quantile(drawn, 0.975)),
        "balanced accuracy": balanced(scores, supported, cut),
        "supported that pass": float((scores[supported] >= SUPPORTED).mean()),
        "others that pass": float((scores[~supported] >= SUPPORTED).mean()),
    }


def best_cut(scores: Scores, supported: NDArray[np.bool_]) -> float:
    """The threshold of the best balanced accuracy."""
    cuts = np.unique(scores)
    return float(cuts[np.argmax([balanced(scores, supported, cut) for cut in cuts])])


def balanced(scores: Scores, supported: NDArray[np.bool_], cut: float) -> float:
    """Balanced accuracy at a threshold."""
    sure = scores >= cut
    return float((sure[supported].mean() + (~sure)[~supported].mean()) / 2)


def ranked(scores: Scores, supported: NDArray[np.bool_]) -> float:
    """AUROC, 0 to 1."""
    return auroc(scores[supported].tolist(), scores[~supported].tolist())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development sets")
    parser.add_argument("--verifier", type=Path, help="folder of weights; the shipped ones without it")
    parser.add_argument("--limit", type=int, default=1, help="take only every n-th pair")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    found: dict[str, dict[str, float]] = {}
    parts = {name: pairs[:: given.limit] for name, pairs in sets(given.data).items()}
    labels = {name: np.array([pair.label == "S" for pair in pairs]) for name, pairs in parts.items()}
    for scorer, score in scorers(Verifier(given.verifier)).items():
        scores = {name: score(pairs) for name, pairs in parts.items()}
        cut = best_cut(scores["written"], labels["written"])
        for name in parts:
            found[f"{name}: {scorer}"] = {
                **figures(scores[name], labels[name], cut),
                "pairs": len(parts[name]),
            }
            shown = "  ".join(f"{key} {value:.3f}" for key, value in found[f"{name}: {scorer}"].items())
            logging.getLogger(__name__).info("%-24s %s  threshold %.2f", f"{name}: {scorer}", shown, cut)
    if given.out:
        given.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
