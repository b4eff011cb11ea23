"""Measure a reader on held-out articles, beside an embedding cosine and BM25.

`python -m eval.train.evaluate --data ../shared/data [--reader rag/weights/reader] [--out figures.json]`
"""

from __future__ import annotations

import argparse
import collections
import json
import logging
import random
import re
import string
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from eval.train.augment import keywords, misspell
from eval.train.data import Document, Item
from eval.train.encode import base_model
from eval.train.examples import Example, build
from eval.train.reader import SHARES, read_items
from rag.retrieve.reader import Raw, Reader

PASSAGE = 5  # sentences in a passage of the whole-article measurements
NEAREST = 8  # passages that the reader sees where it only reranks

Floats = NDArray[np.float64]


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive scores above a negative, ties half (Hanley and McNeil 1982)."""
    low, high = np.sort(np.asarray(negative)), np.asarray(positive)
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(below.mean() / 2 / len(low))


def token_f1(answer: str, gold: str) -> float:
    """SQuAD's F1 over normalised words (Rajpurkar et al. 2016, section 6.1)."""
    sides = []
    for text in (answer, gold):
        plain = "".join(c for c in text.lower() if c not in string.punctuation)
        sides.append(collections.Counter(re.sub(r"\b(a|an|the)\b", " ", plain).split()))
    shared = sum((sides[0] & sides[1]).values())
    return 2 * shared / (sum(sides[0].values()) + sum(sides[1].values())) if shared else 0.0


def calibration_error(probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Guo et al. 2017)."""
    p, hit = np.asarray(probabilities), np.asarray(outcomes, dtype=float)
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs((p - hit)[place == b].sum()) for b in range(bins)) / len(p))


def passage_figures(reader: Reader, items: Sequence[Item]) -> dict[str, float]:
    """Sentence choice, answerability and spans inside each question's own paragraph (SQuAD 2.0)."""
    answered: list[float] = []
    unanswerable: list[float] = []
    first: list[bool] = []
    f1: list[float] = []
    chances: list[float] = []
    hits: list[bool] = []
    for item in tqdm(items, desc="own paragraph", mininterval=10):
        start, end = next(b for b in item.document.blocks if b[0] <= item.anchor < b[1])
        texts = item.document.sentences[start:end]
        reading = reader.read(item.question, [texts])[0]
        chances += reading.sentences
        hits += [start + i in item.gold for i in range(len(texts))]
        (answered if item.gold else unanswerable).append(reading.answerable)
        if item.gold and item.span and reading.span:
            first.append(start + int(np.argmax(reading.sentences)) in item.gold)
            span, gold = reading.span, item.span
            answer = texts[span.sentence][span.start : span.end]
            f1.append(token_f1(answer, item.document.sentences[gold.sentence][gold.start : gold.end]))
    outcomes = [True] * len(answered) + [False] * len(unanswerable)
    return {
        "answerable questions": len(answered),
        "unanswerable questions": len(unanswerable),
        "recall@1 of the gold sentence in its paragraph": float(np.mean(first)),
        "span F1, forced": float(np.mean(f1)),
        "AUROC, adversarial": auroc(answered, unanswerable),
        "ECE, passages": calibration_error(answered + unanswerable, outcomes),
        "ECE, sentences": calibration_error(chances, hits),
    }


def source_figures(reader: Reader, items: Sequence[Item]) -> dict[str, float]:
    """Sentence choice and answerability in the mixed passages of each other set's held-out part."""
    figures: dict[str, float] = {}
    examples = build(items, seed=2, shares=SHARES, augment=False)
    raws = example_raws(reader, examples)
    for source in sorted({example.source for example in examples}):
        part = [(e, raw) for e, raw in zip(examples, raws, strict=True) if e.source == source]
        first = [
            int(np.argmax(raw.sentences)) in e.gold for e, raw in part if e.gold and len(e.sentences) > 1
        ]
        odds = [(bool(e.gold), reader.calibrated(raw).answerable) for e, raw in part]
        figures[f"{source}: passages"] = len(part)
        figures[f"{source}: recall@1 of the gold sentence"] = float(np.mean(first))
        figures[f"{source}: AUROC"] = auroc(
            [p for gold, p in odds if gold], [p for gold, p in odds if not gold]
        )
    return figures


def hurried(items: Sequence[Item]) -> dict[str, list[Item]]:
    """:return: The items with their questions misspelt, and as keywords."""
    draw = random.Random(0)
    return {
        "misspelt": [replace(item, question=misspell(item.question, draw)) for item in items],
        "keywords": [replace(item, question=keywords(item.question)) for item in items],
    }


