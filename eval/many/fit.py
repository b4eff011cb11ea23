"""Fit `rag/weights/many.json`: `python -m eval.many.fit --data ../shared/data --store library`.

Three logistic regressions over the features of `rag.retrieve.many`, on the seen half of
`eval/sets/library.jsonl`: which passage holds a gold quote, which sentence does, and whether the best one
does. The threshold is the one at which most questions are served: answered with the gold, or refused where
nothing answers. How it does on the unseen half, `python -m eval library --half unseen` measures.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index import Article, Library, Settings
from rag.retrieve.among import Among
from rag.retrieve.found import Found, Searched
from rag.retrieve.fusion import Fusion, Logistic
from rag.retrieve.many import WEIGHTS, FoundFeatures, LibraryFeatures, Many, PassageFeatures
from rag.retrieve.reader import Reader
from rag.retrieve.retriever import Retriever

from .articles import articles as select
from .asking import places
from .command import SET, stock
from .questions import LibraryQuestion, load

STRENGTH = 0.3
"""Inverse strength of the L2 penalty on standardised inputs."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A question as it was read: what was found for it, and which of the sentences are gold."""

    question: LibraryQuestion
    searched: Searched
    gold: tuple[bool, ...]

    @classmethod
    def of(cls, question: LibraryQuestion, searched: Searched, articles: Mapping[str, Article]) -> Row:
        """Find the gold among the sentences; any overlap of half counts, as in `eval.questions.Gold`."""
        spots = {
            (articles[url].id, start, end)
            for url in question.articles
            for quote in question.quotes
            for start, end in places(quote, articles[url].text)
        }
        gold = tuple(any(_overlaps(one, spot) for spot in spots) for one in searched.found)
        return cls(question, searched, gold)


def _overlaps(one: Found, spot: tuple[str, int, int]) -> bool:
    article_id, start, end = spot
    s = one.sentence
    shared = min(s.end, end) - max(s.start, start)
    return one.fused.passage.article_id == article_id and shared >= 0.5 * min(s.end - s.start, end - start)


def fit(rows: Sequence[Row], fusion: Fusion, library: Library) -> Many:
    """All weights, and the threshold."""
    passage = _regress(*_passages(rows))
    rows = [replace(row, searched=_rescored(row.searched, passage)) for row in rows]
    answerable = [row for row in rows if row.question.answerable]
    inputs = np.array([_of_sentence(one, fusion) for row in answerable for one in row.searched.found])
    sentence = _regress(inputs, np.array([gold for row in answerable for gold in row.gold]))
    half = Many(passage, sentence, Logistic((0.0,) * len(fields(LibraryFeatures)), 0.0), 0.5)
    among = Among(library, fusion, half)
    features = np.array([astuple(among.features(row.searched)) for row in rows])
    right = np.array([_best_is_gold(row, fusion, sentence) for row in rows])
    unknown = [field.name for field in fields(LibraryFeatures)].index("unknown")
    answer = _regress(features, right, against=unknown)
    chances = np.array([answer.probability(LibraryFeatures(*row)) for row in features])
    none = np.array([not row.question.answerable for row in rows])
    return Many(passage, sentence, answer, _threshold(chances, right, none))


def _passages(rows: Sequence[Row]) -> tuple[Matrix, NDArray[np.bool_]]:
    """Features of each passage read for an answerable question, and whether it holds a gold quote."""
    inputs, labels = [], []
    for row in rows:
        if not row.question.answerable:
            continue
        held: dict[str, bool] = {}
        known: dict[str, PassageFeatures] = {}
        for one, gold in zip(row.searched.found, row.gold, strict=True):
            key = one.fused.passage.id
            held[key] = held.get(key, False) or gold
            if one.fused.among:
                known[key] = one.fused.among
        inputs += [astuple(known[key]) for key in known]
        labels += [held[key] for key in known]
    return np.array(inputs), np.array(labels)


