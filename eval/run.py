"""Ask every question of a set and measure the answers."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from index import Article, Library
from rag import Answer, Engine

from .baselines import SentenceSearch
from .metrics import (
    auroc,
    calibration_error,
    cites_gold,
    hit_rank,
    holds_keys,
    precision_recall_f1,
    recall_at,
)
from .questions import Question, resolve


@dataclass(frozen=True, slots=True)
class Result:
    """One question's answer with what was measured; ranks are None where there is no gold or no hit."""

    question: Question
    answer: Answer
    rank: int | None
    baseline_rank: int | None
    baseline_score: float
    cited: bool
    keyed: bool
    whole: bool

    @property
    def correct(self) -> bool:
        """Answerable: answered with every key and the right citation. Otherwise: abstained."""
        if not self.question.answerable:
            return self.answer.abstained
        return not self.answer.abstained and self.cited and self.keyed


def run(engine: Engine, questions: Sequence[Question], articles: dict[str, Article]) -> tuple[Result, ...]:
    """Ask each question of its own article; earlier turns of a conversation are asked first.

    :param articles: the stored articles by the names that the questions use.
    :raises BylineError: if a gold quote is not in its article.
    """
    searches = {name: SentenceSearch(engine.library, a.id) for name, a in articles.items()}
    results = []
    for question in tqdm(questions, desc="asking", unit="question", disable=not sys.stderr.isatty()):
        article = articles[question.article]
        golds = resolve(question, article)
        earlier = [(asked, engine.query(asked, [article.id])) for asked, _ in question.history]
        answer = engine.query(question.question, [article.id], earlier)
        evidence = engine.evidence(answer.asked or question.question, [article.id])
        read = sorted(evidence.sentences, key=lambda s: (-s.relevance, s.place))
        search = searches[question.article]
        results.append(
            Result(
                question,
                answer,
                hit_rank([(s.sentence.start, s.sentence.end) for s in read], golds),
                hit_rank(search.rank(question.question), golds),
                search.best_similarity(question.question),
                cites_gold(answer, golds, need_all=not question.any),
                holds_keys(answer, question.keys),
                _whole(answer, engine.library),
            )
        )
    return tuple(results)


def summary(results: Sequence[Result]) -> dict[str, float]:
    """The set's figures, each 0 to 1 but for `questions` and `seconds_*`."""
    answerable = [r for r in results if r.question.answerable]
    labels = [r.question.answerable for r in results]
    abstained = [r.answer.abstained for r in results]
    precision, recall, f1 = precision_recall_f1(abstained, [not label for label in labels])
    seconds = sorted(r.answer.timings["total"] for r in results)
    return {
        "questions": float(len(results)),
        "sentence recall@1": recall_at([r.rank for r in answerable], 1),
        "sentence recall@3": recall_at([r.rank for r in answerable], 3),
        "sentence recall@1, MiniLM + BM25": recall_at([r.baseline_rank for r in answerable], 1),
        "sentence recall@3, MiniLM + BM25": recall_at([r.baseline_rank for r in answerable], 3),
        "answered with a right citation": _share([not r.answer.abstained and r.cited for r in answerable]),
        "answered with keys and citation": _share([r.correct for r in answerable]),
        "abstention precision": precision,
        "abstention recall": recall,
        "abstention F1": f1,
        "answerability AUROC": auroc([r.answer.confidence for r in results], labels),
        "answerability AUROC, cosine": auroc([r.baseline_score for r in results], labels),
        "confidence, expected calibration error": calibration_error(
            [r.answer.confidence for r in results], labels
        ),
        "sentences in an answer, mean": statistics.mean(
            [len(r.answer.sentences) for r in results if not r.answer.abstained] or [0]
        ),
        "quote integrity": _share([r.whole for r in results]),
        "seconds, median": statistics.median(seconds),
        "seconds, 95th percentile": seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))],
    }


def by_kind(results: Sequence[Result]) -> dict[str, tuple[int, int]]:
    """For each kind of question: how many were right, of how many."""
    kinds = dict.fromkeys(r.question.kind for r in results)
    return {
        kind: (
            sum(r.correct for r in results if r.question.kind == kind),
            sum(r.question.kind == kind for r in results),
        )
        for kind in kinds
    }


def write(results: Sequence[Result], figures: dict[str, float], out: Path) -> None:
    """Leave `results.jsonl`, a line for each question, and `summary.json` in a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "results.jsonl").open("w", encoding="utf-8") as lines:
        for r in results:
            row = {**asdict(r), "question": r.question.model_dump(), "answer": r.answer.to_dict()}
            lines.write(json.dumps({**row, "correct": r.correct}, ensure_ascii=False) + "\n")
    (out / "summary.json").write_text(json.dumps(figures, indent=2), encoding="utf-8")


def _whole(answer: Answer, library: Library) -> bool:
    """Whether every quote is what its offsets cut from the stored article."""
    return all(library.get(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else float("nan")
