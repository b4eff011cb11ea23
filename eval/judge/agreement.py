"""Judges and people's labels in, how well they agree out, with intervals over articles."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from ..intervals import RESAMPLES, Interval, interval
from ..records import Judgement, Tokens
from .figures import VERDICTS, Of, Rows, auroc, balanced, best_threshold, pearson, spearman
from .judge import Judge
from .labels import Labelled

PEOPLE = "one person"
"""The name of the row that says how well people agree with each other."""
_THREE = ("not_supported", "partially_supported", "supported")
"""The labels of WiCE."""
_SAID = {"supported": 2, "partial": 1, "unsupported": 0, "contradicted": 0}


@dataclass(frozen=True, slots=True)
class AgreementFigure:
    """One figure of agreement.

    `value` None: not defined here, as without one of the two labels. `interval` None: none can be given, or
    no resample varies the figure.
    """

    name: str
    value: float | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well one judge agrees with people.

    `sentences` were put to it, of which `unscored` got no usable verdict: they are in no figure.
    `threshold` is the one chosen on another set, None without one. `seconds` is wall time a sentence, None
    for people; `tokens` what the language model read and wrote in all, None where none was asked.
    """

    judge: str
    sentences: int
    unscored: int
    figures: tuple[AgreementFigure, ...]
    threshold: float | None = None
    seconds: float | None = None
    tokens: Tokens | None = None

    def value(self, name: str) -> float | None:
        """The value of a figure; None if it is not defined or not among them."""
        return next((figure.value for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge said of each sentence of a set, in order, and how long it took in all."""

    judgements: tuple[Judgement, ...]
    seconds: float

    def __len__(self) -> int:
        return len(self.judgements)


def put(judge: Judge, labelled: Sequence[Labelled]) -> Judged:
    """Put every sentence to a judge, with a progress bar on a terminal."""
    began = time.perf_counter()
    bar = tqdm(labelled, desc=judge.name, unit="sentence", disable=not sys.stderr.isatty())
    judgements = tuple(judge.judge(one.sentence, one.sources) for one in bar)
    return Judged(judgements, time.perf_counter() - began)


def choose_thresholds(judges: Sequence[Judge], labelled: Sequence[Labelled]) -> tuple[float | None, ...]:
    """For each judge, in order, the support with the best balanced accuracy; None where one label is all."""
    return tuple(best_threshold(_rows(put(judge, labelled), labelled)[0]) for judge in judges)


def agreement(
    judges: Sequence[Judge],
    labelled: Sequence[Labelled],
    thresholds: Sequence[float | None] | None = None,
    resamples: int = RESAMPLES,
) -> tuple[Agreement, ...]:
    """Score judges by a labelled set.

    AUROC: of support against "supported". Balanced accuracy and both F1 (of "supported" and of
    "unsupported"): of the verdicts, where partial, unsupported and contradicted count as unsupported.
    Balanced accuracy at a chosen threshold: of `support >= t`, t being the judge's of `thresholds`.
    Pearson and Spearman: of support with the share of people; "summaries": of a summary's mean support with
    the mean of its sentences' majorities (Wang et al., 2020, §5.1); only where several people were asked.
    Sentences of one text, of which one is unsupported, make an unsupported text: "texts" in the names.
    Three-way: of the verdicts supported, partial and the rest, where the labels are WiCE's three.

    :param thresholds: what `choose_thresholds` found on another set; None: none is chosen.
    :return: a row for each judge, in order; and one for people, where each sentence has three votes.
    :raises ValueError: if there is not a threshold for each judge.
    """
    chosen = [None] * len(judges) if thresholds is None else thresholds
    rows = tuple(
        _score(judge.name, put(judge, labelled), labelled, threshold, resamples)
        for judge, threshold in zip(judges, chosen, strict=True)
    )
    people = ceiling(labelled, resamples)
    return (*rows, people) if people else rows


def ceiling(labelled: Sequence[Labelled], resamples: int = RESAMPLES) -> Agreement | None:
    """Each person against the other two, where those agree: what no judge can be expected to pass.

    :return: None unless every sentence has three votes; `sentences` counts the comparisons.
    """
    if not labelled or any(len(one.votes) != 3 for one in labelled):
        return None
    pairs, clusters = [], []
    for one in labelled:
        for place, vote in enumerate(one.votes):
            others = one.votes[:place] + one.votes[place + 1 :]
            if others[0] == others[1]:
                pairs.append((float(vote), float(others[0]), float(vote)))
                clusters.append(one.article)
    rows = np.array(pairs).reshape(-1, 3)
    figures = tuple(_figure(name, rows, clusters, of, resamples) for name, of in VERDICTS)
    return Agreement(PEOPLE, len(rows), 0, figures)


def _score(
    name: str, judged: Judged, labelled: Sequence[Labelled], threshold: float | None, resamples: int
) -> Agreement:
    rows, scored = _rows(judged, labelled)
    clusters = [one.article for one in scored]
    figures = [_figure(title, rows, clusters, of, resamples) for title, of in (("AUROC", auroc), *VERDICTS)]
    if threshold is not None:
        at = np.column_stack([rows[:, :2], rows[:, 0] >= threshold])
        figures.append(_figure("balanced accuracy, t chosen", at, clusters, balanced, resamples))
    texts, text_clusters = _texts(rows, scored)
    if len(texts) < len(rows):
        figures.append(_figure("AUROC, texts", texts[:, :3], text_clusters, auroc, resamples))
        figures.append(_figure("balanced accuracy, texts", texts[:, :3], text_clusters, balanced, resamples))
    if scored and all(one.share is not None for one in scored):
        shares = np.column_stack([rows[:, 0], np.array([one.share for one in scored], dtype=float)])
        for title, of in (("Pearson", pearson), ("Spearman", spearman)):
            figures.append(_figure(title, shares, clusters, of, resamples))
            figures.append(_figure(f"{title}, summaries", texts[:, 3:], text_clusters, of, resamples))
    if scored and {one.kind for one in scored} <= set(_THREE):
        said = [_SAID[j.verdict] for j in judged.judgements if j.support is not None]
        codes = np.array([(0.0, _THREE.index(one.kind), n) for one, n in zip(scored, said, strict=True)])
        figures.append(_figure("balanced accuracy, three-way", codes, clusters, balanced, resamples))
    spent = [j.tokens for j in judged.judgements if j.tokens]
    return Agreement(
        judge=name,
        sentences=len(judged),
        unscored=len(judged) - len(rows),
        figures=tuple(figures),
        threshold=threshold,
        seconds=judged.seconds / len(judged) if len(judged) else None,
        tokens=Tokens(sum(t.prompt for t in spent), sum(t.completion for t in spent)) if spent else None,
    )


def _rows(judged: Judged, labelled: Sequence[Labelled]) -> tuple[Rows, list[Labelled]]:
    """[scored sentences, (support, label, verdict)], and which they are."""
    both = [(j, one) for j, one in zip(judged.judgements, labelled, strict=True) if j.support is not None]
    rows = [(j.support, one.supported, j.verdict == "supported") for j, one in both]
    return np.array(rows, dtype=float).reshape(-1, 3), [one for _, one in both]


def _texts(rows: Rows, scored: Sequence[Labelled]) -> tuple[Rows, list[str]]:
    """[texts, (least support, all labels, all verdicts, mean support, mean label)], and their articles."""
    members: dict[str, list[int]] = {}
    for place, one in enumerate(scored):
        members.setdefault(one.summary, []).append(place)
    texts = [(*rows[of].min(axis=0), *rows[of, :2].mean(axis=0)) for of in members.values()]
    return np.array(texts).reshape(-1, 5), [scored[of[0]].article for of in members.values()]


def _figure(name: str, rows: Rows, clusters: Sequence[str], of: Of, resamples: int) -> AgreementFigure:
    value = of(rows)
    ends = None if value is None else interval(rows, clusters, of, resamples)
    if ends and ends.low == ends.high:
        ends = None  # no resample varies it, which says nothing of how sure it is
    return AgreementFigure(name, value, ends)


def table(rows: Sequence[Agreement]) -> str:
    """A Markdown table: a row for each judge, a column for each figure that any of them has.

    A figure reads `0.71 (0.66-0.75)`, with its 95 % interval; `-` where it is not defined.
    """
    if not rows:
        return ""
    names = list(dict.fromkeys(figure.name for row in rows for figure in row.figures))
    head = ["judge", *names, "t", "unscored", "ms a sentence", "tokens"]
    body = [
        [
            row.judge,
            *(_cell(next((f for f in row.figures if f.name == name), None)) for name in names),
            "-" if row.threshold is None else f"{row.threshold:.2f}",
            f"{row.unscored} of {row.sentences}",
            "-" if row.seconds is None else f"{1000 * row.seconds:.1f}",
            "-" if row.tokens is None else f"{row.tokens.prompt} + {row.tokens.completion}",
        ]
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    lines = [head, ["-" * width for width in widths], *body]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def _cell(figure: AgreementFigure | None) -> str:
    if figure is None or figure.value is None:
        return "-"
    ends = figure.interval
    return f"{figure.value:.2f}" + (f" ({ends.low:.2f}-{ends.high:.2f})" if ends else "")
