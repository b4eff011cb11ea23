"""Fit `rag/weights/fusion.json`: `python -m eval.train.calibrate --data ../shared/data`.

Two logistic regressions (scikit-learn) over the features of `rag.retrieve.fusion`, on questions about
articles that neither the reader was trained on nor the shipped one is among: `eval/sets/news-dev.jsonl`, what
was held out of our own training questions, and SQuAD 2.0 articles. What is reported is cross-validated by
article: no question is judged by weights that saw its article.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from eval.corpus import stock
from eval.metrics import auroc
from eval.questions import Question, load, resolve
from eval.squad import squad_questions
from eval.train.own import held_out_own
from eval.train.written import held_out_questions
from index import Library, Settings
from rag.retrieve.evidence import EvidenceSentence
from rag.retrieve.found import Found, Searched, answer_features
from rag.retrieve.fusion import WEIGHTS, AnswerFeatures, Fusion, Logistic, SentenceFeatures
from rag.retrieve.reader import Reader
from rag.retrieve.retriever import Retriever
from rag.write.quote import pick

HELD_OUT = ("1973_oil_crisis", "French_and_Indian_War", "Normans")
"""Articles of `squad2/articles-11.json` that `eval.train.reader` does not train on."""
NEWS = Path("eval/sets/news-dev.jsonl")
KINDS = ("news", "written", "own", "squad")
FOLDS = 10
STRENGTH = 0.3
"""Inverse strength of the L2 penalty on standardised inputs."""

REFUSED = 0.04
"""Share of answerable questions that may be refused."""

Matrix = NDArray[np.float64]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """A question as it was read: what was found for it, and which of the sentences are gold."""

    question: Question
    searched: Searched
    gold: tuple[bool, ...]

    @property
    def found(self) -> tuple[Found, ...]:
        """The sentences that were read."""
        return self.searched.found


def collect(data: Path, squad_limit: int, reader: Reader, written_limit: int = 900) -> list[Row]:
    """Read every question of the sets over its own article, and at most so many of our own."""
    questions = list(load(NEWS))
    for title in HELD_OUT:
        name = f"squad2/articles-11.json#{title}"
        questions += squad_questions(data / "squad2" / "articles-11.json", name, title, squad_limit)
    rows = []
    neutral = Fusion(Logistic((), 0.0), Logistic((), 0.0), 0.5)  # `search` does not weigh
    with tempfile.TemporaryDirectory(prefix="byline-calibrate-", ignore_cleanup_errors=True) as store:
        library = Library(Settings(store=store))
        articles = stock(library, questions, data)
        own = [*held_out_questions(data), *held_out_own()]
        for question, article in own[:: max(1, -(-len(own) // written_limit))]:
            questions.append(question)
            articles[question.article] = library.add(article)
        retriever = Retriever(library, reader, neutral)
        for question in tqdm(questions, desc="reading", unit="question"):
            article = articles[question.article]
            golds = resolve(question, article)
            searched = retriever.search(question.question, library.settings.k, [article.id])
            spots = [one.sentence for one in searched.found]
            gold = tuple(any(g.overlaps(s.start, s.end) for g in golds) for s in spots)
            rows.append(Row(question, searched, gold))
    return rows


def fit(rows: Sequence[Row]) -> Fusion:
    """Sentence weights from all answerable questions; answer weights and threshold from `news-dev` and what
    we wrote about other people's texts.

    The unanswerable questions of SQuAD and about our own texts are made to deceive a reader that knows the
    paragraph, and half of all, which is not how people ask an article.
    """
    answerable = [row for row in rows if row.question.answerable]
    inputs = np.array([astuple(one.features) for row in answerable for one in row.found])
    sentence = _regress(inputs, np.array([g for row in answerable for g in row.gold]))
    half = Fusion(sentence, sentence, 0.5)
    news = [row for row in rows if not _deceives(row)]
    answers = np.array([astuple(answer_features(row.searched, half)) for row in news])
    return Fusion(sentence, _regress(answers, np.array([row.question.answerable for row in news])), 0.5)


def cross_validate(rows: Sequence[Row]) -> tuple[Matrix, NDArray[np.bool_], dict[str, float]]:
    """Out-of-article probabilities of an answer, whether the picked sentences answer, and figures."""
    scores = np.zeros(len(rows))
    ranks = np.zeros(len(rows))
    plain = np.zeros(len(rows))
    right = np.zeros(len(rows), dtype=bool)
    for side in range(FOLDS):
        fusion = fit([row for row in rows if _fold(row) != side])
        for number, row in enumerate(rows):
            if _fold(row) == side:
                scores[number] = fusion.answer.probability(answer_features(row.searched, fusion))
                ranks[number] = _rank([fusion.sentence.log_odds(f.features) for f in row.found], row.gold)
                plain[number] = _rank([f.features.read for f in row.found], row.gold)
                right[number] = _picks_gold(row, fusion)
    figures = {}
    labels = np.array([row.question.answerable for row in rows])
    kinds = np.array([_kind(row) for row in rows])
    for kind in KINDS:
        chosen = kinds == kind
        for k in (1, 3):
            figures[f"{kind}: sentence recall@{k}"] = float((ranks[chosen & labels] <= k).mean())
            figures[f"{kind}: sentence recall@{k}, reader alone"] = float(
                (plain[chosen & labels] <= k).mean()
            )
        figures[f"{kind}: answerability AUROC"] = auroc(scores[chosen].tolist(), labels[chosen].tolist())
    return scores, right, figures


def threshold(scores: Matrix, rows: Sequence[Row]) -> tuple[float, float, float]:
    """The largest threshold at which at most `REFUSED` of the answerable questions are refused; with it the
    shares of answerable and of unanswerable questions that it refuses.

    A refusal costs the asker a look at the nearest passages, which stand under it; a near miss told as an
    answer costs their trust. So the threshold is as high as the first can be borne, on the mixture of
    `news-dev` and our own held-out questions, a third of which have no answer.
    """
    labels = np.array([row.question.answerable for row in rows])
    steps = np.arange(0.05, 0.96, 0.01)
    chosen = max(step for step in steps if (scores[labels] < step).mean() <= REFUSED)
    refused = scores < chosen
    return round(float(chosen), 2), float(refused[labels].mean()), float(refused[~labels].mean())


def _picks_gold(row: Row, fusion: Fusion) -> bool:
    """Whether the quoting generator would pick a gold sentence, or all where the question needs all."""
    candidates = [
        EvidenceSentence(
            "", "", one.number, one.sentence, fusion.sentence.probability(one.features), one.previous
        )
        for one in row.found
    ]
    picked = {sentence.number for sentence in pick(candidates)}
    gold = {one.number for one, is_gold in zip(row.found, row.gold, strict=True) if is_gold}
    return bool(picked & gold) if row.question.any else bool(gold) and gold <= picked


def _regress(inputs: Matrix, labels: NDArray[np.bool_]) -> Logistic:
    from sklearn.linear_model import LogisticRegression

    mean, scale = inputs.mean(0), inputs.std(0) + 1e-9
    model = LogisticRegression(C=STRENGTH).fit((inputs - mean) / scale, labels)
    slopes = model.coef_[0] / scale
    return Logistic(tuple(float(w) for w in slopes), float(model.intercept_[0] - slopes @ mean))


def _fold(row: Row) -> int:
    """Which of the parts of cross-validation an article is in."""
    return zlib.crc32(row.question.article.encode()) % FOLDS


def _kind(row: Row) -> str:
    if row.question.article.startswith("squad2"):
        return "squad"
    if row.question.article.startswith("own: "):
        return "own"
    return "news" if row.question.id.startswith("news-dev") else "written"


def _deceives(row: Row) -> bool:
    """Whether the question is of a set whose unanswerable ones are made to deceive, and nearly half of it."""
    return _kind(row) in ("squad", "own")


def _rank(scores: Sequence[float], gold: Sequence[bool]) -> int:
    """Rank of the best gold sentence; past the end where none was read."""
    order = np.argsort(-np.array(scores), kind="stable")
    return next((rank for rank, i in enumerate(order, 1) if gold[i]), len(order) + 1)


def _as_dict(logistic: Logistic, kind: type) -> dict[str, float]:
    named = {f.name: round(w, 4) for f, w in zip(fields(kind), logistic.weights, strict=True)}
    return {**named, "bias": round(logistic.bias, 4)}


def main() -> None:
    """Fit, write, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--squad", type=int, default=100, help="questions drawn from each SQuAD article")
    parser.add_argument("--written", type=int, default=900, help="most questions of our own")
    parser.add_argument("--reader", type=Path, help="folder of weights; the shipped ones without it")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rows = collect(args.data, args.squad, Reader(args.reader), args.written)
    scores, right, figures = cross_validate(rows)
    news = [number for number, row in enumerate(rows) if not _deceives(row)]
    cut, wrongly, rightly = threshold(scores[news], [rows[number] for number in news])
    figures["news and written: answerable and refused"] = wrongly
    figures["news and written: unanswerable and refused"] = rightly
    answerable = [number for number in news if rows[number].question.answerable]
    figures["news and written: gold picked"] = float(right[answerable].mean())
    fusion = fit(rows)
    fitted: dict[str, Any] = {
        "sentence": _as_dict(fusion.sentence, SentenceFeatures),
        "answer": _as_dict(fusion.answer, AnswerFeatures),
        "threshold": cut,
        "cross-validated by article": {name: round(value, 3) for name, value in figures.items()},
        "questions": len(rows),
    }
    args.out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(fitted, indent=2))


if __name__ == "__main__":
    main()
