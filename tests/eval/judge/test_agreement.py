"""Agreement with people, against counts by hand, naive loops and scipy."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import pearsonr

from eval.judge import Agreement, Judgement, Labelled, agreement, table
from eval.judge.agreement import PEOPLE, ceiling
from eval.judge.figures import auroc, balanced, best_threshold, f1_supported, f1_unsupported
from eval.records import SupportVerdict, Tokens


class Told:
    """Says what it was told to say of each sentence."""

    name = "told"

    def __init__(self, says: dict[str, Judgement]) -> None:
        self._says = says

    def judge(self, sentence: str, sources: Sequence[str]) -> Judgement:
        assert sources == ("source",)
        return self._says[sentence]


def says(support: float | None, verdict: SupportVerdict) -> Judgement:
    return Judgement(support, verdict, tokens=Tokens(10, 1))


def row(sentence: str, supported: bool, share: float | None = None, article: str = "") -> Labelled:
    return Labelled(
        sentence, article or sentence, article or sentence, sentence, ("source",), supported, share
    )


SET = (row("a", True), row("b", True), row("c", False), row("d", False), row("e", True))
JUDGE = Told(
    {
        "a": says(0.9, "supported"),
        "b": says(0.4, "partial"),
        "c": says(0.6, "supported"),
        "d": says(0.1, "contradicted"),
        "e": says(None, "unscored"),
    }
)


def test_figures_by_hand() -> None:
    [got] = agreement([JUDGE], SET, resamples=50)
    assert (got.judge, got.sentences, got.unscored) == ("told", 5, 1)
    assert got.value("AUROC") == 3 / 4  # of the pairs ac, ad, bc, bd only bc is the wrong way round
    assert got.value("balanced accuracy") == (1 / 2 + 1 / 2) / 2
    assert got.value("F1 supported") == 2 * 1 / (2 * 1 + 1 + 1)
    assert got.value("F1 unsupported") == 2 * 1 / (2 * 1 + 1 + 1)
    assert got.tokens == Tokens(50, 5)
    assert got.threshold is None
    assert got.value("Pearson") is None


def test_an_unscored_sentence_counts_neither_for_nor_against() -> None:
    without = agreement([JUDGE], SET[:4], resamples=50)[0]
    assert agreement([JUDGE], SET, resamples=50)[0].figures == without.figures


def test_a_threshold_is_chosen_on_another_set() -> None:
    # there, from 0.4 on all is supported: a, b and c are, d is not
    other = (row("a", True), row("b", True), row("d", False))
    [got] = agreement([JUDGE], SET, choose_on=other, resamples=50)
    assert got.threshold == 0.4
    assert got.value("balanced accuracy, t chosen") == (2 / 2 + 1 / 2) / 2


def test_correlation_by_sentence_and_by_summary() -> None:
    told = Told({"a": says(0.9, "supported"), "b": says(0.4, "partial"), "c": says(0.2, "unsupported")})
    judged = {"a": 0.9, "b": 0.4, "c": 0.2}
    labelled = (
        row("a", True, 1.0, "x"),
        row("b", False, 1 / 3, "x"),
        row("c", False, 0.0, "y"),
        row("a", True, 2 / 3, "z"),
    )
    [got] = agreement([told], labelled, resamples=50)
    supports = [judged[one.sentence] for one in labelled]
    assert got.value("Pearson") == pytest.approx(pearsonr(supports, [1, 1 / 3, 0, 2 / 3])[0])
    means = [(0.9 + 0.4) / 2, 0.2, 0.9], [1 / 2, 0, 1]
    assert got.value("Pearson, summaries") == pytest.approx(pearsonr(*means)[0])
    assert got.value("Spearman, summaries") == pytest.approx(1.0)
    # a text is as supported as its least sentence: x no, y no, z yes
    assert got.value("AUROC, texts") == 1.0


def test_three_verdicts_against_three_labels() -> None:
    kinds = ("supported", "partially_supported", "not_supported", "not_supported")
    labelled = tuple(
        Labelled(s, s, s, s, ("source",), kind == "supported", kind=kind)
        for s, kind in zip("abcd", kinds, strict=True)
    )
    [got] = agreement([JUDGE], labelled, resamples=50)
    # of the supported 1 of 1, of the partial 1 of 1, of the not supported 1 of 2
    assert got.value("balanced accuracy, three-way") == pytest.approx((1 + 1 + 1 / 2) / 3)


def test_people_are_the_ceiling_where_the_other_two_agree() -> None:
    votes = [(True, True, True), (True, True, False), (False, False, False)]
    rows = tuple(
        Labelled(str(n), str(n), str(n), "s", ("source",), sum(v) > 1, sum(v) / 3, v)
        for n, v in enumerate(votes)
    )
    got = ceiling(rows, resamples=50)
    assert got is not None
    # three yes of yes and three no of no; of the mixed votes only the two yes are agreed: the third said no
    assert got.sentences == 3 + 1 + 3
    assert got.value("balanced accuracy") == (3 / 4 + 3 / 3) / 2
    assert got.value("AUROC") is None
    assert agreement([Told({"s": says(0.9, "supported")})], rows, resamples=50)[-1].judge == PEOPLE
    assert ceiling(SET) is None


def test_auroc_and_the_threshold_are_what_a_naive_loop_finds() -> None:
    random = np.random.default_rng(3)
    support, label = random.integers(0, 8, 60) / 8, random.integers(0, 2, 60)
    rows = np.column_stack([support, label, support >= 0.5]).astype(float)
    pairs = [(a > b) + (a == b) / 2 for a in support[label == 1] for b in support[label == 0]]
    assert auroc(rows) == pytest.approx(np.mean(pairs))

    def accuracy(t: float) -> float:
        return float(((support >= t)[label == 1].mean() + (support < t)[label == 0].mean()) / 2)

    assert balanced(rows) == pytest.approx(accuracy(0.5))
    best = best_threshold(rows)
    assert best is not None
    assert accuracy(best) == pytest.approx(max(accuracy(t) for t in [*support, 9.0]))


def test_without_both_labels_nothing_is_made_up() -> None:
    rows = np.array([[0.5, 1, 1], [0.7, 1, 0]])
    assert [f(rows) for f in (auroc, balanced, f1_supported, f1_unsupported, best_threshold)] == [None] * 5
    [got] = agreement([JUDGE], SET[-1:], resamples=50)  # only the sentence that is unscored
    assert (got.sentences, got.unscored, got.value("AUROC")) == (1, 1, None)


def test_the_table_has_a_row_for_each_judge_with_its_intervals() -> None:
    got = agreement([JUDGE], SET, choose_on=SET, resamples=50)
    lines = table(got).splitlines()
    assert len(lines) == 3
    assert len({line.count("|") for line in lines}) == 1
    assert lines[0].split("|")[1].strip() == "judge"
    assert "0.75 (" in lines[2]
    assert "1 of 5" in lines[2]
    assert "50 + 5" in lines[2]
    assert table(()) == ""
    assert "| - " in table([Agreement("x", 0, 0, got[0].figures)])


def test_importing_the_judges_loads_nothing_heavy() -> None:
    heavy = ("torch", "llama_index", "sklearn", "scipy", "sentence_transformers", "onnxruntime")
    code = f"import eval.judge, sys; print([m for m in {heavy} if m in sys.modules])"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