def _rescored(searched: Searched, passage: Logistic) -> Searched:
    found = []
    for one in searched.found:
        assert one.fused.among is not None, "what was put to many articles has the features of many"
        found.append(replace(one, fused=replace(one.fused, score=passage.log_odds(one.fused.among))))
    return replace(searched, found=tuple(found))


def _of_sentence(one: Found, fusion: Fusion) -> tuple[float, float]:
    return fusion.sentence.log_odds(one.features), one.fused.score


def _best_is_gold(row: Row, fusion: Fusion, sentence: Logistic) -> bool:
    odds = [sentence.log_odds(FoundFeatures(*_of_sentence(one, fusion))) for one in row.searched.found]
    return bool(odds) and row.gold[int(np.argmax(odds))]


def _threshold(chances: Matrix, right: NDArray[np.bool_], none: NDArray[np.bool_]) -> float:
    """Where the share of what is answered with the gold and the share of what is rightly refused are most,
    together; both count alike, however many there are of each."""

    def served(least: float) -> float:
        answered = chances >= least
        return float((answered & right).sum() / (~none).sum() + (~answered & none).sum() / max(1, none.sum()))

    return max((round(least, 2) for least in np.arange(0.05, 0.96, 0.01)), key=served)


def _regress(inputs: Matrix, labels: NDArray[np.bool_], against: int | None = None) -> Logistic:
    """A logistic regression on standardised inputs, written for the inputs as they are.

    Each feature was made to speak for an answer, so that no weight is negative: of a few dozen questions, two
    features that go together would else take opposite signs by chance.

    :param against: the column of the one that speaks against it, whose weight is not positive; None: none.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    rows = np.hstack([(inputs - mean) / spread, np.ones((len(inputs), 1))])
    signs = np.where(labels, 1.0, -1.0)
    free = np.ones(rows.shape[1])
    free[-1] = 0.0  # the bias is not held back

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        margin = signs * (rows @ weights)
        slope = -(signs * expit(-margin)) @ rows
        held = 0.5 / STRENGTH * free * weights
        return float(np.logaddexp(0.0, -margin).sum() + held @ weights), slope + 2 * held

    bounds: list[tuple[float | None, float | None]] = [(0.0, None)] * inputs.shape[1]
    if against is not None:
        bounds[against] = (None, 0.0)
    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, bounds=[*bounds, (None, None)]).x
    weights = found[:-1] / spread
    bias = float(found[-1] - weights @ mean)
    return Logistic(tuple(round(float(w), 4) for w in weights), round(bias, 4))


def written(many: Many, questions: int) -> dict[str, Any]:
    """As `Many.load` reads it."""
    kinds = (("passage", PassageFeatures), ("sentence", FoundFeatures), ("answer", LibraryFeatures))
    known: dict[str, Any] = {}
    for name, kind in kinds:
        one: Logistic = getattr(many, name)
        known[name] = dict(zip([f.name for f in fields(kind)], one.weights, strict=True)) | {"bias": one.bias}
    return known | {"threshold": many.threshold, "questions": questions}


def main() -> None:
    """Read the seen half over the whole library, fit, and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="development data")
    parser.add_argument("--store", type=Path, required=True, help="folder of the library")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file to write (%(default)s)")
    args = parser.parse_args()
    questions = [one for one in load(SET) if one.half == "seen"]
    with Library(Settings(store=str(args.store))) as library:
        articles = stock(library, select(args.data))
        fusion = Fusion.load()
        retriever = Retriever(library, Reader(), fusion)
        rows = []
        for question in tqdm(questions, desc="reading", unit="question"):
            searched = retriever.search(question.question, library.settings.k)
            rows.append(Row.of(question, searched, articles))
        many = fit([row for row in rows if row.searched.found], fusion, library)
    args.out.write_text(json.dumps(written(many, len(rows)), indent=2) + "\n", encoding="utf-8")
    print(json.dumps(asdict(many)))  # noqa: T201


if __name__ == "__main__":
    main()