def article_figures(reader: Reader, items: Sequence[Item]) -> dict[str, float]:
    """Sentence choice over whole articles, and questions asked to passages that do not answer."""
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(base_model()), device="cpu")
    documents = list(dict.fromkeys(item.document for item in items))
    views = {document: _View(document, encoder) for document in documents}
    hits: dict[str, list[bool]] = collections.defaultdict(list)
    scores: dict[str, list[float]] = collections.defaultdict(list)
    seconds = 0.0
    for item in tqdm([item for item in items if item.gold], desc="whole article", mininterval=10):
        view, other = views[item.document], views[documents[documents.index(item.document) - 1]]
        vector = np.asarray(
            encoder.encode([item.question], normalize_embeddings=True, show_progress_bar=False)
        )[0]
        cosine = view.sentence_vectors @ vector
        near = np.argsort(-(view.passage_vectors @ vector), kind="stable")
        began = time.perf_counter()
        top = reader.raw(item.question, [view.passages[i] for i in near[:NEAREST]])
        seconds += time.perf_counter() - began
        rest = reader.raw(item.question, [view.passages[i] for i in near[NEAREST:]])
        raws = dict(zip(near.tolist(), [*top, *rest], strict=True))
        readings = {i: reader.calibrated(raw) for i, raw in raws.items()}
        alone = np.concatenate([readings[i].sentences for i in range(len(view.passages))])
        joint = np.concatenate([_joint(readings[i]) for i in range(len(view.passages))])
        shown = np.zeros(len(joint))
        for i in near[:NEAREST]:
            shown[i * PASSAGE : (i + 1) * PASSAGE] = 1
        for name, ranking in {
            "reader, sentence": alone,
            "reader, sentence x passage": joint,
            f"reader over the {NEAREST} nearest passages": joint * shown,
            "embedding": cosine,
            "BM25": view.lexical(item.question),
        }.items():
            hits[name].append(int(np.argmax(ranking)) in item.gold)
        hits["gold among the nearest"].append(any(shown[i] for i in item.gold))
        own = {i // PASSAGE for i in item.gold}
        lacking = [i for i in near if i not in own]
        scores["own, top"].append(max(readings[i].answerable for i in near[:NEAREST]))
        scores["own, gold"].append(max(readings[i].answerable for i in own))
        scores["own, lacking"].append(readings[lacking[0]].answerable)
        far = np.argsort(-(other.passage_vectors @ vector), kind="stable")[:NEAREST]
        strange = reader.read(item.question, [other.passages[i] for i in far])
        scores["strange, top"].append(max(reading.answerable for reading in strange))
        distances = view.passage_vectors @ vector
        scores["embedding own"].append(float(distances.max()))
        scores["embedding gold"].append(float(max(distances[i] for i in own)))
        scores["embedding lacking"].append(float(distances[lacking[0]]))
        scores["embedding strange"].append(float((other.passage_vectors @ vector).max()))
    figures = {f"recall@1 in the article: {name}": float(np.mean(hit)) for name, hit in hits.items()}
    for name, positive, negative in (
        ("reader, another article", "own, top", "strange, top"),
        ("reader, gold passage against nearest other", "own, gold", "own, lacking"),
        ("embedding, another article", "embedding own", "embedding strange"),
        ("embedding, gold passage against nearest other", "embedding gold", "embedding lacking"),
    ):
        figures[f"AUROC: {name}"] = auroc(scores[positive], scores[negative])
    figures[f"ms a question, {NEAREST} passages"] = 1000 * seconds / len(scores["own, top"])
    for name, key in (("another article's", "strange, top"), ("own", "own, top")):
        figures[f"share of {name} questions over 0.5"] = float(np.mean(np.asarray(scores[key]) > 0.5))
    return figures


class _View:
    """An article cut to passages, with the vectors and the BM25 index of the baselines."""

    def __init__(self, document: Document, encoder: Any) -> None:
        import bm25s

        texts = document.sentences
        self.passages = [texts[i : i + PASSAGE] for i in range(0, len(texts), PASSAGE)]
        self.sentence_vectors = np.asarray(
            encoder.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        )
        joined = [" ".join(passage) for passage in self.passages]
        self.passage_vectors = np.asarray(
            encoder.encode(joined, normalize_embeddings=True, show_progress_bar=False)
        )
        self._bm25 = bm25s.BM25(method="lucene")
        self._bm25.index([_words(text) for text in texts], show_progress=False)

    def lexical(self, question: str) -> Floats:
        """:return: BM25 score of each sentence."""
        known = [word for word in _words(question) if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(len(self.sentence_vectors))
        return np.asarray(self._bm25.get_scores(known), dtype=np.float64)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _joint(reading: Any) -> list[float]:
    return [score * reading.answerable for score in reading.sentences]


def example_raws(reader: Reader, examples: Sequence[Example]) -> list[Raw]:
    """:return: Each example's raw reading, in order."""
    bar = tqdm(examples, desc="calibration", mininterval=10)
    return [reader.raw(example.question, [example.sentences])[0] for example in bar]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development sets")
    parser.add_argument("--reader", type=Path, help="folder of weights; the shipped ones without it")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--limit", type=int, help="take only every n-th question")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    items = read_items(given.data, "test")[:: given.limit or 1]
    reader = Reader(given.reader, given.threads)
    figures = passage_figures(reader, items)
    for kind, reworded in hurried(items).items():
        figures |= {f"{kind}: {name}": value for name, value in passage_figures(reader, reworded).items()}
    figures |= source_figures(reader, read_items(given.data, "dev")[:: given.limit or 1])
    figures |= article_figures(reader, items)
    for name, value in figures.items():
        logging.getLogger(__name__).info("%-70s %.3f", name, value)
    if given.out:
        given.out.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
